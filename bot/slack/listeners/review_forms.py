"""The forms of a post-mortem: writing in a section, asking for review, its meeting, a reason."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.incident.errors import FormRefused
from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.postmortem.errors import NotDrafted
from bot.incident.postmortem.revisions import Revision
from bot.incident.postmortem.sections import Section
from bot.incident.wording import Hit, hits
from bot.language import N_, Tongue
from bot.response import postmortem_writing as writing
from bot.response.change import Request
from bot.response.postmortem import document_of
from bot.slack import open_form, targets
from bot.slack.askers import Asker, FormAsker
from bot.slack.postmortem_line import Act, ReviewLine
from bot.slack.review_steps import Outcome, section_meant, show_step, take_step
from bot.slack.tools import Tools
from bot.slack.views import review as views
from bot.slack.views import review_forms as forms
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import tell
from bot.slack.views.incident_form import FormAgain, IncidentForm, Submitted
from bot.slack.views.incident_form import submitted as read_form
from bot.slack.views.scene import Scene

NOT_YET = N_("Choose a time that is still to come.")
NO_REASON = N_("Say why, for example: Known from INC-7")
_OTHERS_WORDS = frozenset({Section.LUCKY, Section.ACTIONS})
"""Where luck is told, and what should be done, no word is pointed out."""


@dataclass(frozen=True, slots=True)
class Kept:
    scene: Scene
    section: Section
    number: int
    """Of the newest revision that this made; 0: nothing changed."""
    hits: list[Hit]


@dataclass(frozen=True, slots=True)
class Faster:
    """Somebody else wrote in this section while the form was open."""

    scene: Scene
    theirs: Revision


async def offer(tools: Tools, asker: Asker, number: int | None, line: ReviewLine) -> None:
    form = {Act.WRITE: forms.WRITE_FORM, Act.SCHEDULE: forms.SCHEDULE_FORM}.get(line.act)
    meant = lambda: targets.incident_meant(tools, asker, "postmortem", number)  # noqa: E731
    if form is forms.WRITE_FORM:
        await _offer_section(tools, asker, meant, line.text or Section.SUMMARY.value)
    else:
        await open_form.offer(tools, asker, form or forms.REVIEW_FORM, meant)


async def write_button(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.button_asker(args)
    id, _, section = asker.value.partition(":")
    meant = lambda: targets.incident_of_button(tools, asker, id)  # noqa: E731
    await _offer_section(tools, asker, meant, section or Section.SUMMARY.value)


async def review_button(tools: Tools, args: AsyncArgs) -> None:
    await _open(tools, args, forms.REVIEW_FORM)


async def schedule_button(tools: Tools, args: AsyncArgs) -> None:
    await _open(tools, args, forms.SCHEDULE_FORM)


async def despite_button(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.button_asker(args)
    id, act, reviewers = [*asker.value.split(":"), "", ""][:3]
    typed = {"act": act, "reviewers": reviewers}
    meant = lambda: targets.incident_of_button(tools, asker, id)  # noqa: E731
    await open_form.offer(tools, asker, forms.DESPITE_FORM, meant, typed)


async def write_submitted(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.form_asker(args)
    form = read_form(asker.view)

    async def act() -> Kept | Faster:
        theirs = await _written_meanwhile(tools, asker, form)
        if theirs is not None:
            async with tools.desk.ledger.look() as work:
                incident = await work.incidents.get(form.incident)
            scene = await tools.full_scene(incident, Tongue())
            return Faster(scene.naming(await tools.names([theirs.by])), theirs)
        return await _kept(tools, asker, form)

    def show(outcome: Kept | Faster, tongue: Tongue) -> Answer:
        scene = outcome.scene.told_in(tongue)
        if isinstance(outcome, Kept):
            return views.written(scene, outcome.section, outcome.number, outcome.hits)
        return _drawn_again(scene, form, outcome.theirs)

    await tools.boundary.commit(asker, forms.WRITE_FORM.name, act, show)


async def review_submitted(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.form_asker(args)
    form = read_form(asker.view)
    people = tuple(dict.fromkeys(forms.reviewers_of(form.values)))
    await _step(tools, asker, form, ReviewLine(Act.REVIEW, people))


async def despite_submitted(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.form_asker(args)
    form, tongue = read_form(asker.view), tools.boundary.tongue_of(asker.user)
    if not form.values["reason"]:
        raise FormRefused(reason=tongue.say(NO_REASON))
    people = tuple(UserId(one) for one in form.values["reviewers"].split(",") if one)
    line = ReviewLine(Act(form.values["act"]), people, form.values["reason"])
    await _step(tools, asker, form, line)


async def schedule_submitted(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.form_asker(args)
    form, tongue = read_form(asker.view), tools.boundary.tongue_of(asker.user)
    at = forms.meeting_of(form.values)
    if at is None or at <= tools.desk.clock.now():
        raise FormRefused(meeting=tongue.say(NOT_YET))
    await _step(tools, asker, form, ReviewLine(Act.SCHEDULE, text=f"{at:%Y-%m-%d %H:%M} UTC"))


async def _step(tools: Tools, asker: FormAsker, form: Submitted, line: ReviewLine) -> None:
    async def act() -> Outcome:
        async with tools.desk.ledger.look() as work:
            incident = await work.incidents.get(form.incident)
        request = Request(form.incident, asker.user, asker.key)
        return await take_step(tools, asker, incident, request, line)

    await tools.boundary.commit(asker, f"pm_{line.act.value}", act, show_step)


async def _offer_section(
    tools: Tools, asker: Asker, meant: Callable[[], Awaitable[Incident]], named: str
) -> None:
    """What the form shows is read when it opens."""
    typed: dict[str, str] = {}

    async def read() -> Incident:
        incident = await meant()
        if not incident.postmortem.is_drafted:
            raise NotDrafted(incident.reference)
        section = section_meant(incident, named)
        typed.update(await _as_it_is(tools, incident, section))
        return incident

    await open_form.offer(tools, asker, forms.WRITE_FORM, read, typed)


async def _as_it_is(tools: Tools, incident: Incident, section: Section) -> dict[str, str]:
    async with tools.desk.ledger.look() as work:
        document = await document_of(work, incident, tools.desk.policy())
    return forms.prefilled(document.section(section), incident.postmortem.revisions)


async def _written_meanwhile(tools: Tools, asker: FormAsker, form: Submitted) -> Revision | None:
    async with tools.desk.ledger.look() as work:
        every = await work.revisions.of(form.incident)
    newer = [
        one
        for one in every
        if one.section.value == form.values["section"]
        and one.number > int(form.values["seen"])
        and one.by != asker.user
    ]
    return newer[-1] if newer else None


async def _kept(tools: Tools, asker: FormAsker, form: Submitted) -> Kept:
    """Words and facts are two revisions, each kept once."""
    section, desk = Section(form.values["section"]), tools.desk
    async with desk.ledger.look() as work:
        incident = await work.incidents.get(form.incident)
    before = await _as_it_is(tools, incident, section)
    request = Request(form.incident, asker.user, f"{asker.key}:words")
    changed = await writing.write_words(desk, request, section, form.values["words"])
    numbers = [fact.number for fact in changed.facts if hasattr(fact, "number")]
    facts = form.values.get("facts")
    if facts is not None and forms.lines_of(facts) != forms.lines_of(before["facts"]):
        request = Request(form.incident, asker.user, f"{asker.key}:facts")
        if facts.strip():
            changed = await writing.edit_facts(desk, request, section, facts)
        else:
            changed = await writing.give_back(desk, request, section)
        numbers += [fact.number for fact in changed.facts if hasattr(fact, "number")]
    scene = await tools.full_scene(changed.incident, Tongue())
    found = await _hits(tools, form, section, forms.own_words(form.values, before))
    return Kept(scene, section, max(numbers, default=0), found)


async def _hits(tools: Tools, form: Submitted, section: Section, said: str) -> list[Hit]:
    if section in _OTHERS_WORDS:
        return []
    async with tools.desk.ledger.look() as work:
        people = await work.members.of(form.incident)
    names = (await tools.names(people)).values()
    return hits(said, tools.desk.policy().wording, list(names))


def _drawn_again(scene: Scene, form: Submitted, theirs: Revision) -> Answer:
    """With what somebody else made of it above; submitted again, it is as its author has it."""
    note = tell(
        scene.tongue,
        ":warning: {name} was faster. Now it says: {words}. Submit again to have it your way.",
        name=scene.name_of(theirs.by),
        words=theirs.words or "-",
    )
    seen = str(scene.incident.postmortem.revisions)
    typed = {**form.values, "seen": seen}
    return FormAgain(note, view=forms.WRITE_FORM.view(scene, typed, note))


async def _open(tools: Tools, args: AsyncArgs, form: IncidentForm) -> None:
    asker = tools.button_asker(args)
    id = asker.value
    await open_form.offer(tools, asker, form, lambda: targets.incident_of_button(tools, asker, id))


BUTTONS = {
    f"open.{forms.WRITE_FORM.name}": write_button,
    f"open.{forms.REVIEW_FORM.name}": review_button,
    f"open.{forms.SCHEDULE_FORM.name}": schedule_button,
    f"open.{forms.DESPITE_FORM.name}": despite_button,
}
FORMS = {
    forms.WRITE_FORM.name: write_submitted,
    forms.REVIEW_FORM.name: review_submitted,
    forms.SCHEDULE_FORM.name: schedule_submitted,
    forms.DESPITE_FORM.name: despite_submitted,
}
