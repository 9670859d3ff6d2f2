"""Knows whether anything is being done, so that somebody can wait until nothing is."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class Quiet:
    def __init__(self) -> None:
        self._busy = 0
        self._silence = asyncio.Event()
        self._silence.set()

    @contextmanager
    def busy(self) -> Iterator[None]:
        self._busy += 1
        self._silence.clear()
        try:
            yield
        finally:
            self._busy -= 1
            if not self._busy:
                self._silence.set()

    def __bool__(self) -> bool:
        return not self._busy

    async def wait(self) -> None:
        await self._silence.wait()
