"""Resolving, by any of the verbs that do: `resolve`, `resolved`, `status resolved`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from bot.incident.ends import ending
from bot.incident.errors import FormRefused
from bot.incident.incident import Incident
from bot.incident.lifecycle import Status
from bot.incident.moments import Moment
from bot.incident.when import AHEAD
from bot.language import N_, Tongue
from bot.response import ends as verbs
from bot.response.change import Changed
from bot.response.postmortem_review import is_left_for_later
from bot.slack import open_form, targets
from bot.slack.askers import Asker
from bot.slack.tools import Tools
from bot.slack.views import ends as views
from bot.slack.views.answer import Answer
from bot.slack.views.resolving import LATER, RESOLVE, YES

NOT_YET = N_("This has not happened yet: choose a time that is past.")


async def resolve(tools: Tools, asker: Asker, rest: str) -> None:
    """Bare: the form. With the final message: at once."""
    number, text = targets.without_reference(rest)
    if not text:
        await offer_form(tools, asker, _to_resolve(tools, asker, number))
        return
    await resolve_with(tools, asker, rest)


async def resolve_with(tools: Tools, asker: Asker, rest: str, at: datetime | None = None) -> None:
    async def act() -> Changed:
        _, request, text = await targets.request_for(tools, asker, "resolve", rest)
        times = {Moment.RESOLVED: at} if at else {}
        return await verbs.resolve(tools.desk, request, text, times=times)

    def show(changed: Changed, tongue: Tongue) -> Answer:
        return views.resolved(tools.scene(changed.incident, tongue), changed.facts)

    await tools.boundary.commit(asker, "resolve", act, show)


async def offer_form(tools: Tools, asker: Asker, meant: Callable[[], Awaitable[Incident]]) -> None:
    """At night it proposes to leave all but the final message for the morning."""
    typed: dict[str, str] = {}

    async def read() -> Incident:
        if await is_left_for_later(tools.desk, asker.user):
            typed[LATER] = YES
        return await meant()

    await open_form.offer(tools, asker, RESOLVE, read, typed)


def refuse_future(tools: Tools, tongue: Tongue, times: Mapping[Moment, datetime]) -> None:
    """Raises FormRefused under each picker with a time that is still to come."""
    latest = tools.desk.clock.now() + AHEAD
    if early := [moment for moment, at in times.items() if at > latest]:
        raise FormRefused(**{f"moment.{m.value}": tongue.say(NOT_YET) for m in early})


def _to_resolve(
    tools: Tools, asker: Asker, number: int | None
) -> Callable[[], Awaitable[Incident]]:
    """A form that could only be refused is not opened."""

    async def meant() -> Incident:
        incident = await targets.incident_meant(tools, asker, "resolve", number)
        ending(incident, Status.RESOLVED)
        return incident

    return meant
