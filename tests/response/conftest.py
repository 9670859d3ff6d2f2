"""Verbs at a desk of their own: both databases, a clock that stands still, no Slack."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.incident.ids import GroupId, IncidentId, UserId
from bot.incident.on_call import Roster
from bot.incident.person import Person
from bot.incident.policy import Policy
from bot.outlets.update_renderer import UpdateRenderer
from bot.response.ports import Desk
from bot.sandbox.hand_clock import HandClock
from bot.storage.ledger import Database
from tests.databases import SQLITE_FIRST, Kind, fresh_url


@dataclass
class Alarm:
    """Remembers whom it was told to wake."""

    woken: list[IncidentId] = field(default_factory=list)
    rescans: int = 0

    def wake(self, incident: IncidentId) -> None:
        self.woken.append(incident)

    def rescan(self) -> None:
        self.rescans += 1


@dataclass
class AddressBook:
    """Knows whom a test wrote into it, and cannot say anything of others."""

    people: dict[UserId, Person] = field(default_factory=dict)

    async def person(self, user: UserId) -> Person | None:
        return self.people.get(user)

    async def known(self, user: UserId) -> Person | None:
        return self.people.get(user)

    async def members(self, group: GroupId) -> frozenset[UserId]:
        return frozenset()


@dataclass
class Board:
    """Shows the turns that a test has written on it."""

    turns: dict[str, Roster] = field(default_factory=dict)

    async def roster(self, schedule: str) -> Roster | None:
        return self.turns.get(schedule)

    async def rosters(self) -> Sequence[Roster]:
        return list(self.turns.values())


@dataclass
class Office:
    desk: Desk
    clock: HandClock
    alarm: Alarm
    book: AddressBook
    board: Board
    policy: Policy


@pytest.fixture(params=SQLITE_FIRST)
async def office(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Office]:
    kind: Kind = request.param
    database = await Database.open(await fresh_url(kind, tmp_path))
    clock, alarm, book, board, policy = HandClock(), Alarm(), AddressBook(), Board(), Policy()
    desk = Desk(
        ledger=database,
        clock=clock,
        waker=alarm,
        directory=book,
        on_call=board,
        renderer=UpdateRenderer(lambda: policy),
        policy=lambda: policy,
    )
    yield Office(desk, clock, alarm, book, board, policy)
    await database.close()
