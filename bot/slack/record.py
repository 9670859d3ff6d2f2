"""The record: every message of every incident's channel, kept before the event is acked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any

from bot.incident.ids import UserId
from bot.incident.message import Content, HeardKind
from bot.response.keep_files import file_deleted
from bot.response.ports import Desk
from bot.response.record import Told, record_messages, without_secrets
from bot.slack.directory import Directory
from bot.slack.group_commit import GroupCommit
from bot.slack.hearing import Ear

Body = Mapping[str, Any]
Understand = Callable[[Body], Awaitable[None]]

TOLD_HERE = frozenset(
    {"pin_added", "pin_removed", "reaction_added", "reaction_removed", "file_deleted"}
)
"""Events that only the record is told of."""


class Record:
    def __init__(
        self, desk: Desk, directory: Directory, bot_user: UserId, then: Understand
    ) -> None:
        """`then`: what else the event means; it must bear to be told again."""
        self._desk = desk
        self._directory = directory
        self._bot_user = bot_user
        self.ear = Ear(self._name_of, self._masked)
        self._group: GroupCommit[Told] = GroupCommit(partial(record_messages, desk))
        self._then = then

    async def __call__(self, body: Body) -> None:
        event = body["event"]
        if event.get("type") == "file_deleted":
            await file_deleted(self._desk, str(event["file_id"]))
        told = self.ear.hear(event, self._desk.clock.now())
        if told:
            await self._know_who_marks(told)
            await self._group.keep([self._unless_own(one) for one in told])
        await self._then(body)

    async def _know_who_marks(self, told: Sequence[Told]) -> None:
        """Guests may mark in vain: somebody who is not known yet is asked about."""
        marks = (one.heard for one in told if one.heard.kind in (HeardKind.REACTION, HeardKind.PIN))
        for mark in marks:
            if mark.by and self._directory.remembered(UserId(mark.by)) is None:
                await self._directory.person(UserId(mark.by))

    def _unless_own(self, told: Told) -> Told:
        """The bot need not be told of secrets that it repeats."""
        return Told(told.heard) if told.heard.by == self._bot_user else told

    def _name_of(self, user: UserId) -> str | None:
        person = self._directory.remembered(user)
        return person.name if person else None

    def _masked(self, content: Content) -> tuple[Content, tuple[str, ...]]:
        return without_secrets(content, self._desk.policy())
