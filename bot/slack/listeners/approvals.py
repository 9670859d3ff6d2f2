"""The buttons under an update that waits for approval."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.incident.updates import UpdateId
from bot.response.approval import approve, refuse
from bot.response.change import Changed, Request
from bot.response.ports import Desk
from bot.slack import targets
from bot.slack.tools import Tools
from bot.slack.update_answers import Known, known, shown
from bot.slack.views import approvals as views

Verb = Callable[[Desk, Request, UpdateId], Awaitable[Changed]]


async def approved(tools: Tools, args: AsyncArgs) -> None:
    await _pressed(tools, args, approve)


async def refused(tools: Tools, args: AsyncArgs) -> None:
    await _pressed(tools, args, refuse)


async def _pressed(tools: Tools, args: AsyncArgs, verb: Verb) -> None:
    asker = tools.button_asker(args)
    id, _, update = asker.value.partition(" ")

    async def act() -> Known:
        incident = await targets.incident_of_button(tools, asker, id)
        request = Request(incident.id, asker.user, asker.key)
        return await known(tools, await verb(tools.desk, request, UpdateId(update)))

    await tools.boundary.commit(asker, "update", act, shown(tools))


BUTTONS = {views.APPROVE: approved, views.REFUSE: refused}
