"""What people type, without its secrets, before anything is made of it; and they are told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.incident.ids import UserId
from bot.incident.masking import masker_of
from bot.incident.message import Content
from bot.response.record import without_secrets
from bot.slack.askers import Asker
from bot.slack.effects.link import direct_channel
from bot.slack.hearing import content_of
from bot.slack.tools import Tools
from bot.slack.views import masked as views
from bot.slack.views.answer import Answer

_TYPED = "plain_text_input"


def masked_line(tools: Tools, asker: Asker, typed: str) -> str:
    """A mention is a message as well: whoever wrote it hears of its secrets where it stands."""
    masked = masker_of(tools.desk.policy().mask_patterns).mask(typed)
    if masked.found and not asker.slack_repeats:
        tools.boundary.after_ack(asker, _note(tools, asker.user, masked.found))
    return masked.text


def mask_form(tools: Tools, args: AsyncArgs) -> None:
    """In the form itself, so that nobody who reads it can see them."""
    masker = masker_of(tools.desk.policy().mask_patterns)
    kinds: dict[str, None] = {}
    for element in _inputs(args.body["view"]):
        masked = masker.mask(element["value"])
        element["value"] = masked.text
        kinds |= dict.fromkeys(masked.found)
    if kinds:
        tools.boundary.later(_tell_directly(tools, UserId(args.body["user"]["id"]), tuple(kinds)))


def masked_content(tools: Tools, message: Mapping[str, Any]) -> Content:
    """Of a message that somebody wrote: they hear of its secrets when it is recorded."""
    return without_secrets(content_of(message), tools.desk.policy())[0]


def _inputs(view: Mapping[str, Any]) -> list[dict[str, Any]]:
    values: Mapping[str, Mapping[str, dict[str, Any]]] = view["state"]["values"]
    elements = (element for block in values.values() for element in block.values())
    return [one for one in elements if one.get("type") == _TYPED and one.get("value")]


async def _note(tools: Tools, user: UserId, kinds: tuple[str, ...]) -> Answer:
    return views.masked(tools.boundary.tongue_of(user), kinds)


async def _tell_directly(tools: Tools, user: UserId, kinds: tuple[str, ...]) -> None:
    """A form closes, or shows how it ended: there is no other place beside it."""
    note = await _note(tools, user, kinds)
    channel = await direct_channel(tools.gateway, user)
    await tools.gateway.call("chat.postMessage", channel=channel, **note.message())
