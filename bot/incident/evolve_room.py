"""What the facts of its channel do to the state of an incident."""

from __future__ import annotations

from typing import Any

from bot.incident.chores import ChannelArchived, ChannelUnarchived
from bot.incident.decision import way_left
from bot.incident.incident import Incident
from bot.incident.record_facts import HistoryRead, WordsErased
from bot.incident.timeline import ChannelMoved, ChannelOpened, ChannelRenamed, TimelineEntry


def room(incident: Incident, entry: TimelineEntry) -> dict[str, Any]:
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
        case WordsErased(last_decision=decided):
            left = way_left(incident) if decided else {}
            return {"words_erased_at": entry.recorded_at, **left}
    return {}
