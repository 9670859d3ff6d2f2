"""What is heard of messages is kept once, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.incident.ids import ChannelId, MessageTs
from bot.incident.message import Content, File, Heard, HeardKind, mark_key, messages_of
from bot.storage.ledger import Database

ROOM, OTHER = ChannelId("C1"), ChannelId("C2")
FIRST, SECOND = MessageTs("1767225600.000100"), MessageTs("1767225601.000100")
AT = datetime(2026, 1, 1, tzinfo=UTC)
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


async def test_a_channel_with_a_new_id_keeps_its_messages(ledger: Database) -> None:
    await add(ledger, heard(), heard(ts=SECOND))

    async with ledger.work() as work:
        await work.messages.moved(ROOM, OTHER)

    assert await kept(ledger) == []
    assert await kept(ledger, OTHER) == [heard(channel=OTHER), heard(channel=OTHER, ts=SECOND)]


async def test_nothing_is_nothing(ledger: Database) -> None:
    await add(ledger)

    assert await kept(ledger) == []
