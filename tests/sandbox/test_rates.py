"""How many calls the local Slack takes before it asks to wait."""

from __future__ import annotations

import pytest

from bot.sandbox.rates import Rates


class HandClock:
    def __init__(self) -> None:
        self.now = 1_795_000_000.3

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def rates(clock: HandClock) -> Rates:
    return Rates(clock)


def post(rates: Rates, channel: str = "C0ONE") -> int | None:
    return rates.refuse("chat.postMessage", "special", channel)


def taken(rates: Rates, method: str, tier: str, attempts: int) -> int:
    return [rates.refuse(method, tier, None) for _ in range(attempts)].count(None)


def test_three_posts_to_a_channel_pass_at_once_and_the_fourth_waits(rates: Rates) -> None:
    assert [post(rates) for _ in range(4)] == [None, None, None, 1]


def test_one_post_a_second_follows_a_burst(rates: Rates, clock: HandClock) -> None:
    for _ in range(3):
        post(rates)

    answers = []
    for _ in range(4):
        clock.now += 1
        answers += [post(rates), post(rates)]

    assert answers == [None, 1] * 4


def test_channels_do_not_wait_for_each_other(rates: Rates) -> None:
    for _ in range(4):
        post(rates, "C0ONE")

    assert post(rates, "C0TWO") is None


def test_another_method_on_the_same_channel_has_its_own_bucket(rates: Rates) -> None:
    for _ in range(4):
        post(rates)

    assert rates.refuse("chat.update", "t3", "C0ONE") is None


@pytest.mark.parametrize(
    ("tier", "burst"), [("t1", 1), ("t2", 20), ("t3", 50), ("t4", 100), ("special", 600)]
)
def test_a_full_bucket_holds_the_calls_of_a_minute(rates: Rates, tier: str, burst: int) -> None:
    assert taken(rates, "some.method", tier, burst + 5) == burst


@pytest.mark.parametrize(("tier", "burst"), [("t2", 20), ("t3", 50), ("t4", 100)])
def test_a_bucket_is_full_again_after_a_minute_and_never_fuller(
    rates: Rates, clock: HandClock, tier: str, burst: int
) -> None:
    taken(rates, "some.method", tier, burst)
    clock.now += 60
    after_a_minute = taken(rates, "some.method", tier, burst + 5)
    clock.now += 3600
    after_an_hour = taken(rates, "some.method", tier, burst + 5)

    assert (after_a_minute, after_an_hour) == (burst, burst)


def test_who_waits_as_told_is_let_through(rates: Rates, clock: HandClock) -> None:
    taken(rates, "pins.add", "t2", 20)
    clock.now += 0.4
    wait = rates.refuse("pins.add", "t2", None)
    assert wait == 3

    clock.now += wait

    assert rates.refuse("pins.add", "t2", None) is None


def test_refused_calls_cost_nothing(rates: Rates, clock: HandClock) -> None:
    taken(rates, "pins.add", "t2", 20 + 500)

    clock.now += 3

    assert rates.refuse("pins.add", "t2", None) is None


def test_a_post_refused_for_its_channel_takes_nothing_from_the_workspace(
    rates: Rates, clock: HandClock
) -> None:
    for _ in range(3 + 600):
        post(rates, "C0ONE")

    assert post(rates, "C0TWO") is None


def test_a_clock_that_steps_back_neither_fills_nor_empties(rates: Rates, clock: HandClock) -> None:
    for _ in range(3):
        post(rates)
    clock.now -= 3600

    while_back = post(rates)
    clock.now += 3600
    as_before = post(rates)
    clock.now += 1
    a_second_on = post(rates)

    assert (while_back, as_before, a_second_on) == (1, 1, None)


def test_ten_tenths_of_a_second_are_a_second(rates: Rates, clock: HandClock) -> None:
    for _ in range(3):
        post(rates)

    answers = []
    for _ in range(10):
        clock.now += 0.1
        answers.append(post(rates))

    assert answers == [1] * 9 + [None]
