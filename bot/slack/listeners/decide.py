"""Decide: `decide` alone, `decide roll back`, a decision in words, and the form."""

from __future__ import annotations

from datetime import UTC, datetime

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.incident.decision import Choice, Way, read
from bot.incident.entry import Entry, id_of
from bot.incident.errors import FormRefused
from bot.incident.guides_errors import WaitHowLong
from bot.incident.incident import Incident
from bot.language import N_, Tongue
from bot.response.change import Changed, Request
from bot.response.decide import ask_for_way, decide_way
from bot.response.entries import entry_of
from bot.slack import open_form, targets
from bot.slack.askers import Asker
from bot.slack.grammar import guides as grammar
from bot.slack.mention_asker import place_of
from bot.slack.tools import Tools
from bot.slack.views import decision as view
from bot.slack.views import entries
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import tell
from bot.slack.views.incident_form import submitted as read_form
from bot.slack.views.scene import Scene

UNTIL_WHEN = N_("Say until when, in the future.")


async def typed(tools: Tools, asker: Asker, rest: str) -> None:
    _, said = targets.without_reference(rest)
    if not said:
        await _ask(tools, asker, rest)
        return

    async def act() -> tuple[Scene, Entry]:
        _, request, text = await targets.request_for(tools, asker, "decide", rest)
        choice = read(text)
        if choice.way == Way.WAIT and choice.wait is None:
            raise WaitHowLong()
        changed = await decide_way(tools.desk, request, choice, place=place_of(asker))
        async with tools.desk.ledger.look() as work:
            entry = await entry_of(work, changed.incident, id_of(request.key))
        return tools.scene(changed.incident, Tongue()), entry

    def show(done: tuple[Scene, Entry], tongue: Tongue) -> Answer:
        return entries.decided(done[0].told_in(tongue), done[1])

    await tools.boundary.commit(asker, "decide", act, show)


async def _ask(tools: Tools, asker: Asker, rest: str) -> None:
    """The question goes to the channel once; whoever asks can answer it at once."""

    async def act() -> tuple[Scene, bool]:
        _, request, _ = await targets.request_for(tools, asker, "decide", rest)
        changed = await ask_for_way(tools.desk, request)
        return await tools.full_scene(changed.incident, Tongue()), bool(changed.facts)

    def show(found: tuple[Scene, bool], tongue: Tongue) -> Answer:
        scene, put = found
        said = [tell(tongue, "The question goes to the channel as well.")] if put else []
        return view.asked(scene.told_in(tongue), *said)

    await tools.boundary.commit(asker, "decide", act, show)


async def form_button(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.button_asker(args)
    id = asker.value

    async def meant() -> Incident:
        return await targets.incident_of_button(tools, asker, id)

    await open_form.offer(tools, asker, view.FORM, meant)


async def submitted(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.form_asker(args)
    form, tongue = read_form(asker.view), tools.boundary.tongue_of(asker.user)
    way, until = form.values["way"], _time(form.values["until"])
    if way == Way.WAIT and (until is None or until <= tools.desk.clock.now()):
        raise FormRefused(until=tongue.say(UNTIL_WHEN))
    choice = Choice(way, form.values["note"])

    async def act() -> Changed:
        request = Request(form.incident, asker.user, asker.key)
        return await decide_way(tools.desk, request, choice, until=until)

    def show(changed: Changed, tongue: Tongue) -> None:
        """The card shows it; the form closes."""

    await tools.boundary.commit(asker, "decide", act, show)


def _time(seconds: str) -> datetime | None:
    return datetime.fromtimestamp(int(seconds), UTC) if seconds else None


VERBS = {grammar.DECIDE: typed}
BUTTONS = {f"open.{view.FORM.name}": form_button}
FORMS = {view.FORM.name: submitted}
