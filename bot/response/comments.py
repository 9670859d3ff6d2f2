"""Comments on a post-mortem: what people answer in the thread of its card."""

from __future__ import annotations

from collections.abc import Sequence

from bot.incident.ids import MessageTs
from bot.incident.incident import Incident
from bot.incident.message import Message, messages_of
from bot.response.ports import Desk, UnitOfWork
from bot.response.postmortem import CARD


async def comments_on(desk: Desk, work: UnitOfWork, incident: Incident) -> Sequence[Message]:
    """In their order, without those that were deleted and without the bot's own."""
    card = next((one for one in await work.effects.of(incident.id) if one.key == CARD), None)
    if card is None or "ts" not in card.result or incident.channel is None:
        return ()
    heard = await work.messages.replies(incident.channel, [MessageTs(card.result["ts"])])
    found = (one for one in messages_of(heard) if one.deleted_at is None)
    return [one for one in found if one.by != desk.bot_user]
