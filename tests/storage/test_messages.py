"""What is heard of messages is kept once, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.incident.gap import Missed
from bot.incident.ids import ChannelId, MessageTs
from bot.incident.message import Content, File, Heard, HeardKind, mark_key, messages_of
from bot.incident.read_back import ReadBack
from bot.storage.ledger import Database

ROOM, OTHER = ChannelId("C1"), ChannelId("C2")
FIRST, SECOND = MessageTs("1767225600.000100"), MessageTs("1767225601.000100")
AT = datetime(2026, 1, 1, tzinfo=UTC)
MOMENT = timedelta(seconds=1)
RICH = {"type": "rich_text", "elements": [{"type": "text", "text": "hé \N{FIRE}"}]}
WORDS = Content(text="hé &amp; \N{FIRE}", blocks=(RICH,), files=(File(id="F1", name="a.png"),))


def heard(kind: HeardKind = HeardKind.POSTED, **more: Any) -> Heard:
    told: dict[str, Any] = {"channel": ROOM, "ts": FIRST, "kind": kind, "at": AT, "heard_at": AT}
    return Heard(**told | {"by": "U1", "by_name": "ana", "content": WORDS} | more)


async def kept(ledger: Database, channel: ChannelId = ROOM) -> list[Heard]:
    async with ledger.look() as work:
        return list(await work.messages.of(channel))


async def add(ledger: Database, *told: Heard) -> None:
    async with ledger.work() as work:
        await work.messages.add(told)


async def test_it_comes_back_as_it_was_heard(ledger: Database) -> None:
    told = [
        heard(),
        heard(HeardKind.EDITED, key="1767225700.000001"),
        heard(HeardKind.REACTION, key=mark_key("eyes", "U2", "1767225601.1"), content=None),
        heard(ts=SECOND, thread=FIRST, subtype="thread_broadcast", broadcast=True),
    ]

    await add(ledger, *told)

    assert sorted(await kept(ledger), key=told.index) == told


async def test_what_is_heard_again_changes_nothing(ledger: Database) -> None:
    await add(ledger, heard())
    await add(ledger, heard(content=Content(text="other"), by_name="bob"), heard(ts=SECOND))

    assert await kept(ledger) == [heard(), heard(ts=SECOND)]


async def test_words_that_were_not_known_are_filled_in(ledger: Database) -> None:
    await add(ledger, heard(content=None))
    await add(ledger, heard())

    assert await kept(ledger) == [heard()]


async def test_words_of_the_deleted_are_erased_in_all_revisions(ledger: Database) -> None:
    gone = heard(HeardKind.DELETED, content=None)
    edited = heard(HeardKind.EDITED, key="1767225700.000001")
    await add(ledger, heard(), edited, gone, heard(ts=SECOND), heard(channel=OTHER))

    async with ledger.work() as work:
        await work.messages.erase_deleted(ROOM, [FIRST, SECOND])

    erased, other = messages_of(await kept(ledger))
    assert (erased.revisions, erased.by) == ((), "U1")
    assert other.revisions[-1].content == WORDS
    assert messages_of(await kept(ledger, OTHER))[0].revisions[-1].content == WORDS


REPLIES = [
    heard(ts=MessageTs("1767225602.000100"), thread=FIRST),
    heard(ts=MessageTs("1767225603.000100"), thread=FIRST),
    heard(ts=MessageTs("1767225604.000100"), thread=FIRST, broadcast=True),
    heard(ts=MessageTs("1767225605.000100"), thread=SECOND),
]
GONE = heard(HeardKind.DELETED, ts=REPLIES[1].ts, thread=FIRST, content=None)
MARKED = heard(
    HeardKind.REACTION, ts=REPLIES[0].ts, key=mark_key("eyes", "U2", "1.1"), content=None
)


async def test_a_stretch_of_the_channel_is_without_what_stands_in_threads_only(
    ledger: Database,
) -> None:
    await add(ledger, heard(), heard(ts=SECOND), *REPLIES, MARKED, heard(channel=OTHER))

    async with ledger.look() as work:
        everything = await work.messages.between(ROOM, FIRST, None)
        first = await work.messages.between(ROOM, FIRST, SECOND)
        second = await work.messages.between(ROOM, SECOND, None)

    assert [one.ts for one in everything] == [FIRST, SECOND, REPLIES[2].ts]
    assert [one.ts for one in first] == [FIRST]
    assert [one.ts for one in second] == [SECOND, REPLIES[2].ts]


async def test_threads_are_counted_without_what_was_deleted(ledger: Database) -> None:
    await add(ledger, heard(thread=FIRST), heard(ts=SECOND), *REPLIES, GONE, MARKED)

    async with ledger.look() as work:
        counted = await work.messages.threads(ROOM, [FIRST, SECOND, MessageTs("1.1")])
        replies = await work.messages.replies(ROOM, [FIRST])
        newest = await work.messages.roots(ROOM, None, 5)
        older = await work.messages.roots(ROOM, SECOND, 5)

    assert counted == {
        FIRST: (2, REPLIES[2].ts),
        SECOND: (1, REPLIES[3].ts),
        MessageTs("1.1"): (0, None),
    }
    assert {one.ts for one in replies} == {one.ts for one in REPLIES[:3]}
    assert MARKED in replies
    assert (list(newest), list(older)) == ([SECOND, FIRST], [FIRST])


async def test_the_earliest_and_the_last_that_was_heard(ledger: Database) -> None:
    later = AT + timedelta(minutes=5)
    await add(ledger, heard(ts=SECOND), heard(heard_at=later))

    async with ledger.look() as work:
        earliest = await work.messages.earliest(ROOM, 1)
        last = [await work.messages.last_heard(ROOM, at) for at in (AT, later, later + MOMENT)]

    assert [one.ts for one in earliest] == [FIRST]
    assert last == [None, AT, later]


async def test_how_far_a_channel_was_read_is_remembered_and_moves_with_it(
    ledger: Database,
) -> None:
    never = ReadBack(channel=ROOM, whole=True)
    under_way = never.begun(AT).found(Missed((), 1, 2, AT)).read(FIRST, more=True)
    async with ledger.work() as work:
        assert await work.read_backs.get(ROOM, whole=True) == never
        await work.read_backs.put(never.begun(AT))
        await work.read_backs.put(under_way)
        await work.read_backs.moved(ROOM, OTHER)

    async with ledger.look() as work:
        assert await work.read_backs.get(ROOM, whole=True) == never
        moved = await work.read_backs.get(OTHER, whole=True)
        assert await work.read_backs.get(OTHER, whole=False) == ReadBack(channel=OTHER, whole=False)
    assert moved == under_way.model_copy(update={"channel": OTHER})


async def test_a_channel_with_a_new_id_keeps_its_messages(ledger: Database) -> None:
    await add(ledger, heard(), heard(ts=SECOND))

    async with ledger.work() as work:
        await work.messages.moved(ROOM, OTHER)

    assert await kept(ledger) == []
    assert await kept(ledger, OTHER) == [heard(channel=OTHER), heard(channel=OTHER, ts=SECOND)]


async def test_nothing_is_nothing(ledger: Database) -> None:
    await add(ledger)

    assert await kept(ledger) == []
