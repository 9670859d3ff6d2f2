"""What the facts of its channel do to the state of an incident."""

from __future__ import annotations

from typing import Any

from bot.incident.chores import ChannelArchived, ChannelUnarchived
from bot.incident.record_facts import HistoryRead
from bot.incident.timeline import ChannelMoved, ChannelOpened, ChannelRenamed, TimelineEntry


def room(entry: TimelineEntry) -> dict[str, Any]:
    match entry.fact:
        case ChannelOpened(channel=channel, name=name, adopted=adopted):
            there = {"channel": channel, "channel_name": name}
            return {**there, "adopted": adopted, "history_due": adopted}
        case HistoryRead():
            return {"history_due": False}
        case ChannelRenamed(name=name):
            return {"channel_name": name}
        case ChannelMoved(after=after):
            return {"channel": after}
        case ChannelArchived():
            return {"archived": True}
        case ChannelUnarchived():
            return {"archived": False}
    return {}
