"""Who is on call: the schedules of a team, and whose turn it is in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import SQLModel

from bot.incident.ids import UserId
from bot.incident.text import folded

STALE_AFTER = timedelta(hours=1)
"""What was read longer ago is told with its age; it is read every few minutes."""

_WORD = re.compile(r"[\w@.+'-]+")


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class Callee(_Value):
    """Somebody as a schedule names them, and as far as they are known here."""

    name: str
    email: str = ""
    phone: str = ""
    user: UserId | None = None
    """None: nobody in Slack is known to be them."""

    @property
    def identity(self) -> str:
        """The same for the same person, whatever else is known of them."""
        return self.user or folded(self.email or self.name)


class Shift(_Value):
    who: Callee
    start: datetime
    end: datetime


class Override(_Value):
    """Somebody else's turn, in the rota's own zone."""

    since: datetime
    until: datetime
    who: str


class Rota(_Value):
    """People in turn. Its times have no zone: they are those of the wall clock there."""

    people: tuple[str, ...]
    since: datetime
    every: timedelta
    zone: str
    overrides: tuple[Override, ...] = ()


class Schedule(_Value):
    """Of its three sources it has one."""

    key: str
    name: Mapping[str, str] = Field(default_factory=dict)
    zone: str = "Etc/UTC"
    """In which a feed is read where it says none."""
    rota: Rota | None = None
    feed_from: str = ""
    """The environment variable that holds a calendar feed's address."""
    pagerduty: str = ""
    """The ID of a schedule there."""
    pagerduty_key_from: str = ""
    """The environment variable that holds the key of a service there, which pages its people."""

    def named(self, locale: str) -> str:
        return self.name.get(locale) or self.name.get("en") or self.key

    @property
    def is_fetched(self) -> bool:
        return self.rota is None

    @property
    def looks_outside(self) -> bool:
        """Whether it has to be fetched, or whoever is in it to be looked up."""
        rota = self.rota
        if rota is None:
            return True
        return any("@" in who for who in (*rota.people, *(one.who for one in rota.overrides)))


class KnownPerson(_Value):
    """What configuration says of somebody whom schedules name in their own way."""

    user: UserId | None = None
    phone: str = ""


class OnCallPolicy(_Value):
    schedules: tuple[Schedule, ...] = ()
    people: Mapping[str, KnownPerson] = Field(default_factory=dict)
    """By e-mail address or name, as the schedules have them."""
    primary: str | None = None
    """Keys of schedules: for incidents whose service has none of its own."""
    secondary: str | None = None
    security: str | None = None
    """For private incidents, whatever their service."""

    def schedule(self, key: str | None) -> Schedule | None:
        return next((one for one in self.schedules if one.key == key), None)

    def known(self, who: Callee) -> Callee:
        """With what configuration says of them, by address, by name, or by a name within it."""
        found = _among(self.people, who)
        if found is None:
            return who
        said = self.people[found]
        name = who.name if "@" in found else found
        more = {"name": name, "user": said.user or who.user, "phone": said.phone or who.phone}
        return who.model_copy(update=more)


class Roster(_Value):
    """Whose turn it is, as far as that could be read."""

    schedule: Schedule
    now: tuple[Shift, ...] = ()
    next: tuple[Shift, ...] = ()
    read_at: datetime | None = None
    """When its source last answered; None for a rota, and for what was never read."""
    trouble: str = ""
    """Why its source cannot be read at present."""

    def is_stale(self, at: datetime) -> bool:
        if not self.schedule.is_fetched:
            return False
        return self.read_at is None or at - self.read_at > STALE_AFTER


class Feed(SQLModel):
    """What a schedule's source said last, kept for the day on which it does not answer."""

    model_config = ConfigDict(frozen=True)  # type: ignore[assignment]

    schedule: str
    source: str
    """A digest of where it came from: what another source said counts no longer."""
    body: str = ""
    etag: str = ""
    modified: str = ""
    read_at: datetime | None = None
    error: str = ""


class Match(SQLModel):
    """Who in Slack has an e-mail address that a schedule names."""

    model_config = ConfigDict(frozen=True)  # type: ignore[assignment]

    email: str
    person: UserId | None = None
    known_at: datetime


def turns(shifts: Iterable[Shift], at: datetime) -> tuple[tuple[Shift, ...], tuple[Shift, ...]]:
    """Who is on call at that time, and whose turn is next, from when."""
    joined = _joined(shifts)
    now = tuple(shift for shift in joined if shift.start <= at < shift.end)
    later = [shift for shift in joined if shift.start > at]
    first = min((shift.start for shift in later), default=None)
    return now, tuple(shift for shift in later if shift.start == first)


def _joined(shifts: Iterable[Shift]) -> Sequence[Shift]:
    """Two turns of one person without a pause between are one."""
    joined: dict[str, list[Shift]] = {}
    for shift in sorted(shifts, key=lambda shift: shift.start):
        own = joined.setdefault(shift.who.identity, [])
        if own and shift.start <= own[-1].end:
            end = max(own[-1].end, shift.end)
            own[-1] = own[-1].model_copy(update={"end": end})
        else:
            own.append(shift)
    every = (shift for own in joined.values() for shift in own)
    return sorted(every, key=lambda shift: (shift.start, shift.who.name))


def _among(people: Mapping[str, KnownPerson], who: Callee) -> str | None:
    named = {folded(key): key for key in people}
    for exact in (folded(who.email), folded(who.name)):
        if exact in named:
            return named[exact]
    words = f" {' '.join(_WORD.findall(folded(who.name)))} "
    held = [key for key in named if f" {key} " in words]
    return named[max(held, key=len)] if held else None
