"""Copies of files stand beside their messages, and go with them, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.incident.ids import ChannelId, MessageTs
from bot.incident.kept_file import KeptFile
from bot.incident.message import Heard, HeardKind
from bot.storage.ledger import Database

ROOM, OTHER = ChannelId("C1"), ChannelId("C2")
FIRST, SECOND = MessageTs("1767225600.000100"), MessageTs("1767225601.000100")
AT = datetime(2026, 1, 1, tzinfo=UTC)
BYTES = b"\x89PNG\0\xff" * 1000


def wanted(ts: MessageTs = FIRST, channel: ChannelId = ROOM, file: str = "F1") -> KeptFile:
    return KeptFile(channel=channel, ts=ts, file=file, name="é.png", type="image/png")


def here(file: KeptFile) -> KeptFile:
    return file.model_copy(update={"size": len(BYTES), "sha256": "a" * 64})


async def keep(ledger: Database, *files: KeptFile) -> None:
    async with ledger.work() as work:
        for file in files:
            await work.files.want(file)
            await work.files.keep(here(file), BYTES)


async def kept(ledger: Database, channel: ChannelId = ROOM) -> list[KeptFile]:
    async with ledger.look() as work:
        return list(await work.files.of(channel))


async def test_what_is_wanted_is_not_there_before_it_has_come(ledger: Database) -> None:
    async with ledger.work() as work:
        await work.files.want(wanted())

    assert await kept(ledger) == []
    async with ledger.look() as work:
        assert await work.files.get(ROOM, FIRST, "F1") == wanted()
        assert await work.files.content(wanted()) is None


async def test_bytes_come_back_as_they_were(ledger: Database) -> None:
    await keep(ledger, wanted(), wanted(SECOND))

    assert await kept(ledger) == [here(wanted()), here(wanted(SECOND))]
    async with ledger.look() as work:
        assert await work.files.content(wanted()) == BYTES


async def test_wanting_it_again_takes_nothing_away(ledger: Database) -> None:
    await keep(ledger, wanted())
    async with ledger.work() as work:
        await work.files.want(wanted())

    assert await kept(ledger) == [here(wanted())]


async def test_what_was_erased_meanwhile_is_not_kept(ledger: Database) -> None:
    async with ledger.work() as work:
        await work.files.want(wanted())
        await work.files.erase("F1")
        await work.files.keep(here(wanted()), BYTES)

    assert await kept(ledger) == []


async def test_files_of_deleted_messages_go(ledger: Database) -> None:
    await keep(ledger, wanted(), wanted(SECOND), wanted(FIRST, OTHER))
    gone = Heard(channel=ROOM, ts=FIRST, kind=HeardKind.DELETED, at=AT, heard_at=AT)
    async with ledger.work() as work:
        await work.messages.add([gone])
        await work.files.erase_deleted(ROOM, [FIRST, SECOND])

    assert await kept(ledger) == [here(wanted(SECOND))]
    assert await kept(ledger, OTHER) == [here(wanted(FIRST, OTHER))]


async def test_a_file_goes_from_every_message(ledger: Database) -> None:
    await keep(ledger, wanted(), wanted(SECOND), wanted(file="F2"), wanted(FIRST, OTHER))
    async with ledger.work() as work:
        await work.files.erase("F1")

    assert await kept(ledger) == [here(wanted(file="F2"))]
    assert await kept(ledger, OTHER) == []


async def test_they_move_with_the_channel(ledger: Database) -> None:
    await keep(ledger, wanted())
    async with ledger.work() as work:
        await work.files.moved(ROOM, OTHER)

    assert await kept(ledger, OTHER) == [here(wanted(channel=OTHER))]
