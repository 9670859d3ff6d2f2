"""The reaction by which people ask whether a message is an incident."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.incident.ids import ChannelId, MessageTs, UserId
from bot.incident.message import moment_of
from bot.response.suggest import Mark, message_gone, suggested_by_mark
from bot.slack.hearing import TOMBSTONE
from bot.slack.tools import Tools

Event = Mapping[str, Any]


async def marked(tools: Tools, event: Event) -> None:
    """A skin tone changes nothing."""
    item = event["item"]
    name = str(event["reaction"]).partition("::")[0]
    if name != tools.desk.policy().declare_mark or item.get("type") != "message":
        return
    mark = Mark(
        channel=ChannelId(item["channel"]),
        ts=MessageTs(str(item["ts"])),
        user=UserId(event["user"]),
        at=moment_of(str(event["event_ts"])),
        present=event["type"] == "reaction_added",
    )
    await suggested_by_mark(tools.desk, mark)


async def if_gone(tools: Tools, event: Event) -> None:
    """A message was deleted; of one with replies only a tombstone tells."""
    if event.get("subtype") == "message_deleted":
        ts = event["deleted_ts"]
    elif event["message"].get("subtype") == TOMBSTONE:
        ts = event["message"]["ts"]
    else:
        return
    await message_gone(tools.desk, ChannelId(event["channel"]), MessageTs(str(ts)))
