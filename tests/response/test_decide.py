"""What to do about one effect now: in every state, by every way of repeating."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from bot.incident.effect import Effect, EffectId, EffectState
from bot.incident.ids import IncidentId
from bot.response.effects import (
    Decision,
    Order,
    Repeats,
    Result,
    Retry,
    Step,
    Wanted,
    decide,
)
from bot.response.ports import UnitOfWork

NOW = datetime(2026, 1, 1, tzinfo=UTC)
RETRY = Retry(base=1.0, cap=300.0, timeout=10.0, grace=5.0, edit_spacing=2.0, jitter=lambda: 1.0)
LATER, EARLIER = NOW + timedelta(seconds=7), NOW - timedelta(seconds=7)


@dataclass(frozen=True)
class Way:
    """A kind of effect that only says how it repeats."""

    repeats: Repeats = Repeats.LOOK_UP_FIRST
    edited: bool = True

    async def deliver(self, order: Order) -> Result:
        raise NotImplementedError

    async def look_up(self, order: Order) -> Result | None:
        raise NotImplementedError

    async def record(self, work: UnitOfWork, order: Order, result: Result, now: datetime) -> None:
        raise NotImplementedError


WAYS = [Way(repeats, edited) for repeats, edited in itertools.product(Repeats, (True, False))]


def wanted(way: Way | None = None, content: Mapping[str, object] | None = None) -> Wanted:
    return Wanted("card", way or Way(), content or {"text": "new"})


def effect(**more: object) -> Effect:
    first = {"id": EffectId("e"), "incident": IncidentId("i"), "key": "card"}
    return Effect.model_validate({**first, "wanted": wanted().digest, **more})


def test_what_was_never_tried_is_delivered() -> None:
    assert decide(wanted(), None, NOW, RETRY) == Decision(Step.DELIVER)


@pytest.mark.parametrize("when", [None, EARLIER, NOW])
@pytest.mark.parametrize("way", WAYS)
def test_pending_is_delivered_when_its_time_has_come(way: Way, when: datetime | None) -> None:
    pending = effect(state=EffectState.PENDING, next_attempt_at=when, attempts=9)

    assert decide(wanted(way), pending, NOW, RETRY) == Decision(Step.DELIVER)


@pytest.mark.parametrize("state", [EffectState.PENDING, EffectState.TRYING])
@pytest.mark.parametrize("repeats", Repeats)
@pytest.mark.parametrize("attempts", [1, 5])
def test_before_its_time_nothing_is_done(
    state: EffectState, repeats: Repeats, attempts: int
) -> None:
    early = effect(state=state, next_attempt_at=LATER, attempts=attempts)

    assert decide(wanted(Way(repeats)), early, NOW, RETRY) == Decision(Step.WAIT, LATER)


@pytest.mark.parametrize(
    ("repeats", "unsure", "result", "step"),
    [
        (Repeats.SAME_AGAIN, 1, {}, Step.DELIVER),
        (Repeats.SAME_AGAIN, 9, {}, Step.DELIVER),
        (Repeats.LOOK_UP_FIRST, 1, {}, Step.LOOK_UP),
        (Repeats.LOOK_UP_FIRST, 9, {}, Step.LOOK_UP),
        (Repeats.LOOK_UP_FIRST, 1, {"ts": "1"}, Step.DELIVER),
        (Repeats.AT_MOST_ONCE_MORE, 0, {}, Step.DELIVER),
        (Repeats.AT_MOST_ONCE_MORE, 1, {}, Step.ACCEPT),
        (Repeats.AT_MOST_ONCE_MORE, 9, {}, Step.ACCEPT),
    ],
)
def test_an_unknown_outcome_is_handled_by_the_way_it_repeats(
    repeats: Repeats, unsure: int, result: Result, step: Step
) -> None:
    """However often it was tried before while everybody knew that nothing had happened."""
    unknown = effect(state=EffectState.TRYING, attempts=9, unsure=unsure, result=result)

    assert decide(wanted(Way(repeats)), unknown, NOW, RETRY) == Decision(step)


@pytest.mark.parametrize("repeats", Repeats)
def test_done_and_unchanged_is_left_alone(repeats: Repeats) -> None:
    done = effect(state=EffectState.DONE, done=wanted().digest, attempted_at=EARLIER)

    assert decide(wanted(Way(repeats)), done, NOW, RETRY) == Decision(Step.NOTHING)


def test_what_is_said_is_not_said_again_when_its_words_change() -> None:
    said = effect(state=EffectState.DONE, done="old", attempted_at=EARLIER)

    assert decide(wanted(Way(edited=False)), said, NOW, RETRY) == Decision(Step.NOTHING)


def test_what_is_edited_follows_its_content_at_most_once_in_two_seconds() -> None:
    long_ago = effect(state=EffectState.DONE, done="old", attempted_at=EARLIER)
    just_now = effect(state=EffectState.DONE, done="old", attempted_at=NOW - timedelta(seconds=0.5))

    assert decide(wanted(), long_ago, NOW, RETRY) == Decision(Step.DELIVER)
    assert decide(wanted(), just_now, NOW, RETRY) == Decision(
        Step.WAIT, NOW + timedelta(seconds=1.5)
    )


def test_what_was_refused_waits_for_repair_or_other_content() -> None:
    refused = effect(state=EffectState.FAILED)

    assert decide(wanted(), refused, NOW, RETRY) == Decision(Step.NOTHING)
    assert decide(wanted(content={"text": "other"}), refused, NOW, RETRY) == Decision(Step.DELIVER)


@pytest.mark.parametrize("repeats", Repeats)
def test_what_was_given_up_stays_so(repeats: Repeats) -> None:
    dropped = effect(state=EffectState.DROPPED, wanted="old")

    assert decide(wanted(Way(repeats)), dropped, NOW, RETRY) == Decision(Step.NOTHING)


def test_a_digest_is_the_contents_whatever_the_order_of_its_keys() -> None:
    one = wanted(content={"a": 1, "b": ["é"]})
    same = wanted(content={"b": ["é"], "a": 1})
    other = wanted(content={"a": 1, "b": ["e"]})

    assert one.digest == same.digest
    assert one.digest != other.digest


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 1), (2, 2), (3, 4), (8, 128), (9, 256), (10, 300), (5000, 300)]
)
def test_pauses_double_up_to_the_cap(attempts: int, seconds: float) -> None:
    assert RETRY.pause(attempts) == timedelta(seconds=seconds)


def test_jitter_spreads_over_the_upper_half_of_a_pause() -> None:
    lowest = Retry(base=8.0, jitter=lambda: 0.0)
    highest = Retry(base=8.0, jitter=lambda: 1.0)

    assert lowest.pause(1) == timedelta(seconds=4)
    assert highest.pause(1) == timedelta(seconds=8)


def test_an_outcome_is_looked_up_not_before_the_timeout_and_the_grace() -> None:
    assert RETRY.unknown_until == timedelta(seconds=15)
