"""How incidents, their facts and their effects are remembered."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.exc import IntegrityError

from bot.incident.effect import EffectId, EffectState
from bot.incident.errors import NoSuchIncident
from bot.incident.ids import ChannelId, IncidentId
from bot.incident.incident import Incident
from bot.incident.lifecycle import Status
from bot.incident.timeline import ChannelRenamed, TimelineEntry
from bot.response.effect_ports import Backlog
from bot.storage.incidents import HISTORY_DUE, ChangedMeanwhile
from bot.storage.ledger import Database
from tests.storage.values import ANA, BEN, NOW, effect, incident, minutes


async def add(ledger: Database, *incidents: Incident) -> None:
    async with ledger.work() as work:
        for each in incidents:
            await work.incidents.add(each)


async def test_an_unknown_incident_is_a_known_failure(ledger: Database) -> None:
    async with ledger.look() as work:
        with pytest.raises(NoSuchIncident):
            await work.incidents.get(IncidentId("none"))


async def test_an_incident_is_found_by_its_number_and_by_its_channel(ledger: Database) -> None:
    one, other = incident(1, channel=ChannelId("C1")), incident(2)
    await add(ledger, one, other)

    async with ledger.look() as work:
        assert await work.incidents.numbered(2) == other
        assert await work.incidents.numbered(3) is None
        assert await work.incidents.in_channel(ChannelId("C1")) == one
        assert await work.incidents.in_channel(ChannelId("C2")) is None


async def test_saving_raises_the_version_and_keeps_the_hint_given(ledger: Database) -> None:
    await add(ledger, incident())
    changed = incident(title="Checkout is slow", wake_at=minutes(5))

    async with ledger.work() as work:
        await work.incidents.save(changed)

    async with ledger.look() as work:
        found = await work.incidents.get(changed.id)
    assert found == changed.model_copy(update={"version": 2})


async def test_what_was_changed_meanwhile_is_not_overwritten(ledger: Database) -> None:
    await add(ledger, incident())
    async with ledger.work() as work:
        await work.incidents.save(incident(title="Theirs"))

    with pytest.raises(ChangedMeanwhile, match="INC-1"):
        async with ledger.work() as work:
            await work.incidents.save(incident(title="Mine"))

    async with ledger.look() as work:
        assert (await work.incidents.get(incident().id)).title == "Theirs"


async def test_a_hint_is_stored_without_raising_the_version(ledger: Database) -> None:
    await add(ledger, incident())

    async with ledger.work() as work:
        await work.incidents.sleep_until(incident(), minutes(7))

    async with ledger.look() as work:
        found = await work.incidents.get(incident().id)
    assert (found.version, found.wake_at) == (1, minutes(7))


async def test_a_hint_from_before_a_change_is_not_stored(ledger: Database) -> None:
    await add(ledger, incident())
    async with ledger.work() as work:
        await work.incidents.save(incident(wake_at=minutes(1)))

    async with ledger.work() as work:
        await work.incidents.sleep_until(incident(), None)

    async with ledger.look() as work:
        assert (await work.incidents.get(incident().id)).wake_at == minutes(1)


async def test_due_are_those_whose_hint_has_come_the_longest_waiting_first(
    ledger: Database,
) -> None:
    later, now, early = (incident(n, wake_at=minutes(n)) for n in (3, 2, 1))
    await add(ledger, later, now, early, incident(4, wake_at=None))

    async with ledger.look() as work:
        due = [(early.id, minutes(1)), (now.id, minutes(2))]
        assert await work.incidents.due(minutes(2)) == due
        assert await work.incidents.next_wake() == minutes(1)
        assert await work.incidents.next_wake(after=minutes(2)) == minutes(3)
        assert await work.incidents.next_wake(after=minutes(3)) is None


async def test_nothing_is_due_when_nobody_sleeps(ledger: Database) -> None:
    await add(ledger, incident(wake_at=None))

    async with ledger.look() as work:
        assert await work.incidents.due(minutes(99)) == []
        assert await work.incidents.next_wake() is None


async def test_open_incidents_come_newest_first(ledger: Database) -> None:
    statuses = enumerate(Status, start=1)
    await add(ledger, *(incident(n, status=status) for n, status in statuses))

    async with ledger.look() as work:
        found = [each.status for each in await work.incidents.still_open()]

    assert found == [Status.MONITORING, Status.IDENTIFIED, Status.INVESTIGATING]


async def test_what_somebody_declared_lately_comes_newest_first(ledger: Database) -> None:
    old, first, second = (incident(n, declared_at=minutes(n)) for n in (1, 2, 3))
    await add(ledger, old, first, second, incident(4, declared_by=BEN, declared_at=minutes(3)))

    async with ledger.look() as work:
        assert await work.incidents.by(ANA, minutes(2)) == [second, first]


async def test_severities_in_use_are_those_of_open_incidents(ledger: Database) -> None:
    await add(
        ledger,
        incident(1),
        incident(2, severity="sev2"),
        incident(3),
        incident(4, severity="sev3", status=Status.CLOSED),
    )

    async with ledger.look() as work:
        assert await work.incidents.severities_in_use() == {"sev1": [1, 3], "sev2": [2]}


async def test_facts_come_in_the_order_in_which_they_happened(ledger: Database) -> None:
    def renamed(name: str, at: float) -> TimelineEntry:
        fact = ChannelRenamed(name=name)
        return TimelineEntry(
            incident=incident().id, occurred_at=minutes(at), recorded_at=NOW, fact=fact
        )

    entries = [renamed("b", 2), renamed("c", 2), renamed("a", 1)]
    await add(ledger, incident(), incident(2))
    async with ledger.work() as work:
        for entry in entries:
            await work.timeline.add(entry)

    async with ledger.look() as work:
        found = await work.timeline.of(incident().id)
        assert [entry.fact for entry in found] == [ChannelRenamed(name=n) for n in "abc"]
        assert await work.timeline.of(incident(2).id) == []


async def test_an_effect_put_again_is_replaced(ledger: Database) -> None:
    await add(ledger, incident())
    done = effect(state=EffectState.DONE, done="d1", result={"ts": "1.2"})

    async with ledger.work() as work:
        await work.effects.put(effect())
        await work.effects.put(effect("topic"))
        await work.effects.put(done)

    async with ledger.look() as work:
        assert await work.effects.of(incident().id) == [done, effect("topic")]


async def test_a_key_has_one_effect_in_an_incident(ledger: Database) -> None:
    await add(ledger, incident())
    async with ledger.work() as work:
        await work.effects.put(effect())

    with pytest.raises(IntegrityError):
        async with ledger.work() as work:
            await work.effects.put(effect(id=EffectId("another")))


async def test_an_effect_is_found_by_what_its_message_carries(ledger: Database) -> None:
    await add(ledger, incident())
    card = effect(generation=2)
    async with ledger.work() as work:
        await work.effects.put(card)

    async with ledger.look() as work:
        assert await work.effects.marked(card.mark) == card
        assert await work.effects.marked(effect(generation=1).mark) is None
        assert await work.effects.marked("nonsense") is None


async def test_undone_effects_come_with_their_incidents_oldest_first(ledger: Database) -> None:
    await add(ledger, incident(1), incident(2))
    async with ledger.work() as work:
        for state in EffectState:
            await work.effects.put(effect(state.value, 2, state=state))
        await work.effects.put(effect("card", 1))

    async with ledger.look() as work:
        found = [(each.number, effect.key) for each, effect in await work.effects.undone()]

    assert found == [(1, "card"), (2, "failed"), (2, "pending"), (2, "trying")]


async def test_effects_are_counted_as_they_are_listed(ledger: Database) -> None:
    """Since when they are wanted: since the first attempt, else since the incident was declared."""
    await add(ledger, incident(1), incident(2))
    tried = NOW - timedelta(hours=1)
    async with ledger.look() as work:
        assert await work.effects.backlog() == Backlog(0, 0, None)
    async with ledger.work() as work:
        for state in EffectState:
            await work.effects.put(effect(state.value, 2, state=state))
        await work.effects.put(effect("card", 1, first_attempt_at=tried))

    async with ledger.look() as work:
        assert await work.effects.backlog() == Backlog(3, 1, min(tried, incident(2).declared_at))


async def test_only_the_effects_that_are_asked_for_are_read(ledger: Database) -> None:
    await add(ledger, incident())
    async with ledger.work() as work:
        await work.effects.put(effect("card"), effect("topic"))

    async with ledger.look() as work:
        assert await work.effects.of(incident().id, {"topic", "pin"}) == [effect("topic")]


async def test_open_incidents_are_counted_by_severity_and_private_ones_apart(
    ledger: Database,
) -> None:
    closed = incident(4, status=Status.CLOSED)
    await add(ledger, incident(1, private=True), incident(2), incident(3), closed)

    async with ledger.look() as work:
        assert await work.incidents.open_count() == ({incident().severity: 2}, 1)


async def test_of_channels_it_is_known_whose_they_are(ledger: Database) -> None:
    mine, other = ChannelId("CMINE"), ChannelId("COTHER")
    await add(ledger, incident(channel=mine))

    async with ledger.look() as work:
        assert await work.incidents.owners({mine, other}) == {mine: incident().id}


async def test_what_is_to_be_read_back_is_found_without_reading_all_incidents(
    sqlite_url: str,
) -> None:
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as database:
        plan = database.execute(f"EXPLAIN QUERY PLAN {HISTORY_DUE.compile(dialect=dialect())}")
        [(*_, step)] = plan.fetchall()

    assert "ix_incident_history_due" in step
