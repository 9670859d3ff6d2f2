"""Key entries and pages of a timeline, on both databases."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.incident.changes import StatusChanged
from bot.incident.effect import EffectState
from bot.incident.entry import Correction, Entry, EntryKind, id_of
from bot.incident.ids import ChannelId, IncidentId, MessageTs
from bot.incident.lifecycle import Status
from bot.incident.timeline import KEY_FACTS, TimelineEntry
from bot.response.entry_ports import LINE, REACTION, PageWanted
from bot.storage.ledger import Database
from tests.storage.values import ANA, NOW, effect, incident, minutes

HERE = IncidentId("incident-1")
ROOM = ChannelId("C1")
FIRST, SECOND = MessageTs("1.1"), MessageTs("1.2")
EVERYTHING = PageWanted(incident=HERE, facts=KEY_FACTS, kinds=tuple(EntryKind))


def entry(name: str, at: datetime = NOW, **more: Any) -> Entry:
    plain: dict[str, Any] = {
        "id": id_of(name),
        "incident": HERE,
        "kind": EntryKind.NOTE,
        "occurred_at": at,
        "recorded_at": NOW,
        "by": ANA,
        "text": name,
        "typed": True,
        "touched_at": at,
    }
    return Entry(**plain | more)


async def with_incidents(ledger: Database, *entries: Entry) -> None:
    async with ledger.work() as work:
        for number in (1, 2):
            await work.incidents.add(incident(number))
        await work.entries.put(entries)


async def changed(ledger: Database, at: datetime) -> None:
    fact = StatusChanged(before=Status.INVESTIGATING, after=Status.IDENTIFIED)
    async with ledger.work() as work:
        told = TimelineEntry(incident=HERE, occurred_at=at, recorded_at=NOW, by=ANA, fact=fact)
        await work.timeline.add(told)


async def page(ledger: Database, wanted: PageWanted = EVERYTHING) -> tuple[list[str], int]:
    async with ledger.look() as work:
        found = await work.entries.page(wanted)
    texts = [one.text if isinstance(one, Entry) else one.fact.kind for one in found.lines]
    return texts, found.total


async def test_it_comes_back_as_it_was_written(ledger: Database) -> None:
    history = (Correction(by=ANA, at=NOW, text="x", kind=EntryKind.ACTION, dropped=True),)
    there: dict[str, Any] = {"channel": ROOM, "ts": FIRST, "thread": MessageTs("1.0")}
    written = entry("a", corrections=history, about=id_of("b"), way="wait", until=NOW, **there)
    await with_incidents(ledger, written)

    async with ledger.look() as work:
        assert await work.entries.get(written.id) == written
        assert await work.entries.of(HERE) == [written]
        assert await work.entries.made_of(ROOM, [FIRST, SECOND]) == {FIRST: written}
        assert await work.entries.get(id_of("b")) is None


async def test_the_newest_stand_first_facts_among_them(ledger: Database) -> None:
    await with_incidents(
        ledger,
        entry("late", minutes(9)),
        entry("early", minutes(-9)),
        entry("hidden", hidden=True),
        entry("unmarked", typed=False),
        entry("by hand", minutes(-5), typed=False, corrections=(Correction(by=ANA, at=NOW),)),
        entry("elsewhere", incident=IncidentId("incident-2")),
    )
    await changed(ledger, minutes(1))

    everything = ["late", "status_changed", "by hand", "early"]
    assert await page(ledger) == (everything, 4)
    part = PageWanted(incident=HERE, facts=KEY_FACTS, kinds=tuple(EntryKind), offset=1, limit=2)
    assert await page(ledger, part) == (everything[1:3], 4)
    assert await page(ledger, PageWanted(incident=HERE, facts=KEY_FACTS)) == (
        ["status_changed"],
        1,
    )
    notes = PageWanted(incident=HERE, kinds=(EntryKind.NOTE,))
    assert (await page(ledger, notes))[0] == ["late", "by hand", "early"]
    hidden = PageWanted(incident=HERE, kinds=tuple(EntryKind), hidden=True)
    assert await page(ledger, hidden) == (["hidden"], 1)
    async with ledger.look() as work:
        latest = await work.entries.latest(HERE, 2)
    assert [one.occurred_at for one in latest] == [minutes(9), minutes(1)]


async def test_what_slack_may_be_behind_of_is_found(ledger: Database) -> None:
    there: dict[str, Any] = {"typed": False, "marked": True, "channel": ROOM}
    await with_incidents(
        ledger,
        entry("never shown", said=True),
        entry("shown", said=True),
        entry("shown before it changed", minutes(5), said=True),
        entry("under way", said=True),
        entry("recorded only"),
        entry("touched lately", minutes(60)),
        entry("mark not answered", ts=FIRST, **there),
        entry("mark answered", ts=SECOND, **there),
        entry("decided", minutes(-60)),
        entry("objection", minutes(60), about=id_of("decided")),
    )
    done: dict[str, Any] = {"state": EffectState.DONE, "attempted_at": minutes(2)}
    async with ledger.work() as work:
        for name in ("shown", "shown before it changed"):
            await work.effects.put(effect(LINE + id_of(name), **done))
        await work.effects.put(effect(LINE + id_of("under way"), state=EffectState.TRYING))
        await work.effects.put(effect(REACTION + id_of("mark answered"), **done))

    async with ledger.look() as work:
        found = {one.text for one in await work.entries.unsettled(HERE, minutes(30))}

    assert found == {
        "never shown",
        "shown before it changed",
        "under way",
        "touched lately",
        "mark not answered",
        "decided",
        "objection",
    }


async def test_a_channel_that_got_another_id_keeps_its_entries(ledger: Database) -> None:
    await with_incidents(ledger, entry("a", channel=ROOM, ts=FIRST))

    async with ledger.work() as work:
        await work.entries.moved(ROOM, ChannelId("C2"))

    async with ledger.look() as work:
        assert await work.entries.made_of(ROOM, [FIRST]) == {}
        assert list(await work.entries.made_of(ChannelId("C2"), [FIRST])) == [FIRST]
