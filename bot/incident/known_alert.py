"""What is known of an alert: all that was said about it, also what came late, or twice."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from itertools import dropwhile, pairwise
from typing import Self

from pydantic import BaseModel, ConfigDict

from bot.incident.alert import Alert, AlertState

MARKS = 32
"""So many words are remembered, the latest."""
FLAPS, FLAPPING = 4, timedelta(minutes=30)
"""An alert that has changed its state so often within this time is flapping."""

_OF_A_MOMENT = (
    "state",
    "acknowledged",
    "acknowledged_at",
    "acknowledged_by",
    "released",
    "told_at",
    "starts_at",
    "ends_at",
)


class MarkKind(StrEnum):
    """In the order in which they count if they are of the same moment."""

    FIRED = "fired"
    RELEASED = "released"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"


_ORDER = tuple(MarkKind)


class Mark(BaseModel):
    """When the alert fired, was acknowledged or ended, as far as one word about it told."""

    model_config = ConfigDict(frozen=True)

    at: datetime
    kind: MarkKind
    starts_at: datetime | None = None
    by: str | None = None

    @property
    def order(self) -> tuple[datetime, int, str]:
        return self.at, _ORDER.index(self.kind), self.model_dump_json()


class KnownAlert(BaseModel):
    """`alert` is its present picture; the times in it are those of its last episode."""

    model_config = ConfigDict(frozen=True)

    alert: Alert
    said_at: datetime
    """Of what moment the picture is."""
    marks: tuple[Mark, ...]
    fired: int
    """How often it was said to fire."""
    first_heard_at: datetime
    heard_at: datetime

    @property
    def opens(self) -> bool:
        """Whether somebody should be asked about it: it fires, and nobody has it in hand."""
        alert = self.alert
        idle = alert.is_heartbeat or alert.is_test or alert.acknowledged
        return alert.is_firing and not idle

    @property
    def episode(self) -> tuple[Mark, ...]:
        """Since it last began to fire; with its end, if that is known."""
        return _episode(self.marks)

    def is_flapping(self, now: datetime) -> bool:
        recent = [_ends(mark) for mark in self.marks if now - mark.at <= FLAPPING]
        return sum(before != after for before, after in pairwise(recent)) >= FLAPS

    def is_repeated_by(self, said: Alert) -> bool:
        """Whether this word, heard once more, only says once more that it fires."""
        if not (self.alert.is_firing and said.is_firing and said.happened_at):
            return False
        later = self.heard(said, self.heard_at + timedelta(seconds=1))
        counted = {"fired": later.fired, "heard_at": later.heard_at}
        return later == self.model_copy(update=counted)

    def repeated(self, times: int, heard_at: datetime) -> Self:
        """It was said so many times more to fire, and nothing else."""
        latest = max(self.heard_at, heard_at)
        return self.model_copy(update={"fired": self.fired + times, "heard_at": latest})

    @classmethod
    def first(cls, said: Alert, heard_at: datetime) -> Self:
        mark = _mark(said, heard_at)
        return cls(
            alert=said.model_copy(update=_times((mark,))),
            said_at=mark.at,
            marks=(mark,),
            fired=int(said.is_firing),
            first_heard_at=heard_at,
            heard_at=heard_at,
        )

    def heard(self, said: Alert, heard_at: datetime) -> Self:
        """With one more word about it, which may be older than those before."""
        mark = _mark(said, heard_at)
        marks = self.marks
        if mark not in marks:
            marks = _remembered(sorted({*marks, mark}, key=lambda mark: mark.order))
        older, newer = (self.alert, said) if mark.at >= self.said_at else (said, self.alert)
        return self.model_copy(
            update={
                "alert": older.model_copy(update=_told(newer) | _times(marks)),
                "said_at": max(mark.at, self.said_at),
                "marks": marks,
                "fired": self.fired + said.is_firing,
                "first_heard_at": min(self.first_heard_at, heard_at),
                "heard_at": max(self.heard_at, heard_at),
            }
        )

    def told_better(self, said: Alert, heard_at: datetime) -> Self:
        """By whoever knows it better than those before: its picture counts, whatever its moment,
        and what fires already is not counted again.
        """
        known = self.heard(said, heard_at)
        again = self.alert.is_firing and said.is_firing
        fired = self.fired if again else known.fired
        picture = self.alert.model_copy(update=_told(said) | _times(known.marks))
        return known.model_copy(update={"alert": picture, "fired": fired})

    def copied(self, said: Alert, heard_at: datetime) -> Self:
        """A copy of what is known better: only its state and its times count."""
        times = {name: getattr(said, name) for name in _OF_A_MOMENT}
        known = self.heard(self.alert.model_copy(update=times), heard_at)
        anew = said.is_firing and not self.alert.is_firing
        return known.model_copy(update={"fired": self.fired + anew})

    def amended(self, said: Alert, heard_at: datetime) -> Self:
        """Something new about it, which is not one more time that it fires."""
        return self.heard(said, heard_at).model_copy(update={"fired": self.fired})


def _remembered(marks: list[Mark]) -> tuple[Mark, ...]:
    """Not more than that: of many that only say that it fires the first and the last will do."""
    place = 1
    while len(marks) > MARKS and place < len(marks) - 1:
        if all(mark.kind is MarkKind.FIRED for mark in marks[place - 1 : place + 2]):
            del marks[place]
        else:
            place += 1
    return tuple(marks[-MARKS:])


def _episode(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    begun = list(dropwhile(_ends, reversed(marks)))
    before = next((place for place, mark in enumerate(begun) if _ends(mark)), len(begun))
    return marks[len(begun) - before :]


def _times(marks: tuple[Mark, ...]) -> dict[str, object]:
    """State and times follow from all marks, not from the last word."""
    episode = _episode(marks)
    ends_at, taken = next((mark.at for mark in episode if _ends(mark)), None), _taken(episode)
    starts = [mark.starts_at for mark in episode if mark.starts_at]
    return {
        "state": AlertState.RESOLVED if ends_at else AlertState.FIRING,
        "starts_at": min(starts, default=None),
        "ends_at": ends_at,
        "acknowledged": taken is not None,
        "acknowledged_at": taken.at if taken else None,
        "acknowledged_by": taken.by if taken else None,
        "released": False,
    }


def _ends(mark: Mark) -> bool:
    return mark.kind is MarkKind.RESOLVED


def _mark(said: Alert, heard_at: datetime) -> Mark:
    """Nothing is later than when it was heard, whatever the clock of the tool says."""
    at = min(said.happened_at or heard_at, heard_at)
    starts_at = min(said.starts_at, heard_at) if said.starts_at else None
    if not said.is_firing:
        kind = MarkKind.RESOLVED
    elif said.acknowledged:
        kind = MarkKind.ACKNOWLEDGED
    else:
        kind = MarkKind.RELEASED if said.released else MarkKind.FIRED
    return Mark(at=at, kind=kind, starts_at=starts_at, by=said.acknowledged_by)


def _taken(episode: tuple[Mark, ...]) -> Mark | None:
    """Who has it in hand: the first to acknowledge it since somebody last let go of it."""
    taken: Mark | None = None
    for mark in episode:
        if mark.kind is MarkKind.RELEASED:
            taken = None
        elif mark.kind is MarkKind.ACKNOWLEDGED:
            taken = taken or mark
    return taken


def _told(said: Alert) -> dict[str, object]:
    """What it tells; the rest may be known from elsewhere."""
    return {name: value for name, value in said if value not in (None, "", {})}
