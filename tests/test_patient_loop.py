"""The loop that tests run on: its time limits strike what waits, not what is kept from running."""

from __future__ import annotations

import asyncio
import time

import pytest


async def test_a_stall_of_this_process_is_not_counted_against_a_limit() -> None:
    async with asyncio.timeout(0.1):
        for _ in range(3):
            time.sleep(0.15)  # noqa: ASYNC251 - as if the machine ran something else
            await asyncio.sleep(0)


async def test_a_limit_strikes_what_waits_for_longer() -> None:
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await asyncio.Event().wait()
    assert time.monotonic() - began >= 0.1


async def test_a_wait_that_something_ends_sooner_counts_for_as_long_as_it_took() -> None:
    loop = asyncio.get_running_loop()
    began, by_the_wall = loop.time(), time.monotonic()
    await asyncio.to_thread(time.sleep, 0.1)
    took = time.monotonic() - by_the_wall
    assert 0.05 < loop.time() - began <= took + 0.001
