"""Late, early, doubled and lost wake-ups are harmless, and so are clocks that jump."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from bot.incident.ids import IncidentId
from bot.response.ports import LedgerDown
from bot.sandbox.hand_clock import START, HandClock
from bot.scheduler.in_process import InProcess
from bot.telemetry import correlation
from bot.telemetry.correlation import correlated
from bot.telemetry.metrics import Metrics

ONE, TWO = IncidentId("one"), IncidentId("two")


class Room:
    """Incidents with a time at which they want to be looked at, and a diary of the looks."""

    def __init__(self) -> None:
        self.clock = HandClock()
        self.metrics = Metrics()
        self.due: dict[IncidentId, datetime] = {}
        self.looks: list[tuple[IncidentId, datetime]] = []
        self.correlations: list[str] = []
        self.trouble: list[Exception] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.never_settles = False
        self.at_once = 0
        self.most_at_once = 0
        self.scheduler = InProcess(
            clock=self.clock, look=self.look, metrics=self.metrics, sources=[self], at_once=3
        )
        self.clock.settle.append(self.scheduler.idle)

    async def next_due(self) -> datetime | None:
        return min(self.due.values(), default=None)

    async def run_due(self, now: datetime) -> None:
        for incident in [one for one, at in self.due.items() if at <= now]:
            self.scheduler.wake(incident)

    async def look(self, incident: IncidentId) -> None:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.looks.append((incident, self.clock.now()))
        self.correlations.append(correlation.current())
        try:
            await self.gate.wait()
            if self.trouble:
                raise self.trouble.pop(0)
            if not self.never_settles:
                self.due.pop(incident, None)
        finally:
            self.at_once -= 1

    def times(self, incident: IncidentId) -> list[float]:
        """In seconds since the clock began."""
        return [(at - START).total_seconds() for one, at in self.looks if one == incident]

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self.scheduler.run())
        await turns()
        try:
            yield
        finally:
            self.gate.set()
            await self.scheduler.stop(grace=5)
            await task


async def turns() -> None:
    for _ in range(50):
        await asyncio.sleep(0)


async def test_what_falls_due_is_looked_at_at_its_time_and_once() -> None:
    room = Room()
    room.due = {ONE: START + timedelta(minutes=30), TWO: START + timedelta(minutes=10)}

    async with room.running():
        await room.clock.forward(hours=2)

    assert room.times(TWO) == [600.0]
    assert room.times(ONE) == [1800.0]


async def test_what_fell_due_while_the_bot_was_down_is_looked_at_at_the_start() -> None:
    room = Room()
    room.due = {ONE: START - timedelta(hours=3)}

    async with room.running():
        await room.clock.idle()

    assert room.times(ONE) == [0.0]


async def test_a_wake_up_comes_at_once_and_needs_nothing_to_be_due() -> None:
    room = Room()

    async with room.running():
        room.scheduler.wake(ONE)
        await room.clock.idle()

    assert room.times(ONE) == [0.0]


async def test_wake_ups_during_a_look_make_one_more_look_and_never_two_at_once() -> None:
    room = Room()
    room.gate.clear()

    async with room.running():
        room.scheduler.wake(ONE)
        await turns()
        for _ in range(5):
            room.scheduler.wake(ONE)
        await turns()
        assert len(room.looks) == 1
        room.gate.set()
        await room.clock.idle()

    assert len(room.looks) == 2
    assert room.most_at_once == 1


async def test_no_more_than_so_many_incidents_are_looked_at_at_once() -> None:
    room = Room()
    room.gate.clear()

    async with room.running():
        for number in range(7):
            room.scheduler.wake(IncidentId(str(number)))
        await turns()
        assert room.at_once == 3
        room.gate.set()
        await room.clock.idle()

    assert len(room.looks) == 7
    assert room.most_at_once == 3


async def test_a_time_that_moves_forward_is_heard_of_by_rescan() -> None:
    room = Room()
    room.due = {ONE: START + timedelta(hours=5)}

    async with room.running():
        await room.clock.idle()
        room.due[ONE] = START + timedelta(minutes=1)
        room.scheduler.rescan()
        await room.clock.forward(minutes=2)

    assert room.times(ONE) == [60.0]


async def test_a_look_that_ended_is_news_so_its_next_time_needs_no_rescan() -> None:
    room = Room()

    async with room.running():
        await room.clock.idle()
        room.scheduler.wake(ONE)
        room.due[TWO] = START + timedelta(minutes=1)
        await room.clock.forward(minutes=2)

    assert room.times(TWO) == [60.0]


class Asked:
    """A source in which nothing falls due, and how often it was asked."""

    times = 0

    async def next_due(self) -> datetime | None:
        self.times += 1
        return None

    async def run_due(self, now: datetime) -> None:
        raise AssertionError("nothing is due")


@pytest.mark.parametrize("after_looks", [True, False])
async def test_only_sources_that_looks_may_change_are_asked_after_them(after_looks: bool) -> None:
    room, asked = Room(), Asked()
    room.scheduler.watch(asked, after_looks=after_looks)

    async with room.running():
        await room.clock.idle()
        before = asked.times
        room.scheduler.wake(ONE)
        await room.clock.idle()
        after_look = asked.times
        room.scheduler.rescan()
        await room.clock.idle()

    assert (before, after_look - before, asked.times - after_look) == (1, int(after_looks), 1)


async def test_the_clock_that_is_set_forward_makes_due_what_it_passed() -> None:
    room = Room()
    room.due = {ONE: START + timedelta(minutes=30)}

    async with room.running():
        await room.clock.idle()
        await room.clock.step(START + timedelta(hours=9))

    assert room.times(ONE) == [9 * 3600.0]


async def test_the_clock_that_is_set_back_brings_an_early_wake_up_that_does_no_harm() -> None:
    room = Room()
    room.due = {ONE: START + timedelta(minutes=30)}

    async with room.running():
        await room.clock.idle()
        await room.clock.step(START - timedelta(hours=1))
        await room.clock.forward(minutes=31)
        assert room.looks == []
        await room.clock.forward(minutes=60)

    assert room.times(ONE) == [1800.0]


async def test_what_stays_due_does_not_spin() -> None:
    room = Room()
    room.due = {ONE: START}
    room.trouble = [ZeroDivisionError() for _ in range(99)]

    async with room.running():
        await room.clock.forward(minutes=2)

    assert room.times(ONE) == [0, 1, 3, 7, 15, 31, 63]


async def test_a_look_that_never_settles_is_repeated_with_a_breath_between() -> None:
    room = Room()
    room.due = {ONE: START}

    room.never_settles = True
    async with room.running():
        await room.clock.forward(seconds=1)

    assert 2 <= len(room.looks) <= 22


async def test_what_stays_due_is_asked_about_less_and_less_often() -> None:
    room = Room()
    rounds = 0

    class Counting:
        async def next_due(self) -> datetime | None:
            nonlocal rounds
            rounds += 1
            return START

        async def run_due(self, now: datetime) -> None:
            assert now >= START

    scheduler = InProcess(
        clock=room.clock, look=room.look, metrics=room.metrics, sources=[Counting()]
    )
    task = asyncio.create_task(scheduler.run())
    await room.clock.forward(minutes=1)
    await scheduler.stop(grace=1)
    await task

    assert 10 <= rounds <= 22


@pytest.mark.parametrize("trouble", [LedgerDown(), KeyError("what somebody wrote")])
async def test_a_failed_look_is_counted_and_tried_again_after_growing_pauses(
    trouble: Exception,
) -> None:
    room = Room()
    room.trouble = [trouble] * 9

    async with room.running():
        room.scheduler.wake(ONE)
        await room.clock.forward(minutes=6)

    times = room.times(ONE)
    pauses = [after - before for before, after in pairwise(times)]
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    counted = room.metrics.registry.get_sample_value(
        "incident_bot_scheduler_failures_total", {"source": "look"}
    )
    assert counted == 9


async def test_a_failing_incident_does_not_hold_up_another() -> None:
    room = Room()
    room.trouble = [KeyError()]

    async with room.running():
        room.scheduler.wake(ONE)
        await room.clock.idle()
        room.scheduler.wake(TWO)
        await room.clock.idle()

    assert room.times(TWO) == [0.0]


async def test_a_source_that_fails_is_asked_again_after_a_pause() -> None:
    room = Room()
    asked: list[datetime] = []

    class Down:
        async def next_due(self) -> datetime | None:
            asked.append(room.clock.now())
            raise LedgerDown

        async def run_due(self, now: datetime) -> None:
            raise AssertionError

    room.due = {ONE: START + timedelta(seconds=9)}
    room.scheduler.watch(Down())
    async with room.running():
        await room.clock.forward(seconds=10)

    assert [(at - START).total_seconds() for at in asked] == [0, 1, 3, 7]
    assert room.times(ONE) == [9.0]


async def test_after_a_success_the_next_failure_is_a_first_one() -> None:
    room = Room()
    asked: list[float] = []
    failing = iter([True, True, True, False, True])

    class Shaky:
        async def next_due(self) -> datetime | None:
            asked.append((room.clock.now() - START).total_seconds())
            if next(failing, False):
                raise LedgerDown
            return room.clock.now() + timedelta(seconds=10)

        async def run_due(self, now: datetime) -> None:
            raise AssertionError

    room.scheduler.watch(Shaky())
    async with room.running():
        await room.clock.forward(seconds=19)

    assert asked == [0, 1, 3, 7, 17, 18]


async def test_a_look_carries_the_correlation_of_the_last_who_woke_it() -> None:
    room = Room()
    room.gate.clear()

    async with room.running():
        with correlated("command-1"):
            room.scheduler.wake(ONE)
        await turns()
        with correlated("button-2"):
            room.scheduler.wake(ONE)
        room.gate.set()
        await room.clock.idle()
        room.scheduler.wake(TWO)
        await room.clock.idle()

    assert room.correlations[:2] == ["command-1", "button-2"]
    assert len(room.correlations[2]) == 16


async def test_stop_finishes_what_runs_and_begins_nothing() -> None:
    room = Room()
    room.gate.clear()
    task = asyncio.create_task(room.scheduler.run())
    room.scheduler.wake(ONE)
    await turns()

    stopping = asyncio.create_task(room.scheduler.stop(grace=5))
    await turns()
    room.scheduler.wake(TWO)
    room.scheduler.wake(ONE)
    assert not stopping.done()
    room.due = {ONE: START}
    room.gate.set()
    await stopping
    await task

    assert room.looks == [(ONE, START)]
    assert room.due == {}


async def test_stop_leaves_what_does_not_end_within_its_grace() -> None:
    room = Room()
    room.gate.clear()
    task = asyncio.create_task(room.scheduler.run())
    room.scheduler.wake(ONE)
    await turns()
    room.due = {ONE: START}

    await room.scheduler.stop(grace=0.01)
    await task

    assert room.at_once == 0
    assert room.due == {ONE: START}


async def test_stop_does_not_wait_for_the_pause_after_a_failure() -> None:
    room = Room()
    room.trouble = [KeyError()]
    task = asyncio.create_task(room.scheduler.run())
    room.scheduler.wake(ONE)
    await turns()

    async with asyncio.timeout(2):
        await room.scheduler.stop(grace=30)
        await task

    assert len(room.looks) == 1


async def test_cancelling_run_leaves_a_look_to_end_by_itself() -> None:
    room = Room()
    room.gate.clear()
    task = asyncio.create_task(room.scheduler.run())
    room.scheduler.wake(ONE)
    await turns()

    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    room.due = {ONE: START}
    room.gate.set()
    await turns()

    assert room.due == {}
