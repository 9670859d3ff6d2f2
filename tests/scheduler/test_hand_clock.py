"""The hand clock moves nobody past a moment that somebody sleeps until."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from bot.sandbox.hand_clock import START, HandClock


async def diary(clock: HandClock, told: list[tuple[str, datetime]], name: str, *at: float) -> None:
    for minutes in at:
        await clock.sleep_until(START + timedelta(minutes=minutes))
        told.append((name, clock.now()))


async def test_sleepers_wake_in_the_order_of_their_times_and_at_them() -> None:
    clock = HandClock()
    told: list[tuple[str, datetime]] = []
    tasks = [
        asyncio.create_task(diary(clock, told, "late", 7, 8)),
        asyncio.create_task(diary(clock, told, "early", 2, 9)),
    ]

    await clock.forward(minutes=8, seconds=30)

    assert told == [
        ("early", START + timedelta(minutes=2)),
        ("late", START + timedelta(minutes=7)),
        ("late", START + timedelta(minutes=8)),
    ]
    assert clock.now() == START + timedelta(minutes=8, seconds=30)
    await clock.forward(minutes=1)
    await asyncio.gather(*tasks)
    assert len(told) == 4


async def test_a_sleeper_that_was_cancelled_is_forgotten() -> None:
    clock = HandClock()
    told: list[tuple[str, datetime]] = []
    task = asyncio.create_task(diary(clock, told, "gone", 5))
    await clock.idle()

    task.cancel()
    await clock.forward(minutes=10)

    assert told == []
    assert task.cancelled()


async def test_a_clock_that_is_set_forth_wakes_those_whose_time_it_shows() -> None:
    clock = HandClock()
    told: list[tuple[str, datetime]] = []
    task = asyncio.create_task(diary(clock, told, "x", 5))
    await clock.idle()

    await clock.step(START + timedelta(hours=1))

    await task
    assert told == [("x", START + timedelta(hours=1))]


async def test_a_clock_that_is_set_back_keeps_nobody_longer_than_was_asked() -> None:
    clock = HandClock()
    told: list[tuple[str, datetime]] = []
    task = asyncio.create_task(diary(clock, told, "x", 5))
    await clock.idle()
    await clock.step(START - timedelta(hours=1))
    assert told == []

    await clock.forward(minutes=5)

    await task
    assert told == [("x", START - timedelta(minutes=55))]


async def test_after_each_step_it_waits_for_what_else_has_to_settle() -> None:
    clock = HandClock()
    seen: list[datetime] = []

    async def settle() -> None:
        seen.append(clock.now())

    clock.settle.append(settle)
    task = asyncio.create_task(diary(clock, [], "x", 1))
    await clock.forward(minutes=2)

    await task
    assert START + timedelta(minutes=1) in seen
    assert seen[-1] == START + timedelta(minutes=2)


async def test_time_does_not_pass_backwards() -> None:
    with pytest.raises(ValueError, match="step"):
        await HandClock().to(START - timedelta(seconds=1))
