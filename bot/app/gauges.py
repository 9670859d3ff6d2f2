"""The numbers that are read from the ledger when somebody asks for them."""

from __future__ import annotations

from bot.response.effect_ports import Backlog
from bot.response.ports import Clock, Ledger
from bot.settings import Settings
from bot.storage.address import sqlite_file
from bot.storage.backup import newest
from bot.storage.migrate import pending
from bot.telemetry.metrics import Metrics


class Gauges:
    def __init__(self, settings: Settings, ledger: Ledger, clock: Clock, metrics: Metrics) -> None:
        self._settings = settings
        self._ledger = ledger
        self._clock = clock
        self._metrics = metrics
        self._migrations_pending = True

    async def oldest_effect(self) -> float | None:
        """Seconds since the oldest effect that is still wanted was first tried."""
        async with self._ledger.look() as work:
            return self._age(await work.effects.backlog())

    async def migrations_pending(self) -> bool:
        """Asked until the answer is no: a database does not lose its migrations."""
        if self._migrations_pending:
            url = self._settings.database_url.get_secret_value()
            self._migrations_pending = bool(await pending(url))
        return self._migrations_pending

    async def refresh(self) -> None:
        """However many incidents are open, they are only counted: scrapers ask often."""
        async with self._ledger.look() as work:
            left = await work.effects.backlog()
            public, private = await work.incidents.open_count()
            unread = await work.unread.count()
        self._metrics.effects(
            pending=left.pending, failed=left.failed, oldest_seconds=self._age(left)
        )
        self._metrics.open_incidents(public, private)
        self._metrics.unread(unread)
        await self._backup()

    def _age(self, left: Backlog) -> float | None:
        if left.oldest is None:
            return None
        return max((self._clock.now() - left.oldest).total_seconds(), 0.0)

    async def _backup(self) -> None:
        if sqlite_file(self._settings.database_url.get_secret_value()) is None:
            return
        last = await newest(self._settings.backup_folder)
        age = (self._clock.now() - last[1]).total_seconds() if last else None
        self._metrics.backup_age(age)
