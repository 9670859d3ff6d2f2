"""The buttons of a draft: send it, say that nothing is new, put it off, or leave it out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.response.change import Request
from bot.response.updates import Answer, answer_draft
from bot.slack import targets
from bot.slack.tools import Tools
from bot.slack.update_answers import Known, known, shown
from bot.slack.views import drafts as views

Press = Callable[[Tools, AsyncArgs], Awaitable[None]]


def _pressed(answer: Answer) -> Press:
    async def press(tools: Tools, args: AsyncArgs) -> None:
        asker = tools.button_asker(args)
        id, put, _, *minutes = asker.value.split()
        at = datetime.fromtimestamp(int(put), UTC)
        span = timedelta(minutes=int(minutes[0])) if minutes else timedelta()

        async def act() -> Known:
            incident = await targets.incident_of_button(tools, asker, id)
            request = Request(incident.id, asker.user, asker.key)
            return await known(tools, await answer_draft(tools.desk, request, at, answer, span))

        await tools.boundary.commit(asker, "update", act, shown(tools))

    return press


BUTTONS = {action: _pressed(answer) for action, answer in views.ACTIONS.items()}
