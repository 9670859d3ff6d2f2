"""What the verbs need from the world; `storage`, `scheduler` and `slack` provide it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from bot.incident.ids import (
    ChannelId,
    GroupId,
    IncidentId,
    MessageTs,
    UserId,
)
from bot.incident.person import Person
from bot.incident.policy import Policy
from bot.incident.question import Question, QuestionId
from bot.response.alert_ports import Alerts, UnreadAlerts, Watches
from bot.response.archive_ports import BroughtAlong
from bot.response.effect_ports import IncidentEffects, SuggestionEffects
from bot.response.entry_ports import Entries
from bot.response.files_ports import KeptFiles
from bot.response.incident_ports import Incidents
from bot.response.looking_ports import Homes, Search
from bot.response.oncall_ports import Feeds, OnCall
from bot.response.people_ports import Members, People
from bot.response.postmortem_ports import Revisions
from bot.response.record_ports import Messages, ReadBacks
from bot.response.suggestion_ports import Suggestions
from bot.response.task_ports import Tasks
from bot.response.timeline_ports import Timeline
from bot.response.updates_ports import Renderer, Subscriptions


class Intents(Protocol):
    async def claim(self, key: str, now: datetime) -> bool:
        """False when the key was claimed before; waits for a claim that is being committed."""
        ...

    async def settle(self, key: str, outcome: str) -> None: ...
    async def outcome(self, key: str) -> str | None: ...


class Questions(Protocol):
    async def get(self, question: QuestionId) -> Question | None:
        """Held against others until the end of this unit of work."""
        ...

    async def put(self, question: Question) -> None: ...
    async def due(self, now: datetime) -> Sequence[QuestionId]: ...
    async def next_due(self) -> datetime | None: ...


class Unread(Protocol):
    """Events that could not be understood, kept raw until they are."""

    async def add(self, event_id: str, body: dict[str, Any], error: str, at: datetime) -> None: ...
    async def all(self) -> Sequence[tuple[str, dict[str, Any], str]]: ...
    async def forget(self, channel: ChannelId, among: Collection[MessageTs]) -> None:
        """Those that repeat words of these messages."""
        ...

    async def remove(self, event_id: str) -> None: ...
    async def count(self) -> int: ...


class Notes(Protocol):
    """Small facts about the deployment itself: its team, its last backup."""

    async def get(self, name: str) -> str | None: ...
    async def set(self, name: str, value: str) -> None: ...


class UnitOfWork(Protocol):
    """All or nothing: leaving the block commits, an error rolls back."""

    @property
    def incidents(self) -> Incidents: ...
    @property
    def timeline(self) -> Timeline: ...
    @property
    def effects(self) -> IncidentEffects: ...
    @property
    def suggestions(self) -> Suggestions: ...
    @property
    def suggestion_effects(self) -> SuggestionEffects: ...
    @property
    def intents(self) -> Intents: ...
    @property
    def questions(self) -> Questions: ...
    @property
    def tasks(self) -> Tasks: ...
    @property
    def subscriptions(self) -> Subscriptions: ...
    @property
    def messages(self) -> Messages: ...
    @property
    def entries(self) -> Entries: ...
    @property
    def revisions(self) -> Revisions: ...
    @property
    def files(self) -> KeptFiles: ...
    @property
    def brought(self) -> BroughtAlong: ...
    @property
    def read_backs(self) -> ReadBacks: ...
    @property
    def members(self) -> Members: ...
    @property
    def people(self) -> People: ...
    @property
    def search(self) -> Search: ...
    @property
    def homes(self) -> Homes: ...
    @property
    def feeds(self) -> Feeds: ...
    @property
    def alerts(self) -> Alerts: ...
    @property
    def unread_alerts(self) -> UnreadAlerts: ...
    @property
    def watches(self) -> Watches: ...
    @property
    def unread(self) -> Unread: ...
    @property
    def notes(self) -> Notes: ...


class LedgerDown(Exception):
    """The database cannot be reached or stays locked. Try again, with the same intent key.

    Nothing was committed, unless the connection broke while it was: the key tells.
    """


class Ledger(Protocol):
    """Both raise LedgerDown when the database does not answer."""

    def work(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """One writing transaction."""
        ...

    def look(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """One reading transaction, which no writer delays."""
        ...


class Clock(Protocol):
    """The only source of incident time."""

    def now(self) -> datetime: ...
    async def sleep_until(self, when: datetime) -> None: ...


class Waker(Protocol):
    def wake(self, incident: IncidentId) -> None:
        """Look at this incident now. Losing the call is harmless: the ledger has the hint."""
        ...

    def rescan(self) -> None:
        """Something else fell due, or will sooner than before: read the hints again."""
        ...


class Directory(Protocol):
    async def person(self, user: UserId) -> Person | None:
        """At most a second; None when Slack cannot say."""
        ...

    async def known(self, user: UserId) -> Person | None:
        """As last read, however long ago; Slack is not asked."""
        ...

    async def members(self, group: GroupId) -> frozenset[UserId]: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Desk:
    """Everything a verb may reach."""

    ledger: Ledger
    clock: Clock
    waker: Waker
    directory: Directory
    on_call: OnCall
    renderer: Renderer
    policy: Callable[[], Policy]
    bot_user: UserId | None = None
    """The bot's own id, whose marks mean nothing; None where it does not run."""
