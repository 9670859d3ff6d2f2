"""Reading back what was said while the bot did not hear: at start, after a silence, each hour."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.incident.chores import GapNoted
from bot.incident.gap import Reading, missed
from bot.incident.ids import ChannelId
from bot.incident.incident import Incident
from bot.incident.message import messages_of, moment_of
from bot.response.outcomes import Refused
from bot.response.ports import Desk
from bot.response.record import Told, record_messages
from bot.slack.gateway import Gateway
from bot.slack.hearing import NO_MESSAGES, Ear
from bot.telemetry.logs import logger

EVERY = timedelta(hours=1)
PAGE = 200
TOMBSTONE = "tombstone"

log = logger(__name__)


class Backfill:
    def __init__(self, desk: Desk, gateway: Gateway, ear: Ear) -> None:
        self._desk = desk
        self._gateway = gateway
        self._ear = ear

    async def __call__(self) -> None:
        """All open incidents; raises NotDone when Slack is busy: then once more from the start.

        What was read of an incident by halves is not used: what is not there would seem deleted.
        """
        async with self._desk.ledger.look() as work:
            incidents = await work.incidents.still_open()
        for incident in incidents:
            if incident.channel is not None and not incident.archived:
                await self._read_back(incident, incident.channel)

    async def _read_back(self, incident: Incident, channel: ChannelId) -> None:
        """`now` is before the reading: what is heard while it lasts is younger than that."""
        now = self._desk.clock.now()
        try:
            shown = await self._shown(channel)
        except Refused as refused:
            log.info("cannot read back", incident=incident.reference, why=refused.why)
            return
        async with self._desk.ledger.look() as work:
            known = await work.messages.of(channel)
        oldest = min((moment_of(str(message["ts"])) for message in shown), default=now)
        messages = [message for message in shown if message.get("subtype") not in NO_MESSAGES]
        told = [(self._ear.read(channel, message, now), message) for message in messages]
        secrets = {one.heard.ts: one.secrets for one, _ in told}
        readings = [_reading(one, message) for one, message in told]
        gap = missed(messages_of(known), readings, oldest, now)
        said = [Told(heard, secrets.get(heard.ts, ())) for heard in gap.heard]
        if gap.messages or gap.changes:
            since = max((one.heard_at for one in known), default=incident.declared_at)
            fact = GapNoted(since=since, until=now, messages=gap.messages, changes=gap.changes)
            await record_messages(self._desk, said, (incident.id, fact))
            self._desk.waker.wake(incident.id)
        elif said:
            await record_messages(self._desk, said)

    async def _shown(self, channel: ChannelId) -> list[Mapping[str, Any]]:
        """The whole channel, with all threads."""
        history = self._gateway.pages(
            "conversations.history", "messages", channel=channel, limit=PAGE
        )
        found = [message async for message in history]
        for root in [message for message in found if message.get("reply_count")]:
            replies = self._gateway.pages(
                "conversations.replies", "messages", channel=channel, ts=root["ts"], limit=PAGE
            )
            found += [reply async for reply in replies if reply["ts"] != root["ts"]]
        return list({str(message["ts"]): message for message in found}.values())


def _reading(told: Told, message: Mapping[str, Any]) -> Reading:
    reactions = message.get("reactions") or ()
    marks = {(str(one["name"]), str(who)) for one in reactions for who in one["users"]}
    named = all(len(one["users"]) >= int(one.get("count") or 0) for one in reactions)
    return Reading(told.heard, frozenset(marks), named, message.get("subtype") == TOMBSTONE)
