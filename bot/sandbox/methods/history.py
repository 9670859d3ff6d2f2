"""conversations.history and conversations.replies."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from bot.sandbox.call import Refused
from bot.sandbox.methods.request import Request
from bot.sandbox.shown import shown_message
from bot.sandbox.workspace import Message


def history(request: Request) -> dict[str, Any]:
    """The channel's messages, newest first."""
    channel = request.own_channel()
    found = _within(request, channel.history)
    page, metadata = request.page(found[::-1], default=100, most=999)
    return {**_answer(request, page, metadata), "pin_count": len(channel.pins)}


def replies(request: Request) -> dict[str, Any]:
    """A thread's messages, the first one always, then oldest first."""
    channel = request.own_channel()
    asked = channel.message(request.text("ts"))
    if asked is None:
        raise Refused("thread_not_found")
    thread = channel.thread(asked.thread_ts or asked.ts)
    found = thread[:1] + _within(request, thread[1:])
    page, metadata = request.page(found, default=1000, most=1000)
    return _answer(request, page, metadata)


def _answer(request: Request, page: list[Message], metadata: dict[str, Any]) -> dict[str, Any]:
    with_metadata = request.flag("include_all_metadata")
    shown = [shown_message(request.workspace, m, metadata=with_metadata) for m in page]
    answer: dict[str, Any] = {"messages": shown, "has_more": bool(metadata["next_cursor"])}
    return {**answer, "response_metadata": metadata} if metadata["next_cursor"] else answer


def _within(request: Request, messages: list[Message]) -> list[Message]:
    oldest = _moment(request.text("oldest", "0"), "invalid_ts_oldest")
    latest = _moment(request.text("latest") or "Infinity", "invalid_ts_latest")
    inclusive = request.flag("inclusive")

    def inside(message: Message) -> bool:
        at = Decimal(message.ts)
        return oldest < at < latest or (inclusive and at in (oldest, latest))

    return [message for message in messages if inside(message)]


def _moment(text: str, error: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise Refused(error) from None
