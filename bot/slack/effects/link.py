"""Telling the declarer where the room is, in the way in which they declared it."""

from __future__ import annotations

from datetime import datetime

from pydantic import TypeAdapter

from bot.incident.question import FromCommand, FromForm, FromMention, Origin
from bot.response.effects import Order, Repeats, Result
from bot.response.outcomes import Gone, Refused
from bot.response.ports import UnitOfWork
from bot.slack.effects.post import Place, marked
from bot.slack.gateway import Gateway
from bot.slack.replies import Replies

_ORIGIN: TypeAdapter[Origin] = TypeAdapter(Origin)


class Link:
    """Said once; if an answer is lost it may be said a second time, for it cannot be looked up."""

    repeats = Repeats.AT_MOST_ONCE_MORE
    edited = False

    def __init__(self, gateway: Gateway, replies: Replies) -> None:
        self._gateway = gateway
        self._replies = replies

    async def deliver(self, order: Order) -> Result:
        match _ORIGIN.validate_json(order.effect.detail["origin"]):
            case FromCommand(response_url=url):
                if await self._replies.post(url, order.content["answer"]):
                    return {"way": "command"}
            case FromForm(view=view) if view:
                if await self._into_form(view, order):
                    return {"way": "form"}
            case FromForm() | FromMention():
                """No form is open: by direct message."""
        return await self._directly(order)

    async def look_up(self, order: Order) -> Result | None:
        """What only one person sees cannot be looked up."""
        return None

    async def record(self, work: UnitOfWork, order: Order, result: Result, now: datetime) -> None:
        """That it was said is all there is to remember."""

    async def _into_form(self, view: str, order: Order) -> bool:
        try:
            await self._gateway.call("views.update", view_id=view, view=order.content["view"])
        except (Gone, Refused):
            return False  # closed meanwhile
        return True

    async def _directly(self, order: Order) -> Result:
        user = order.effect.detail["by"]
        answer = order.content["answer"]
        channel = await direct_channel(self._gateway, user)
        sent = await self._gateway.call(
            "chat.postMessage",
            channel=channel,
            text=answer["text"],
            blocks=answer["blocks"],
            metadata=marked(order.effect),
            unfurl_links=False,
            unfurl_media=False,
        )
        return {"way": "direct", "channel": channel, "ts": sent["ts"]}


def to_one(gateway: Gateway) -> Place:
    """The direct conversation with the person whom an effect's content names."""

    async def place(order: Order) -> str:
        return await direct_channel(gateway, order.content["user"])

    return place


async def direct_channel(gateway: Gateway, user: str) -> str:
    opened = await gateway.call("conversations.open", users=user)
    return str(opened["channel"]["id"])
