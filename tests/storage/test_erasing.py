"""What is erased is gone from the file itself, not only from what is found in it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bot.incident.ids import ChannelId, MessageTs
from bot.incident.kept_file import KeptFile
from bot.incident.message import Content, Heard, HeardKind
from bot.storage.address import sqlite_file
from bot.storage.ledger import Database
from tests.databases import fresh_url

ROOM, TS = ChannelId("C1"), MessageTs("1767225600.000100")
AT = datetime(2026, 1, 1, tzinfo=UTC)
WORDS, PIXELS = "Mauritius", b"\x89MAURITIUS" * 5000


def heard(kind: HeardKind, words: str | None = None) -> Heard:
    content = Content(text=words) if words else None
    return Heard(channel=ROOM, ts=TS, kind=kind, at=AT, heard_at=AT, content=content)


async def test_no_page_of_sqlites_file_keeps_erased_words_or_images(tmp_path: Path) -> None:
    url = await fresh_url("sqlite", tmp_path)
    ledger = await Database.open(url)
    image = KeptFile(channel=ROOM, ts=TS, file="F1", sha256="a" * 64)
    async with ledger.work() as work:
        await work.messages.add([heard(HeardKind.POSTED, WORDS * 500)])
        await work.files.want(image)
        await work.files.keep(image, PIXELS)
    await ledger.close()
    file = sqlite_file(url)
    assert file is not None
    assert WORDS.encode() in file.read_bytes()
    assert PIXELS[:10] in file.read_bytes()

    ledger = await Database.open(url)
    async with ledger.work() as work:
        await work.messages.add([heard(HeardKind.DELETED)])
        await work.messages.erase_deleted(ROOM, [TS])
        await work.files.erase_deleted(ROOM, [TS])
    await ledger.close()

    left = b"".join(one.read_bytes() for one in file.parent.glob(f"{file.name}*"))
    assert WORDS.encode() not in left
    assert PIXELS[:10] not in left
