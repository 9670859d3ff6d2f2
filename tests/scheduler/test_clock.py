"""The real clock's promises, held with another time and another way to sleep."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.scheduler.clock import LONGEST_SLEEP, SystemClock

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


class Machine:
    """A computer's two clocks; what happens during a sleep can be scripted."""

    def __init__(self) -> None:
        self.wall = NOON
        self.steady = 100.0
        self.slept: list[float] = []
        self.wall_jumps: list[timedelta] = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.steady += seconds
        self.wall += timedelta(seconds=seconds)
        if self.wall_jumps:
            self.wall += self.wall_jumps.pop(0)

    def clock(self) -> SystemClock:
        return SystemClock(lambda: self.wall, lambda: self.steady, self.sleep)


async def test_it_sleeps_at_most_fifteen_seconds_at_a_time() -> None:
    machine = Machine()

    await machine.clock().sleep_until(NOON + timedelta(seconds=40))

    assert machine.slept == [15.0, 15.0, 10.0]
    assert LONGEST_SLEEP == 15.0


async def test_a_time_that_has_passed_is_not_waited_for() -> None:
    machine = Machine()

    await machine.clock().sleep_until(NOON - timedelta(seconds=1))

    assert machine.slept == []


async def test_a_machine_that_was_suspended_notices_within_one_sleep() -> None:
    machine = Machine()
    machine.wall_jumps = [timedelta(hours=8)]

    await machine.clock().sleep_until(NOON + timedelta(hours=2))

    assert machine.slept == [15.0]


async def test_a_clock_set_back_wakes_early_instead_of_an_hour_late() -> None:
    machine = Machine()
    machine.wall_jumps = [timedelta(hours=-1)]

    await machine.clock().sleep_until(NOON + timedelta(seconds=40))

    assert sum(machine.slept) == 40.0


def test_its_time_is_aware_and_in_utc() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)
