"""Subscribe: `subscribe`, `subscribe INC-n`, `subscribe sev1`, and the announcement's button."""

from __future__ import annotations

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.incident.incident import Incident
from bot.incident.severity import Severity
from bot.incident.text import folded
from bot.incident.updates_errors import NothingToFollow
from bot.language import Tongue
from bot.response import subscribe as verbs
from bot.slack import targets
from bot.slack.askers import Asker
from bot.slack.grammar import updates as grammar
from bot.slack.tools import Tools
from bot.slack.views import announcement
from bot.slack.views import followers as views
from bot.slack.views.answer import Answer

_OFF = frozenset({"off", "fin", "stop"})
What = Incident | Severity | verbs.Mine


async def typed(tools: Tools, asker: Asker, rest: str) -> None:
    await _follow(tools, asker, rest, on=True)


async def untyped(tools: Tools, asker: Asker, rest: str) -> None:
    await _follow(tools, asker, rest, on=False)


async def _follow(tools: Tools, asker: Asker, rest: str, *, on: bool) -> None:
    *words, last = rest.split() or [""]
    if folded(last) in _OFF:
        rest, on = " ".join(words), False

    async def act() -> What:
        what = await _meant(tools, asker, rest)
        match what:
            case Incident():
                await verbs.follow(tools.desk, asker.user, what, on=on)
            case Severity():
                await verbs.follow_severity(tools.desk, asker.user, what, on=on)
        return what

    def show(what: What, tongue: Tongue) -> Answer:
        return _shown(tools, what, tongue, on=on)

    await tools.boundary.commit(asker, "subscribe", act, show)


async def _meant(tools: Tools, asker: Asker, rest: str) -> What:
    """One thing at a time. Bare: the incident whose channel it is, elsewhere what one follows."""
    number, said = targets.without_reference(rest)
    if number is not None and said.strip():
        raise NothingToFollow(rest)
    if number is not None:
        return await targets.incident_meant(tools, asker, "subscribe", number)
    if said:
        severity = tools.desk.policy().severities.spelled(said)
        if severity is None:
            raise NothingToFollow(said)
        return severity
    async with tools.desk.ledger.look() as work:
        here = await work.incidents.in_channel(asker.channel) if asker.channel else None
    return here or await verbs.mine(tools.desk, asker.user)


def _shown(tools: Tools, what: What, tongue: Tongue, *, on: bool) -> Answer:
    match what:
        case Incident():
            scene = tools.scene(what, tongue)
            return views.begun(scene) if on else views.ended(tongue, what.reference)
        case Severity():
            name = what.named(tongue.locale)
            return views.severity_begun(tongue, what) if on else views.ended(tongue, name)
        case _:
            return views.following(tongue, what)


async def pressed(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.button_asker(args)
    id = asker.value

    async def act() -> Incident:
        incident = await targets.incident_of_button(tools, asker, id)
        await verbs.follow(tools.desk, asker.user, incident, on=True)
        return incident

    def show(incident: Incident, tongue: Tongue) -> Answer:
        return views.begun(tools.scene(incident, tongue))

    await tools.boundary.commit(asker, "subscribe", act, show)


VERBS = {grammar.SUBSCRIBE: typed, grammar.UNSUBSCRIBE: untyped}
BUTTONS = {announcement.SUBSCRIBE: pressed}
