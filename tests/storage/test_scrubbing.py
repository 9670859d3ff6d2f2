"""Words that are erased leave the rows, and SQLite's own files."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.incident.changes import TaskAdded
from bot.incident.effect import EffectState
from bot.incident.ids import ChannelId, MessageTs, UserId
from bot.incident.listing import Listing, search_words
from bot.incident.message import Content, Heard, HeardKind
from bot.incident.task import Task, TaskId, TaskKind
from bot.incident.timeline import Fact, TimelineEntry
from bot.storage.address import sqlite_file
from bot.storage.ledger import Database
from bot.storage.scrubbing import scrub
from tests.all_rows import tables_with
from tests.storage.values import ANA, NOW, effect, incident, minutes

ROOM = ChannelId("C1")
BOT = UserId("UBOT")
FIRST, SECOND = MessageTs("1767225600.000100"), MessageTs("1767225601.000100")
WORD = "zebrafinch"


def heard(kind: HeardKind, at: datetime = NOW, **more: Any) -> Heard:
    told: dict[str, Any] = {"channel": ROOM, "ts": FIRST, "kind": kind, "at": at, "heard_at": at}
    return Heard(**told | {"by": BOT} | more)


def said(text: str) -> Content:
    return Content(text=text)


def edited(text: str, at: datetime, **more: Any) -> Heard:
    key = f"{at.timestamp():.6f}"
    return heard(HeardKind.EDITED, at, key=key, content=said(text), **more)


def fact(text: str, **more: Any) -> Fact:
    task = {"task": TaskId("t"), "of": TaskKind.TASK, "number": 1, "text": text}
    return TaskAdded(**task | more)


def entry(fact: Fact) -> TimelineEntry:
    return TimelineEntry(incident=incident().id, occurred_at=NOW, recorded_at=NOW, fact=fact)


async def texts(ledger: Database, ts: MessageTs = FIRST) -> list[str | None]:
    async with ledger.look() as work:
        rows = await work.messages.about(ROOM, [ts])
    return [row.content.text if row.content else None for row in rows]


async def test_of_the_bots_own_messages_what_they_say_now_stays(ledger: Database) -> None:
    async with ledger.work() as work:
        await work.messages.add(
            [
                heard(HeardKind.POSTED, content=said("one")),
                edited("two", minutes(1)),
                edited("three", minutes(2)),
                heard(HeardKind.POSTED, ts=SECOND, content=said("only")),
            ]
        )
        await work.messages.erase_outdated(ROOM, ANA, minutes(9))
        await work.messages.erase_outdated(ROOM, BOT, minutes(9), [SECOND])
    assert set(await texts(ledger)) == {"one", "two", "three"}

    async with ledger.work() as work:
        await work.messages.erase_outdated(ROOM, BOT, minutes(0.5))
    assert set(await texts(ledger)) == {None, "two", "three"}
    async with ledger.work() as work:
        await work.messages.erase_outdated(ROOM, BOT, minutes(9))

    assert sorted(map(str, await texts(ledger))) == ["None", "None", "three"]
    assert await texts(ledger, SECOND) == ["only"]
    async with ledger.work() as work:
        await work.messages.erase(ROOM, [SECOND])
    assert await texts(ledger, SECOND) == [None]


async def test_a_fact_is_reworded_in_its_place(ledger: Database) -> None:
    async with ledger.work() as work:
        await work.incidents.add(incident())
        first, second = [await work.timeline.add(entry(fact(text))) for text in (WORD, "other")]
        await work.timeline.reword(first, fact("", struck=True))

    async with ledger.look() as work:
        found = await work.timeline.of_kinds(incident().id, {"task_added", "declared"})
        assert {arrival: one.fact for arrival, one in found.items()} == {
            first: fact("", struck=True),
            second: fact("other"),
        }
        assert list(await work.timeline.arrived([second])) == [second]
        assert await work.timeline.of_kinds(incident().id, {"declared"}) == {}
    assert await tables_with(ledger, WORD) == []


async def test_the_index_forgets_what_it_is_not_told_again(ledger: Database) -> None:
    made = incident(title="Checkout fails")
    async with ledger.work() as work:
        await work.incidents.add(made)
        await work.search.begin(made, f"the {WORD} and the host")
        await work.search.renew(made, "the host")

    async def found(words: str) -> int:
        async with ledger.look() as work:
            asked = Listing(by=ANA, words=search_words(words))
            return (await work.search.page(asked)).total

    assert [await found(words) for words in (WORD, "host", "checkout")] == [0, 1, 1]
    assert await tables_with(ledger, WORD) == []


async def test_tasks_are_found_by_the_message_they_were_made_of(ledger: Database) -> None:
    def task(id: str, source: str | None, number: int) -> Task:
        return Task(
            id=TaskId(id),
            incident=incident().id,
            kind=TaskKind.ACTION,
            number=number,
            text="x",
            created_by=ANA,
            created_at=minutes(number),
            source=source,
            struck_at=NOW,
        )

    made = [
        task("a", "C1:1.0", 1),
        task("b", None, 2),
        task("c", "C1:1.0", 3),
        task("d", "C1:2", 4),
    ]
    async with ledger.work() as work:
        await work.incidents.add(incident())
        for one in made:
            await work.tasks.put(one)

    async with ledger.look() as work:
        assert await work.tasks.made_of(["C1:1.0", "C9:1.0"]) == [made[0], made[2]]
        assert await work.tasks.made_of([]) == []


async def test_an_effect_is_described_anew_however_far_it_got(ledger: Database) -> None:
    first = effect(detail={"text": WORD})
    async with ledger.work() as work:
        await work.incidents.add(incident())
        await work.effects.put(first)
        await work.effects.put(first.model_copy(update={"state": EffectState.DONE}))
        await work.effects.describe(first.model_copy(update={"detail": {"text": ""}}))

    async with ledger.look() as work:
        [kept] = await work.effects.of(incident().id)
    assert (kept.state, kept.detail) == (EffectState.DONE, {"text": ""})


async def test_raw_events_with_the_words_of_a_deleted_message_go_with_it(ledger: Database) -> None:
    def body(**event: Any) -> dict[str, Any]:
        return {"event": {"type": "message", "channel": ROOM, **event}}

    bodies = {
        "its own": body(ts=FIRST, text=WORD),
        "its edit": body(ts="9.9", message={"ts": FIRST, "text": WORD}),
        "another": body(ts=SECOND, text="other"),
        "elsewhere": body(ts=FIRST, channel="C2"),
        "a join": {"event": {"type": "member_joined_channel", "channel": ROOM}},
    }
    async with ledger.work() as work:
        for name, raw in bodies.items():
            await work.unread.add(name, raw, "KeyError", NOW)
        await work.unread.forget(ROOM, [])
        assert await work.unread.count() == len(bodies)
        await work.unread.forget(ROOM, [FIRST])

    async with ledger.look() as work:
        left = {name for name, _, _ in await work.unread.all()}
    assert left == {"another", "elsewhere", "a join"}


def files_with(file: Path, word: str) -> list[str]:
    beside = [file, *(file.with_name(file.name + end) for end in ("-wal", "-shm", "-journal"))]
    there = [path for path in beside if path.exists()]
    return [path.name for path in there if word.encode() in path.read_bytes()]


async def wordy(database: Database, file: Path) -> None:
    """Written in many places, over many pages, and erased again."""
    made, long = incident(), f"{WORD} " * 900
    texts = [long, *(f"{WORD} {n}" for n in range(150))]
    async with database.work() as work:
        await work.incidents.add(made)
        await work.search.begin(made, "the beginning")
        arrivals = [await work.timeline.add(entry(fact(text))) for text in texts]
        await work.unread.add("raw", {"event": {"channel": ROOM, "ts": FIRST}, "x": long}, "", NOW)
        at = [FIRST, *(MessageTs(f"{1767225700 + n}.000001") for n in range(150))]
        pairs = zip(at, texts, strict=True)
        told = [heard(HeardKind.POSTED, ts=ts, content=said(text)) for ts, text in pairs]
        await work.messages.add(told)
    for text in texts:
        async with database.work() as work:
            await work.search.note(made, text)
    assert files_with(file, WORD)
    async with database.work() as work:
        for arrival in arrivals:
            await work.timeline.reword(arrival, fact("", struck=True))
        await work.messages.erase(ROOM, at)
        await work.unread.forget(ROOM, [FIRST])
        await work.search.renew(made, "the beginning")


async def test_after_a_scrub_no_byte_of_it_is_left_in_sqlites_files(sqlite_url: str) -> None:
    file = sqlite_file(sqlite_url)
    assert file is not None
    database = await Database.open(sqlite_url)
    try:
        await wordy(database, file)
        assert files_with(file, WORD), "the log, at least, still has the pages as they were"

        assert scrub(file)

        assert files_with(file, WORD) == []
        async with database.look() as work:
            asked = Listing(by=ANA, words=search_words("beginning"))
            assert (await work.search.page(asked)).total == 1
        with closing(sqlite3.connect(file)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            connection.execute("INSERT INTO search(search) VALUES ('integrity-check')")
    finally:
        await database.close()


async def test_while_somebody_reads_it_is_put_off(sqlite_url: str) -> None:
    file = sqlite_file(sqlite_url)
    assert file is not None
    database = await Database.open(sqlite_url)
    try:
        async with database.look() as reading:
            await reading.notes.get("any")
            async with database.work() as work:
                await work.notes.set("words", WORD)
            assert not scrub(file, busy_seconds=0.05)

        assert scrub(file)
        assert not file.with_name(file.name + "-wal").read_bytes()
    finally:
        await database.close()
