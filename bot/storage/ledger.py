"""The ledger: units of work on SQLite or PostgreSQL, all or nothing."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Self

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.alert_keepsakes import StoredUnreadAlerts, StoredWatches
from bot.storage.alerts import StoredAlerts
from bot.storage.brought_along import StoredBroughtAlong
from bot.storage.columns import table
from bot.storage.effects import StoredEffects
from bot.storage.engine import or_ledger_down, reading_engine, writing_engine
from bot.storage.entries import StoredEntries
from bot.storage.feeds import StoredFeeds
from bot.storage.homes import StoredHomes
from bot.storage.incidents import StoredIncidents
from bot.storage.intents import StoredIntents
from bot.storage.keepsakes import StoredNotes, StoredUnread
from bot.storage.kept_files import StoredKeptFiles
from bot.storage.messages import StoredMessages
from bot.storage.people import StoredMembers, StoredPeople
from bot.storage.postmortems import StoredRevisions
from bot.storage.questions import StoredQuestions
from bot.storage.read_backs import StoredReadBacks
from bot.storage.search import StoredSearch
from bot.storage.subscriptions import StoredSubscriptions
from bot.storage.suggestions import StoredSuggestionEffects, StoredSuggestions
from bot.storage.tables import NoteRow
from bot.storage.tasks import StoredTasks
from bot.storage.timeline import StoredTimeline


class Unit:
    """One transaction, and everything that is remembered in it."""

    def __init__(self, connection: AsyncConnection, *, writing: bool) -> None:
        self.incidents = StoredIncidents(connection, hold=writing)
        self.timeline = StoredTimeline(connection)
        self.effects = StoredEffects(connection)
        self.suggestions = StoredSuggestions(connection, hold=writing)
        self.suggestion_effects = StoredSuggestionEffects(connection)
        self.intents = StoredIntents(connection)
        self.questions = StoredQuestions(connection, hold=writing)
        self.tasks = StoredTasks(connection)
        self.subscriptions = StoredSubscriptions(connection)
        self.messages = StoredMessages(connection)
        self.entries = StoredEntries(connection)
        self.revisions = StoredRevisions(connection)
        self.files = StoredKeptFiles(connection)
        self.brought = StoredBroughtAlong(connection)
        self.read_backs = StoredReadBacks(connection)
        self.members = StoredMembers(connection)
        self.people = StoredPeople(connection)
        self.search = StoredSearch(connection)
        self.homes = StoredHomes(connection)
        self.feeds = StoredFeeds(connection)
        self.alerts = StoredAlerts(connection, hold=writing)
        self.unread_alerts = StoredUnreadAlerts(connection)
        self.watches = StoredWatches(connection)
        self.unread = StoredUnread(connection)
        self.notes = StoredNotes(connection)


class Database:
    """Connects when first used, and again after every outage: an outage needs no restart."""

    def __init__(
        self, writer: AsyncEngine, reader: AsyncEngine, commit_took: Callable[[float], None]
    ) -> None:
        self._writer = writer
        self._reader = reader
        self._commit_took = commit_took

    @classmethod
    async def open(
        cls,
        url: str,
        *,
        busy_seconds: float = 5.0,
        commit_took: Callable[[float], None] = lambda seconds: None,
    ) -> Self:
        """`busy_seconds`: how long to wait for others before LedgerDown is raised."""
        writer = writing_engine(url, busy_seconds=busy_seconds)
        reader = reading_engine(url, writer, busy_seconds=busy_seconds)
        return cls(writer, reader, commit_took)

    @asynccontextmanager
    async def work(self) -> AsyncIterator[Unit]:
        started = time.monotonic()
        with or_ledger_down():
            async with self._writer.begin() as connection:
                yield Unit(connection, writing=True)
        self._commit_took(time.monotonic() - started)

    @asynccontextmanager
    async def look(self) -> AsyncIterator[Unit]:
        with or_ledger_down():
            async with self._reader.begin() as connection:
                yield Unit(connection, writing=False)

    async def ping(self) -> None:
        """Raise LedgerDown when the database cannot be read."""
        with or_ledger_down():
            async with self._reader.begin() as connection:
                await connection.execute(select(table(NoteRow)).limit(1))

    async def close(self) -> None:
        await self._reader.dispose()
        await self._writer.dispose()
