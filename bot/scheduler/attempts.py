"""Whatever fails in the background is told, counted, and tried again after a growing pause."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.response.ports import LedgerDown
from bot.telemetry import correlation
from bot.telemetry.correlation import correlated
from bot.telemetry.logs import logger
from bot.telemetry.metrics import Metrics

LONGEST_PAUSE = timedelta(seconds=60)

log = logger(__name__)


class Attempts:
    """Counts what fails in a row; one for each thing that is tried again and again."""

    def __init__(self, what: str, metrics: Metrics, first_pause: timedelta) -> None:
        self._what = what
        self._metrics = metrics
        self._first_pause = first_pause
        self._failed = 0

    async def succeed(self, act: Callable[[], Awaitable[None]], id: str = "", **about: str) -> bool:
        """Run `act` under one correlation id. False, and never an exception, when it failed."""
        with correlated(id or correlation.fresh()):
            try:
                await act()
            except LedgerDown:
                self._note()
                log.warning("the ledger is down", what=self._what, failed=self._failed, **about)
                return False
            except Exception:
                self._note()
                log.exception("work failed", what=self._what, failed=self._failed, **about)
                return False
        self._failed = 0
        return True

    def _note(self) -> None:
        self._failed += 1
        self._metrics.scheduler_failure(self._what)

    @property
    def pause(self) -> timedelta:
        """Before the next attempt."""
        doublings = min(max(self._failed - 1, 0), 30)
        return min(self._first_pause * 2.0**doublings, LONGEST_PAUSE)
