"""Updates: `update`, `update TEXT`, `update AUDIENCES TEXT`, and their form."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.incident.composing import Wish
from bot.incident.errors import FormRefused
from bot.incident.incident import Incident
from bot.incident.updates import Letter, UpdateId
from bot.incident.updates_errors import NobodyNamed, NobodyToTell, NotReached, PastPromise
from bot.incident.updates_facts import UpdateSent
from bot.language import N_, Tongue
from bot.response import updates as verbs
from bot.response.change import Request
from bot.slack import open_form, targets
from bot.slack.askers import Asker
from bot.slack.grammar import updates as grammar
from bot.slack.tools import Tools
from bot.slack.update_answers import Known, known, shown
from bot.slack.update_line import Act, UpdateLine, read_update_line
from bot.slack.views import choice_form, update_answers, update_form
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import tell
from bot.slack.views.incident_form import FormAgain, Submitted
from bot.slack.views.incident_form import submitted as read_form
from bot.slack.views.scene import Scene

INTERNAL = "internal"
NOBODY = N_("Tick at least one audience.")
NO_REASON = N_("Say why, for example: Nobody outside can see it")
_SENT = frozenset({"update_sent"})
_LATEST = 50
Typed = Mapping[str, str]


async def typed(tools: Tools, asker: Asker, rest: str) -> None:
    number, said = targets.without_reference(rest)
    line = read_update_line(said, tools.desk.policy().audiences)
    if line.act is Act.FORM:
        await _open_for(tools, asker, number, line.audiences)
    elif line.act is Act.ASK:
        await _ask(tools, asker, number, line)
    else:
        await tools.boundary.commit(
            asker, "update", _acting(tools, asker, rest, line), shown(tools)
        )


async def _open_for(tools: Tools, asker: Asker, number: int | None, named: Sequence[str]) -> None:
    """Nobody fills in a form for an audience that it cannot reach."""

    async def meant() -> Incident:
        incident = await _meant(tools, asker, number)
        if named:
            verbs.require_reached(incident, tools.desk.policy(), named)
        return incident

    await _open(tools, asker, meant, {"audiences": " ".join(named)} if named else {})


def _acting(
    tools: Tools, asker: Asker, rest: str, line: UpdateLine
) -> Callable[[], Awaitable[Known]]:
    async def act() -> Known:
        incident, request, _ = await targets.request_for(tools, asker, "update", rest)
        if line.act in (Act.OFF, Act.ON):
            return await _choose(tools, request, line)
        keys = list(line.audiences) or [INTERNAL]
        keys = verbs.with_those_before(incident, tools.desk.policy(), keys)
        wish = Wish(letter=Letter(text=line.text[: update_form.TEXT_LIMIT]))
        return await known(tools, await verbs.send(tools.desk, request, wish, keys))

    return act


async def _choose(tools: Tools, request: Request, line: UpdateLine) -> Known:
    told = line.act is Act.ON
    if not line.audiences:
        raise NobodyNamed()
    changed = await verbs.choose(tools.desk, request, line.audiences, told=told, why=line.text)
    return await known(tools, changed)


async def _ask(tools: Tools, asker: Asker, number: int | None, line: UpdateLine) -> None:
    """An audience is named, or the text begins with its name: nothing goes out on a guess."""

    async def act() -> Incident:
        return await _meant(tools, asker, number)

    def show(incident: Incident, tongue: Tongue) -> Answer:
        scene = tools.scene(incident, tongue)
        return update_answers.who_is_meant(scene, line.audiences, line.text, line.whole)

    await tools.boundary.commit(asker, "update", act, show)


async def form_button(tools: Tools, args: AsyncArgs) -> None:
    """Of the card, of a draft (`incident put answers`), or of an answer."""
    asker = tools.button_asker(args)
    id, *draft = asker.value.split()
    answers = {"draft": verbs.DRAFT + draft[0]} if draft else {}
    await _open(tools, asker, lambda: targets.incident_of_button(tools, asker, id), answers)


async def correct_button(tools: Tools, args: AsyncArgs) -> None:
    """The form with what was said, to those who got it."""
    asker = tools.button_asker(args)
    id, _, update = asker.value.partition(" ")
    said: dict[str, str] = {}

    async def meant() -> Incident:
        incident = await targets.incident_of_button(tools, asker, id)
        async with tools.desk.ledger.look() as work:
            entries = await work.timeline.latest(incident.id, _SENT, _LATEST)
        facts = [entry.fact for entry in entries if isinstance(entry.fact, UpdateSent)]
        said.update(_said_in(facts, UpdateId(update)))  # before the form is drawn
        return incident

    await _open(tools, asker, meant, said)


def _said_in(facts: Iterable[UpdateSent], update: UpdateId) -> dict[str, str]:
    for fact in facts:
        if fact.id == update:
            said = update_form.values_of(fact.letter)
            return {**said, "audiences": " ".join(fact.audiences), "corrects": update}
    return {}


async def off_button(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.button_asker(args)
    id = asker.value
    await open_form.offer(
        tools, asker, choice_form.FORM, lambda: targets.incident_of_button(tools, asker, id)
    )


async def preview_button(tools: Tools, args: AsyncArgs) -> None:
    """The same form with what stands in it now; what was typed stays typed."""
    asker = tools.button_asker(args)
    form = read_form(args.body["view"])

    async def act() -> Scene:
        incident = await targets.incident_of_button(tools, asker, form.incident)
        return await tools.full_scene(incident, Tongue())

    def show(scene: Scene, tongue: Tongue) -> Answer:
        drawn = update_form.with_preview(tools.desk.renderer)
        view = drawn.view(scene.told_in(tongue), form.values)
        return FormAgain(tell(tongue, "*So it will read*"), view=view)

    await tools.boundary.commit(asker, "update", act, show)


async def submitted(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.form_asker(args)
    form, tongue = read_form(asker.view), tools.boundary.tongue_of(asker.user)
    audiences = form.values.get("audiences", "").split()
    if not audiences:
        raise FormRefused(audiences=tongue.say(NOBODY))
    wish = Wish(letter=_letter(tools, form), next_at=update_form.moment_in(form.values, "next_at"))

    async def act() -> Known:
        request = Request(form.incident, asker.user, asker.key)
        changed = await verbs.send(
            tools.desk,
            request,
            wish,
            audiences,
            corrects=UpdateId(form.values["corrects"]) if form.values.get("corrects") else None,
            draft=form.values.get("draft", ""),
        )
        return await known(tools, changed)

    acting = open_form.beside(
        tongue, act, audiences=(NobodyToTell, NotReached), next_at=(PastPromise,)
    )
    await tools.boundary.commit(asker, update_form.FORM.name, acting, shown(tools))


def _letter(tools: Tools, form: Submitted) -> Letter:
    """Whoever has read the first one is told that this one puts it right."""
    letter = update_form.letter_of(form.values)
    if not (form.values.get("corrects") and letter.text):
        return letter
    tongue = Tongue(tools.desk.policy().locale)
    text = tongue.say("Correction: {text}", text=letter.text)
    return letter.model_copy(update={"text": text})


async def left_out(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.form_asker(args)
    form, tongue = read_form(asker.view), tools.boundary.tongue_of(asker.user)
    audiences, why = form.values.get("audiences", "").split(), form.values.get("why", "")
    if not audiences:
        raise FormRefused(audiences=tongue.say(NOBODY))
    if not why:
        raise FormRefused(why=tongue.say(NO_REASON))

    async def act() -> Known:
        request = Request(form.incident, asker.user, asker.key)
        changed = await verbs.choose(tools.desk, request, audiences, told=False, why=why)
        return await known(tools, changed)

    await tools.boundary.commit(asker, choice_form.FORM.name, act, shown(tools))


async def _meant(tools: Tools, asker: Asker, number: int | None) -> Incident:
    return await targets.incident_meant(tools, asker, "update", number)


async def _open(
    tools: Tools, asker: Asker, meant: Callable[[], Awaitable[Incident]], typed: Typed
) -> None:
    form = update_form.with_preview(tools.desk.renderer)
    await open_form.offer(tools, asker, form, meant, typed)


VERBS = {grammar.UPDATE: typed}
BUTTONS = {
    f"open.{update_form.FORM.name}": form_button,
    update_form.CORRECT: correct_button,
    f"open.{choice_form.FORM.name}": off_button,
    update_form.PREVIEW: preview_button,
}
FORMS = {update_form.FORM.name: submitted, choice_form.FORM.name: left_out}
