"""What is known of alerts comes back as it was, and is found by what it is asked for, on both
databases.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.incident.alert import Alert, AlertState, ChangeEvent, Note
from bot.incident.ids import ChannelId, MessageTs, SuggestionId, UserId
from bot.incident.kept_alert import AlertId, KeptAlert
from bot.incident.suggestion import Suggestion
from bot.incident.unread_alert import KEPT, UnreadAlert
from bot.incident.watch import Watch
from bot.storage.ledger import Database
from tests.child import until
from tests.databases import fresh_url, on_server
from tests.storage.values import incident

NOW = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
ROOM, OTHER = ChannelId("C1"), ChannelId("C2")


def kept(
    key: str, minute: int = 0, *, copy_key: str | None = None, over: bool = False
) -> KeptAlert:
    said = Alert(
        source="grafana",
        dedup_key=key,
        copy_key=copy_key,
        title="5xx « élevé » 🔥",
        state=AlertState.RESOLVED if over else AlertState.FIRING,
        labels={"env": "prod"},
    )
    return KeptAlert.first(AlertId(f"id-{key}"), said, NOW + timedelta(minutes=minute))


async def store(ledger: Database, *alerts: KeptAlert) -> None:
    async with ledger.work() as work:
        await work.alerts.put(alerts)


async def test_all_that_is_known_comes_back(ledger: Database) -> None:
    taken = incident(number=7)
    full = (
        kept("grafana|1", copy_key="grafana|message|1")
        .noted(Note(source="grafana", dedup_key="grafana|1", text="looking", at=NOW), NOW)
        .linked(taken.id, NOW)
        .ignored(NOW, by=UserId("U1"))
        .model_copy(update={"channel": ROOM, "ts": MessageTs("1.2"), "left_out": 47})
    )
    async with ledger.work() as work:
        await work.incidents.add(taken)
        await work.alerts.put([full])

        assert await work.alerts.get(full.id) == full
        assert await work.alerts.of(taken.id) == [full]
        assert await work.alerts.told_by(ROOM, "1.2") == [full]
        assert await work.alerts.get(AlertId("unheard")) is None


async def test_they_are_found_by_either_key(ledger: Database) -> None:
    first, second = kept("a", copy_key="m"), kept("b", copy_key="m")
    await store(ledger, first, second, kept("c"))

    async with ledger.look() as work:
        by_copy = await work.alerts.told_with([], copied={"m", "x"})
        by_both = await work.alerts.told_with({"a", "c", "m"}, copied={"m"})
        assert sorted(one.id for one in by_copy) == ["id-a", "id-b"]
        assert sorted(one.id for one in by_both) == ["id-a", "id-b", "id-c"]
        assert await work.alerts.told_with({"m"}) == []
        assert await work.alerts.told_with([]) == []


async def test_any_number_of_keys_may_be_asked_for(ledger: Database) -> None:
    await store(ledger, *(kept(f"key {number}") for number in range(1200)))

    async with ledger.work() as work:
        found = await work.alerts.told_with({f"key {number}" for number in range(70_000)})

    assert len(found) == 1200


async def test_those_that_fire_and_the_latest_are_found(ledger: Database) -> None:
    fires, over, newest = kept("a", 1), kept("b", 2, over=True), kept("c", 3)
    await store(ledger, fires, over, newest)

    async with ledger.look() as work:
        assert {one.id for one in await work.alerts.firing()} == {"id-a", "id-c"}
        assert await work.alerts.latest(10) == [newest, over, fires]
        assert await work.alerts.latest(1, offset=1) == [over]
        assert await work.alerts.latest(10, firing=True) == [newest, fires]


async def test_a_delivery_is_claimed_once_until_it_is_forgotten(ledger: Database) -> None:
    one, other = ("grafana", "1"), ("sentry", "1")
    async with ledger.work() as work:
        assert await work.alerts.claim([one], NOW) == {one}
    async with ledger.work() as work:
        assert await work.alerts.claim([one, other], NOW + timedelta(days=1)) == {other}
        assert await work.alerts.claim([], NOW) == set()
        await work.alerts.forget_deliveries(NOW + timedelta(hours=1))
        assert await work.alerts.claim([one, other], NOW) == {one}


async def test_changes_are_found_by_their_time(ledger: Database) -> None:
    early, late = (
        ChangeEvent(source="github", title=title, at=NOW + timedelta(hours=hour))
        for title, hour in (("first", -2), ("second", -1))
    )
    unsaid = ChangeEvent(source="github", title="just now")
    async with ledger.work() as work:
        await work.alerts.add_changes([late, early, unsaid], NOW)
        await work.alerts.add_changes([], NOW)

        assert await work.alerts.changes(NOW - timedelta(hours=3), NOW) == [early, late, unsaid]
        assert await work.alerts.changes(NOW - timedelta(minutes=90), NOW) == [late, unsaid]


async def test_of_what_nobody_could_read_the_latest_of_each_sender_is_kept(
    ledger: Database,
) -> None:
    async with ledger.work() as work:
        for number in range(KEPT + 5):
            at = NOW + timedelta(seconds=number)
            await work.unread_alerts.add([UnreadAlert.of("zabbix", "no `status`", f"{number}", at)])
        await work.unread_alerts.add([UnreadAlert.of("nagios", "no JSON", "\0\ud800é", NOW)])

        zabbix = [one for one in await work.unread_alerts.all() if one.source == "zabbix"]
        assert [one.body for one in zabbix] == [f"{n}" for n in range(KEPT + 4, 4, -1)]
        assert await work.unread_alerts.count() == KEPT + 1
        assert await work.unread_alerts.remove("zabbix") == KEPT
        assert [one.source for one in await work.unread_alerts.all()] == ["nagios"]
        assert await work.unread_alerts.remove(None) == 1


async def test_the_same_again_is_counted(ledger: Database) -> None:
    async with ledger.work() as work:
        for minute in range(3):
            at = NOW + timedelta(minutes=minute)
            await work.unread_alerts.add([UnreadAlert.of("zabbix", "no `status`", "{}", at)])

        (one,) = await work.unread_alerts.all()
        assert (one.count, one.first_at, one.last_at) == (3, NOW, NOW + timedelta(minutes=2))


async def test_what_is_watched_is_remembered_and_moves_with_its_channel(ledger: Database) -> None:
    watch = Watch(channel=ROOM, on=True, by=UserId("U1"), at=NOW)
    off = watch.model_copy(update={"on": False})
    here = kept("a").model_copy(update={"channel": ROOM, "ts": MessageTs("1.2")})
    async with ledger.work() as work:
        await work.watches.put(watch)
        await work.watches.put(off)
        await work.alerts.put([here])
        assert await work.watches.get(ROOM) == off

        await work.watches.moved(ROOM, OTHER)
        await work.alerts.moved(ROOM, OTHER)

        assert await work.watches.all() == [off.model_copy(update={"channel": OTHER})]
        assert [one.id for one in await work.alerts.told_by(OTHER, "1.2")] == ["id-a"]


@pytest.mark.long
async def test_whoever_changes_alerts_waits_for_whoever_changes_suggestions(
    tmp_path: Path,
) -> None:
    """Each held what the other needed next: PostgreSQL ended one of them."""
    url = await fresh_url("postgresql", tmp_path)
    database = await Database.open(url)
    one = kept("a")
    asked = Suggestion(id=SuggestionId("s"), opened_at=NOW)
    async with database.work() as work:
        await work.alerts.put([one])
        await work.suggestions.put(asked)

    async def other_way_round() -> None:
        async with database.work() as work:
            await work.suggestions.get(asked.id)
            await work.alerts.put(await work.alerts.told_with({"a"}))

    async def waits() -> bool:
        waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        return (await on_server(waiting, url)) == [(1,)]

    async with database.work() as work:
        await work.alerts.put(await work.alerts.told_with({"a"}))
        other = asyncio.create_task(other_way_round())
        await until(waits)
        [found] = await work.suggestions.current(NOW)
        await work.suggestions.put(found)
    await other
    await database.close()
