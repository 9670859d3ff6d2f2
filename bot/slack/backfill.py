"""Reading back what was said while the bot did not hear: at start, after a silence, each hour."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from bot.incident.chores import GapNoted
from bot.incident.gap import SAID, Reading, missed
from bot.incident.ids import ChannelId, UserId
from bot.incident.incident import Incident
from bot.incident.message import messages_of, moment_of
from bot.response.change import record
from bot.response.history import Spoken, history_read, in_the_room
from bot.response.outcomes import Refused
from bot.response.ports import Desk, UnitOfWork
from bot.response.record import Told, record_messages
from bot.slack.gateway import Gateway
from bot.slack.hearing import NO_MESSAGES, TOMBSTONE, Ear
from bot.telemetry.logs import logger

EVERY = timedelta(hours=1)
PAGE = 200

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
            await self.read(incident)

    async def read(self, incident: Incident) -> None:
        if incident.channel is None or incident.archived:
            return
        try:
            await self._read_back(incident, incident.channel)
        except Refused as refused:
            log.info("cannot read back", incident=incident.reference, why=refused.why)

    async def _read_back(self, incident: Incident, channel: ChannelId) -> None:
        """`now` is before the reading: what is heard while it lasts is younger than that."""
        now = self._desk.clock.now()
        there = await self._there(channel)
        shown = await self._shown(channel)
        async with self._desk.ledger.look() as work:
            known = await work.messages.of(channel)
        oldest = min((moment_of(str(message["ts"])) for message in shown), default=now)
        messages = [message for message in shown if message.get("subtype") not in NO_MESSAGES]
        await self._know({UserId(one["user"]) for one in messages if one.get("user")})
        told = [self._ear.read(channel, message, now) for message in messages]
        secrets = {one.heard.ts: one.secrets for one in told}
        readings = [_reading(*pair) for pair in zip(told, messages, strict=True)]
        gap = missed(messages_of(known), readings, oldest, now)
        since = max((one.heard_at for one in known), default=incident.declared_at)

        async def also(work: UnitOfWork) -> None:
            await in_the_room(work, incident, there, now)
            if incident.history_due:
                await history_read(work, incident.id, _history(messages), now)
            elif gap.messages or gap.changes:
                noted = GapNoted(since=since, until=now, messages=gap.messages, changes=gap.changes)
                await record(work, incident.id, [noted], self._desk.clock.now())

        said = [Told(heard, secrets.get(heard.ts, ())) for heard in gap.heard]
        await record_messages(self._desk, said, also)
        self._desk.waker.wake(incident.id)

    async def _know(self, users: Iterable[UserId]) -> None:
        """Who wrote it is called by their name from the first."""
        for user in sorted(users):
            if self._ear.name_of(user) is None:
                await self._desk.directory.person(user)

    async def _there(self, channel: ChannelId) -> list[UserId]:
        members = self._gateway.pages(
            "conversations.members", "members", channel=channel, limit=PAGE
        )
        return [UserId(member) async for member in members]

    async def _history(self, channel: ChannelId) -> list[Mapping[str, Any]]:
        pages = self._gateway.pages(
            "conversations.history", "messages", channel=channel, limit=PAGE
        )
        return [message async for message in pages]

    async def _shown(self, channel: ChannelId) -> list[Mapping[str, Any]]:
        """The whole channel, with all threads."""
        try:
            found = await self._history(channel)
        except Refused as refused:
            if refused.why != "not_in_channel":
                raise
            await self._gateway.call("conversations.join", channel=channel)
            found = await self._history(channel)
        for root in [message for message in found if message.get("reply_count")]:
            replies = self._gateway.pages(
                "conversations.replies", "messages", channel=channel, ts=root["ts"], limit=PAGE
            )
            found += [reply async for reply in replies if reply["ts"] != root["ts"]]
        return list({str(message["ts"]): message for message in found}.values())


def _history(messages: Iterable[Mapping[str, Any]]) -> Sequence[Spoken]:
    """What was said, oldest first; nobody says anything by joining or by setting a topic."""
    said = (message for message in messages if message.get("subtype") in SAID)
    return [_spoken(message) for message in sorted(said, key=lambda one: float(one["ts"]))]


def _spoken(message: Mapping[str, Any]) -> Spoken:
    by = None if message.get("bot_id") else message.get("user")
    return Spoken(moment_of(str(message["ts"])), UserId(by) if by else None)


def _reading(told: Told, message: Mapping[str, Any]) -> Reading:
    reactions = message.get("reactions") or ()
    marks = {(str(one["name"]), str(who)) for one in reactions for who in one["users"]}
    named = all(len(one["users"]) >= int(one.get("count") or 0) for one in reactions)
    return Reading(told.heard, frozenset(marks), named, message.get("subtype") == TOMBSTONE)
