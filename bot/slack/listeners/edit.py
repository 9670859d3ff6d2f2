"""Edit: `status`, `sev`, `title`, `impact`, and the form for all of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.incident.changes import SeverityChanged
from bot.incident.ends_errors import ReasonNeeded
from bot.incident.errors import (
    FormRefused,
    NotASeverity,
    NotAStatus,
    NothingSaid,
    TransitionRefused,
)
from bot.incident.fields import Fields
from bot.incident.incident import Incident
from bot.incident.lifecycle import Status
from bot.incident.text import folded
from bot.language import N_, Tongue
from bot.response.change import Changed, Request
from bot.response.edit import edit, give_reason
from bot.slack import open_form, targets
from bot.slack.askers import Asker
from bot.slack.grammar import running as grammar
from bot.slack.tools import Tools
from bot.slack.views import state
from bot.slack.views.answer import Answer
from bot.slack.views.incident_form import submitted as read_form
from bot.slack.views.scene import Facts

STATUSES = {
    "investigating": Status.INVESTIGATING,
    "en cours d'analyse": Status.INVESTIGATING,
    "analyse": Status.INVESTIGATING,
    "identified": Status.IDENTIFIED,
    "identifie": Status.IDENTIFIED,
    "cause identifiee": Status.IDENTIFIED,
    "monitoring": Status.MONITORING,
    "mitigated": Status.MONITORING,
    "sous surveillance": Status.MONITORING,
    "surveillance": Status.MONITORING,
}
Read = Callable[[str], Fields]
EMPTY_TITLE = N_("A title is needed, for example: Checkout is failing")


async def status(tools: Tools, asker: Asker, rest: str) -> None:
    """Bare: how it stands, with buttons. With a status: at once."""
    _, said = targets.without_reference(rest)
    if not said:
        await _show(tools, asker, rest)
        return
    await _edit(tools, asker, "status", rest, lambda text: {"status": _status(text).value})


async def severity(tools: Tools, asker: Asker, rest: str) -> None:
    _, said = targets.without_reference(rest)
    if not said:
        await open_form.offer(tools, asker, state.CHANGE, _meant(tools, asker, "sev", rest))
        return

    def read(text: str) -> Fields:
        levels = tools.desk.policy().severities
        level = levels.spelled(text)
        if level is None:
            raise NotASeverity(text, ", ".join(one.key for one in levels))
        return {"severity": level.key}

    await _edit(tools, asker, "sev", rest, read)


async def title(tools: Tools, asker: Asker, rest: str) -> None:
    await _text(tools, asker, "title", rest, "title Checkout is failing for cards")


async def impact(tools: Tools, asker: Asker, rest: str) -> None:
    await _text(tools, asker, "impact", rest, "impact Half of the customers cannot pay")


async def change_button(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.button_asker(args)
    id = asker.value
    await open_form.offer(
        tools, asker, state.CHANGE, lambda: targets.incident_of_button(tools, asker, id)
    )


async def submitted(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.form_asker(args)
    form, tongue = read_form(asker.view), tools.boundary.tongue_of(asker.user)
    if not " ".join(form.values["title"].split()):
        raise FormRefused(title=tongue.say(EMPTY_TITLE))
    wanted = {k: v for k, v in form.values.items() if k in form.seen}

    async def act() -> Changed:
        request = Request(form.incident, asker.user, asker.key)
        reason = form.values.get("reason", "")
        return await edit(tools.desk, request, wanted, reason=reason, seen=form.seen)

    def show(changed: Changed, tongue: Tongue) -> None:
        """The card shows it; the form closes."""

    acting = open_form.beside(tongue, act, status=(TransitionRefused,), reason=(ReasonNeeded,))
    await open_form.commit_form(tools, asker, state.CHANGE, form.own, acting, show, form.incident)


async def _text(tools: Tools, asker: Asker, name: str, rest: str, example: str) -> None:
    def read(text: str) -> Fields:
        if not text:
            raise NothingSaid(example)
        return {name: text}

    await _edit(tools, asker, name, rest, read)


async def _edit(tools: Tools, asker: Asker, verb: str, rest: str, read: Read) -> None:
    async def act() -> Changed:
        _, request, text = await targets.request_for(tools, asker, verb, rest)
        return await edit(tools.desk, request, read(text))

    await tools.boundary.commit(asker, verb, act, lambda c, tongue: _told(tools, c, tongue))


def _told(tools: Tools, changed: Changed, tongue: Tongue) -> Answer:
    scene = tools.scene(changed.incident, tongue)
    levels = tools.desk.policy().severities
    answer = state.changed(scene, changed.facts)
    lowered = any(
        isinstance(fact, SeverityChanged) and levels.is_lower(fact.after, fact.before)
        for fact in changed.facts
    )
    return state.asking_why(scene, answer) if lowered else answer


async def reason(tools: Tools, asker: Asker, rest: str) -> None:
    """Why the last change was made: said afterwards, for nothing waits for it."""

    async def act() -> Changed:
        _, request, text = await targets.request_for(tools, asker, "reason", rest)
        if not text:
            raise NothingSaid("reason less impact than thought")
        return await give_reason(tools.desk, request, text)

    await tools.boundary.commit(asker, "reason", act, lambda c, tongue: _told(tools, c, tongue))


async def _show(tools: Tools, asker: Asker, rest: str) -> None:
    async def act() -> tuple[Incident, Facts]:
        incident = await _meant(tools, asker, "status", rest)()
        return incident, await tools.facts(incident)

    def show(found: tuple[Incident, Facts], tongue: Tongue) -> Answer:
        return state.state(tools.scene(found[0], tongue).knowing(found[1]))

    await tools.boundary.commit(asker, "status", act, show)


def _meant(tools: Tools, asker: Asker, verb: str, rest: str) -> Callable[[], Awaitable[Incident]]:
    number, _ = targets.without_reference(rest)
    return lambda: targets.incident_meant(tools, asker, verb, number)


def _status(text: str) -> Status:
    found = STATUSES.get(folded(text))
    if found is None:
        raise NotAStatus(text)
    return found


VERBS = {
    grammar.STATUS: status,
    grammar.SEV: severity,
    grammar.TITLE: title,
    grammar.IMPACT: impact,
    grammar.REASON: reason,
}
BUTTONS = {f"open.{state.CHANGE.name}": change_button}
FORMS = {state.CHANGE.name: submitted}
