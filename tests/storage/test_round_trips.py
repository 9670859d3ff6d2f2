"""What is remembered comes back as it was, whatever people type."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.incident.effect import Effect
from bot.incident.incident import IMPACT_LIMIT, Incident
from bot.incident.person import Person, UserGroup
from bot.incident.question import Question
from bot.incident.timeline import Declared, Fact, TimelineEntry
from bot.storage.ledger import Database, Unit
from bot.storage.rows import NotStorable
from tests.storage.values import NOW, any_of, effect, incident, question

Test = TypeVar("Test", bound=Callable[..., Any])
AWKWARD = (
    "🔥👩‍🚒 SEV1",
    "الدفع لا يعمل",
    "\u202eright to left\u202c",
    "it's “quoted” \\ and %s {x} <@U1>",
    "line\nline\ttab\r\n",
    "e\u0301 and é stay apart",
)


class Undone(Exception):
    """Rolls back a unit of work."""


@asynccontextmanager
async def undone(ledger: Database) -> AsyncIterator[Unit]:
    """A unit of work that leaves nothing behind, so that each example finds nothing."""
    with suppress(Undone):
        async with ledger.work() as work:
            yield work
            raise Undone


def quickly(test: Test) -> Test:
    checks = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    return settings(max_examples=25, deadline=None, database=None, suppress_health_check=checks)(
        test
    )


@quickly
@given(value=any_of(Incident))
async def test_any_incident_comes_back(ledger: Database, value: Incident) -> None:
    async with undone(ledger) as work:
        await work.incidents.add(value)

        assert await work.incidents.get(value.id) == value


@quickly
@given(entry=any_of(TimelineEntry))
async def test_any_entry_comes_back(ledger: Database, entry: TimelineEntry) -> None:
    async with undone(ledger) as work:
        await work.incidents.add(incident(id=entry.incident))
        await work.timeline.add(entry)

        assert await work.timeline.of(entry.incident) == [entry]


@quickly
@given(facts=st.lists(any_of(Fact), min_size=1, max_size=5))
async def test_any_facts_come_back_as_what_they_were_and_in_order(
    ledger: Database, facts: list[Any]
) -> None:
    async with undone(ledger) as work:
        await work.incidents.add(incident())
        for fact in facts:
            await work.timeline.add(entry_of(fact))

        found = [entry.fact for entry in await work.timeline.of(incident().id)]

        assert found == facts
        assert [type(fact) for fact in found] == [type(fact) for fact in facts]


@quickly
@given(value=any_of(Effect))
async def test_any_effect_comes_back(ledger: Database, value: Effect) -> None:
    async with undone(ledger) as work:
        await work.incidents.add(incident(id=value.incident))
        await work.effects.put(value)

        assert await work.effects.of(value.incident) == [value]


@quickly
@given(value=any_of(Question))
async def test_any_question_comes_back(ledger: Database, value: Question) -> None:
    async with undone(ledger) as work:
        await work.questions.put(value)

        assert await work.questions.get(value.id) == value


@quickly
@given(person=any_of(Person), group=any_of(UserGroup))
async def test_anybody_comes_back(ledger: Database, person: Person, group: UserGroup) -> None:
    async with undone(ledger) as work:
        await work.people.put([person])
        await work.people.put_groups([group])

        assert await work.people.get(person.id) == person
        assert await work.people.group(group.id) == group


@pytest.mark.parametrize("text", AWKWARD)
async def test_awkward_text_comes_back_after_a_commit(ledger: Database, text: str) -> None:
    value = incident(title=text, impact=text)
    fact = Declared(title=text, severity="sev1", impact=text)
    async with ledger.work() as work:
        await work.incidents.add(value)
        await work.timeline.add(entry_of(fact))
        await work.notes.set(text, text)

    async with ledger.look() as work:
        assert await work.incidents.get(value.id) == value
        assert (await work.timeline.of(value.id))[0].fact == fact
        assert await work.notes.get(text) == text


async def test_the_longest_impact_comes_back(ledger: Database) -> None:
    value = incident(impact="🔥" * IMPACT_LIMIT)
    async with ledger.work() as work:
        await work.incidents.add(value)

    async with ledger.look() as work:
        assert (await work.incidents.get(value.id)).impact == value.impact


async def test_times_come_back_aware_and_in_utc(ledger: Database) -> None:
    async with ledger.work() as work:
        await work.incidents.add(incident())

    async with ledger.look() as work:
        found = await work.incidents.get(incident().id)
        woken = await work.incidents.next_wake()

    assert found.declared_at.tzinfo is UTC
    assert woken is not None
    assert woken.tzinfo is UTC


async def test_a_nul_character_is_refused_and_the_column_named(ledger: Database) -> None:
    with pytest.raises(NotStorable, match="title"):
        async with ledger.work() as work:
            await work.incidents.add(incident(title="a\0b"))
    with pytest.raises(NotStorable, match="error"):
        async with ledger.work() as work:
            await work.effects.put(effect(error="\0"))
    with pytest.raises(NotStorable, match="key"):
        async with ledger.work() as work:
            await work.intents.claim("\0", NOW)


async def test_a_nul_character_inside_a_fact_or_a_raw_event_is_kept(ledger: Database) -> None:
    fact = Declared(title="a\0b", severity="sev1")
    asked = question()
    asked = asked.model_copy(
        update={"declaration": asked.declaration.model_copy(update={"title": "\0"})}
    )
    async with ledger.work() as work:
        await work.incidents.add(incident())
        await work.timeline.add(entry_of(fact))
        await work.questions.put(asked)
        await work.unread.add("Ev1", {"text": "\0 \ud83d"}, "unreadable", NOW)

    async with ledger.look() as work:
        assert (await work.timeline.of(incident().id))[0].fact == fact
        assert await work.questions.get(asked.id) == asked
        assert await work.unread.all() == [("Ev1", {"text": "\0 \ud83d"}, "unreadable")]


def entry_of(fact: Any) -> TimelineEntry:
    return TimelineEntry(incident=incident().id, occurred_at=NOW, recorded_at=NOW, fact=fact)
