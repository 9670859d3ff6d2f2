"""An event loop whose time stands still while the machine keeps this process from running.

A story has the bot and the local Slack in one process, and gives both real time limits of a few
tenths of a second. On a busy machine a process may be kept waiting for longer than that: a limit
would then strike although nobody was late. Here a turn of the loop takes a moment at most, however
long it took by the wall. Only a loop that has nothing left to do waits for as long as it waits.
"""

from __future__ import annotations

import asyncio
import selectors
import time

MOMENT = 0.01
"""Seconds. A call within this process takes some ten or twenty turns."""

Ready = list[tuple[selectors.SelectorKey, int]]


class _Time:
    def __init__(self) -> None:
        self._shown = self._since = time.monotonic()

    def now(self) -> float:
        return self._shown + min(time.monotonic() - self._since, MOMENT)

    def set(self, shown: float) -> None:
        self._shown = shown
        self._since = time.monotonic()


class _Selector(selectors.DefaultSelector):
    def __init__(self, time: _Time) -> None:
        super().__init__()
        self._time = time

    def select(self, timeout: float | None = None) -> Ready:
        ready = super().select(0)
        shown, began = self._time.now(), time.monotonic()
        if not ready and timeout != 0:
            ready = super().select(timeout)
            waited = time.monotonic() - began
            shown += waited if timeout is None else min(waited, timeout)
        self._time.set(shown)
        return ready


class PatientLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._own_time = _Time()
        super().__init__(_Selector(self._own_time))

    def time(self) -> float:
        return self._own_time.now()
