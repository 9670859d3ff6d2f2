"""What people wrote in a post-mortem: revisions, each with author and time, none ever lost.

Facts that somebody edited are kept as lines. Those left as they were are kept by their key only:
a revision holds no words but its author's, and what is deleted elsewhere is gone here too.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from pydantic import BaseModel, ConfigDict
from sqlmodel import SQLModel

from bot.incident.ids import IncidentId, UserId
from bot.incident.postmortem.parts import Part, Row
from bot.incident.postmortem.sections import Section

RevisionId = NewType("RevisionId", str)
WORDS_LIMIT = 3000
"""What a field of a form in Slack takes."""
_MARKER = re.compile(r"\bTO DO\b|[ÀA] COMPL[ÉE]TER\b")


class Piece(StrEnum):
    FACTS = "facts"
    WORDS = "words"


class Line(BaseModel):
    """`text` empty: the row of this key, as the ledger has it. `key`: which row was rewritten."""

    model_config = ConfigDict(frozen=True)

    key: str = ""
    text: str = ""


class Revision(SQLModel):
    """One state of the words or the facts of a section; the newest one counts."""

    model_config = ConfigDict(frozen=True)  # type: ignore[assignment]

    id: RevisionId
    incident: IncidentId
    number: int
    """Counts per incident, from 1."""
    section: Section
    piece: Piece
    by: UserId
    at: datetime
    words: str = ""
    lines: tuple[Line, ...] = ()
    basis: dict[str, str] = {}
    """Of facts: the rows there were, and the digests of what they said."""
    empty: bool = False
    """No words; of facts: given back to the bot."""
    restores: int | None = None
    """The number of the revision that it repeats."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Facts that somebody edited, as they stand now."""

    lines: tuple[str, ...]
    differences: tuple[Row, ...]
    """What the ledger has that was not there then, or has changed under what they rewrote."""
    gone: int
    """So many rows were there then, and are no longer."""


def newest(revisions: Sequence[Revision], section: Section, piece: Piece) -> Revision | None:
    """The one that counts; None also when it was emptied."""
    found = [one for one in revisions if one.section is section and one.piece is piece]
    latest = max(found, key=lambda one: one.number, default=None)
    return None if latest is None or latest.empty else latest


def markers_in(words: str) -> int:
    return len(_MARKER.findall(words))


def lines_typed(part: Part, typed: str) -> tuple[Line, ...] | None:
    """What somebody made of these rows; None when they left all of them as they were."""
    before, after = part.text.split("\n"), [" ".join(one.split()) for one in typed.split("\n")]
    after = [line for line in after if line]
    if [" ".join(one.split()) for one in before] == after:
        return None
    return tuple(_aligned(part.rows, [" ".join(one.split()) for one in before], after))


def _aligned(rows: Sequence[Row], before: list[str], after: list[str]) -> Iterator[Line]:
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for change, first, last, start, end in matcher.get_opcodes():
        if change == "equal":
            yield from (Line(key=row.key) for row in rows[first:last])
        elif change != "delete":
            paired = rows[first:last] if last - first == end - start else ()
            keys = [row.key for row in paired] or [""] * (end - start)
            yield from (Line(key=k, text=t) for k, t in zip(keys, after[start:end], strict=True))


def basis_of(part: Part) -> dict[str, str]:
    return {row.key: row.digest for row in part.rows}


def taken_now(revision: Revision, part: Part) -> Taken:
    """What they wrote, and beside it what has become different since."""
    rows = {row.key: row for row in part.rows}
    lines = tuple(_lines(revision.lines, rows))
    rewritten = {line.key for line in revision.lines if line.key and line.text}
    differences = tuple(row for row in part.rows if _differs(row, revision.basis, rewritten))
    return Taken(lines, differences, sum(key not in rows for key in revision.basis))


def _lines(lines: Sequence[Line], rows: Mapping[str, Row]) -> Iterator[str]:
    for line in lines:
        if line.text:
            yield line.text
        elif line.key in rows:
            yield rows[line.key].line


def _differs(row: Row, basis: Mapping[str, str], rewritten: set[str]) -> bool:
    if row.key not in basis:
        return True
    return row.key in rewritten and basis[row.key] != row.digest
