"""Every revision of a post-mortem comes back as it was written, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError

from bot.incident.ids import ChannelId, MessageTs
from bot.incident.message import Heard, HeardKind, Said
from bot.incident.postmortem.revisions import Line, Piece, Revision, RevisionId
from bot.incident.postmortem.sections import Section
from bot.storage.ledger import Database
from tests.storage.values import ANA, BEN, NOW, incident

ROOM = ChannelId("C1")


def revision(number: int = 1, **parts: object) -> Revision:
    plain = {
        "id": RevisionId(f"r{number}"),
        "incident": incident().id,
        "number": number,
        "section": Section.WENT_WELL,
        "piece": Piece.WORDS,
        "by": ANA,
        "at": NOW,
        "words": "Ça a marché.\nTwice.",
    }
    return Revision.model_validate(plain | parts)


async def test_revisions_come_back_by_their_numbers(ledger: Database) -> None:
    facts = revision(
        2,
        piece=Piece.FACTS,
        words="",
        lines=(Line(key="entry:1"), Line(text="mine")),
        basis={"entry:1": "d"},
        restores=1,
    )
    async with ledger.work() as work:
        await work.incidents.add(incident())
        await work.revisions.add(facts)
        await work.revisions.add(revision(1))

    async with ledger.look() as work:
        assert await work.revisions.of(incident().id) == [revision(1), facts]


async def test_two_revisions_never_share_a_number(ledger: Database) -> None:
    async with ledger.work() as work:
        await work.incidents.add(incident())
        await work.revisions.add(revision(1))

    with pytest.raises(IntegrityError):
        async with ledger.work() as work:
            await work.revisions.add(revision(1, id=RevisionId("other")))


async def test_who_wrote_when_comes_without_words_and_without_what_was_deleted(
    ledger: Database,
) -> None:
    first, second, third = (MessageTs(f"176722560{n}.000100") for n in range(3))

    def heard(ts: MessageTs, kind: HeardKind = HeardKind.POSTED, by: str = ANA) -> Heard:
        thread = first if ts == third else None
        return Heard(channel=ROOM, ts=ts, kind=kind, at=NOW, heard_at=NOW, by=by, thread=thread)

    async with ledger.work() as work:
        await work.messages.add([heard(third, by=BEN), heard(first), heard(second)])
        await work.messages.add([heard(second, HeardKind.DELETED)])

    async with ledger.look() as work:
        assert await work.messages.said(ROOM) == [Said(first, ANA), Said(third, BEN, first)]
