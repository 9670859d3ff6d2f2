"""Whatever happens to events on their way, the record is what people said; after an outage, it is
what Slack shows.
"""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Callable, Container, Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.incident.chores import GapNoted
from bot.incident.entry import Entry
from bot.incident.message import Message
from bot.incident.task import Task
from tests.slack.talking import ACTS, NAMES, Act, Body, Life, Recorded, Workshop, workshop

Test = TypeVar("Test", bound=Callable[..., Any])
acts = st.lists(
    st.builds(Act, st.sampled_from(ACTS), st.integers(0, len(NAMES) - 1), st.integers(0, 9)),
    max_size=30,
)
crashes = st.integers(0, 40)
seeds = st.integers(0, 2**32)
moments = st.integers(0, 30)
FIRST = [Act("say"), Act("reply"), Act("say", 1), Act("reply", 1)]
"""Something to do something to."""


def quickly(examples: int) -> Callable[[Test], Test]:
    checks = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    return settings(max_examples=examples, deadline=None, suppress_health_check=checks)


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Workshop]:
    async with workshop(tmp_path) as shop:
        yield shop


@quickly(8)
@given(acts, seeds, crashes)
async def test_twice_shuffled_over_two_sockets_and_with_a_crash_it_is_the_same(
    shop: Workshop, done: list[Act], seed: int, crash_after: int
) -> None:
    await _compare(shop, FIRST + done, seed, crash_after)


@pytest.mark.long
@pytest.mark.timeout(900)
@quickly(25)
@given(acts, seeds, crashes)
async def test_many_times_twice_shuffled_and_with_a_crash_it_is_the_same(
    shop: Workshop, done: list[Act], seed: int, crash_after: int
) -> None:
    await _compare(shop, FIRST + done, seed, crash_after)


@pytest.mark.long
@quickly(8)
@given(acts, moments, moments, seeds)
async def test_after_an_outage_the_record_is_what_slack_shows(
    shop: Workshop, done: list[Act], begins: int, lasts: int, seed: int
) -> None:
    await _outage(shop, FIRST + done, len(FIRST) + begins, lasts, seed)


@pytest.mark.long
@pytest.mark.timeout(900)
@quickly(25)
@given(acts, moments, moments, seeds)
async def test_after_many_outages_the_record_is_what_slack_shows(
    shop: Workshop, done: list[Act], begins: int, lasts: int, seed: int
) -> None:
    await _outage(shop, FIRST + done, len(FIRST) + begins, lasts, seed)


async def _compare(shop: Workshop, done: Sequence[Act], seed: int, crash_after: int) -> None:
    chance, here = random.Random(seed), shop.talk()  # noqa: S311
    one, other = [await ledger.declare(here) for ledger in shop.ledgers]
    for number, act in enumerate(done):
        await here.act(number, act)
    bodies = [body for _, body in here.events]

    in_order = await _in_order(lambda: shop.ledgers[0].life(one), bodies)
    anyhow = await _anyhow(lambda: shop.ledgers[1].life(other), bodies, chance, crash_after)

    assert anyhow.messages == in_order.messages
    assert anyhow.transcript == in_order.transcript
    everything = in_order.messages
    shown = _told(in_order.entries.values(), everything)
    assert _told(anyhow.entries.values(), everything) == shown
    assert _to_do(anyhow.tasks, everything) == _to_do(in_order.tasks, everything)


async def _in_order(life: Callable[[], Life], bodies: Sequence[Body]) -> Recorded:
    alive = life()
    for body in bodies:
        await alive.recorder.record(body)
    return await alive.recorded()


async def _anyhow(
    life: Callable[[], Life], bodies: Sequence[Body], chance: random.Random, crash_after: int
) -> Recorded:
    """Each once or twice, in any order; what was not acked before the crash comes again."""
    told = [body for body in bodies for _ in range(chance.choice((1, 2)))]
    chance.shuffle(told)
    left = await life().hears(told, crash_after)
    chance.shuffle(left)
    alive = life()
    await alive.hears(left)
    return await alive.recorded()


async def _outage(shop: Workshop, done: Sequence[Act], begins: int, lasts: int, seed: int) -> None:
    chance, here = random.Random(seed), shop.talk()  # noqa: S311
    one, other = [await ledger.declare(here) for ledger in shop.ledgers]
    for number, act in enumerate(done):
        await here.act(number, act)
    heard = [body for number, body in here.events if not 0 <= number - begins < lasts]
    await here.clock.step(here.clock.now() + timedelta(minutes=5))

    in_order = await _in_order(lambda: shop.ledgers[0].life(one), [body for _, body in here.events])
    before = await _anyhow(lambda: shop.ledgers[1].life(other), heard, chance, len(heard))
    life = shop.ledgers[1].life(other)
    await life.reads_back()
    after = await life.recorded()
    await here.clock.step(here.clock.now() + timedelta(hours=1))
    await life.reads_back()
    again = await life.recorded()

    assert again.messages == after.messages
    assert len(await _gaps(life)) == (after.messages != before.messages)
    heard_of = {ts for ts in in_order.messages if ts in before.messages or here.stands(ts)}
    assert set(after.messages) == heard_of
    for ts in heard_of:
        assert _final(after.messages[ts]) == _final(in_order.messages[ts])
    gone = {ts for ts, message in in_order.messages.items() if message.deleted_at}
    lost = [body["event"] for number, body in here.events if 0 <= number - begins < lasts]
    unclear = gone & {_marked(event) for event in lost}
    clear = heard_of - unclear
    assert _told(after.entries.values(), clear) == _told(in_order.entries.values(), clear)
    assert _to_do(after.tasks, clear) == _to_do(in_order.tasks, clear)


def _final(message: Message) -> tuple[object, ...]:
    """When it was edited or deleted Slack does not tell afterwards, nor what it said in between."""
    words = message.revisions[-1].content if message.revisions else None
    gone = message.deleted_at is not None
    standing = () if gone else (words, message.marks, message.pinned)
    return (message.by, message.by_name, message.thread, message.broadcast, gone, *standing)


def _marked(event: Body) -> str:
    """The message that a mark was put on or taken from: of a deleted one Slack shows no marks."""
    item = event.get("item") or {}
    return str(item.get("ts") or (item.get("message") or {}).get("ts"))


def _told(entries: Iterable[Entry], among: Container[str]) -> set[tuple[object, ...]]:
    """What the timeline shows; a mark that is gone again leaves nothing there."""
    return {
        (one.ts, one.kind, one.text, one.occurred_at, one.by, one.by_name, one.struck)
        for one in entries
        if one.shown and str(one.ts) in among
    }


def _to_do(tasks: Iterable[Task], among: Container[str]) -> list[tuple[object, ...]]:
    """The action items that are left: one a message, whatever became of it and of its mark."""
    there = ((str(one.source).rpartition(":")[2], one) for one in tasks if one.is_open)
    return sorted((ts, one.text, one.struck) for ts, one in there if ts in among)


async def _gaps(life: Life) -> list[GapNoted]:
    async with life.database.look() as work:
        entries = await work.timeline.of(life.incident)
    return [entry.fact for entry in entries if isinstance(entry.fact, GapNoted)]
