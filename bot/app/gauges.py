"""The numbers that are read from the ledger when somebody asks for them."""

from __future__ import annotations

from collections import Counter

from bot.incident.effect import EffectState
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
            undone = await work.effects.undone()
        starts = [
            effect.first_attempt_at or incident.declared_at
            for incident, effect in undone
            if effect.state is not EffectState.FAILED  # that waits for people, and is counted apart
        ]
        if not starts:
            return None
        return max((self._clock.now() - min(starts)).total_seconds(), 0.0)

    async def migrations_pending(self) -> bool:
        """Asked until the answer is no: a database does not lose its migrations."""
        if self._migrations_pending:
            url = self._settings.database_url.get_secret_value()
            self._migrations_pending = bool(await pending(url))
        return self._migrations_pending

    async def refresh(self) -> None:
        async with self._ledger.look() as work:
            undone = await work.effects.undone()
            incidents = await work.incidents.still_open()
            unread = await work.unread.count()
        failed = sum(effect.state is EffectState.FAILED for _, effect in undone)
        self._metrics.effects(
            pending=len(undone) - failed, failed=failed, oldest_seconds=await self.oldest_effect()
        )
        public = Counter(i.severity for i in incidents if not i.private)
        self._metrics.open_incidents(public, sum(i.private for i in incidents))
        self._metrics.unread(unread)
        await self._backup()

    async def _backup(self) -> None:
        if sqlite_file(self._settings.database_url.get_secret_value()) is None:
            return
        last = await newest(self._settings.backup_folder)
        age = (self._clock.now() - last[1]).total_seconds() if last else None
        self._metrics.backup_age(age)
