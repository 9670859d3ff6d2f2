"""What comes while a transaction runs is the next one, together; one bad item spoils no other."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from bot.response.ports import LedgerDown
from bot.slack.group_commit import MOST, GroupCommit


class Bad(Exception):
    pass


@dataclass
class Ledger:
    """Commits all or nothing; `bad` items fail, and while `gate` is shut nothing is committed."""

    bad: frozenset[int] = frozenset()
    down: bool = False
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    committed: list[list[int]] = field(default_factory=list)

    async def write(self, items: Sequence[int]) -> None:
        await self.gate.wait()
        if self.down:
            raise LedgerDown("away")
        if self.bad.intersection(items):
            raise Bad
        self.committed.append(list(items))


async def all_of(ledger: Ledger, count: int) -> list[BaseException | None]:
    group = GroupCommit(ledger.write)
    kept = [asyncio.create_task(group.keep([number])) for number in range(count)]
    for _ in range(5):
        await asyncio.sleep(0)
    ledger.gate.set()
    return await asyncio.gather(*kept, return_exceptions=True)


async def test_what_waits_is_one_transaction() -> None:
    ledger = Ledger()

    assert await all_of(ledger, MOST + 50) == [None] * (MOST + 50)
    assert [len(items) for items in ledger.committed] == [MOST, 50]
    assert [item for items in ledger.committed for item in items] == list(range(MOST + 50))


async def test_a_bad_one_fails_alone() -> None:
    ledger = Ledger(bad=frozenset({3}))

    outcomes = await all_of(ledger, 6)

    assert [type(outcome) for outcome in outcomes].count(Bad) == 1
    assert isinstance(outcomes[3], Bad)
    assert sorted(item for items in ledger.committed for item in items) == [0, 1, 2, 4, 5]


async def test_when_the_ledger_is_down_all_of_them_hear_so() -> None:
    ledger = Ledger(down=True)

    outcomes = await all_of(ledger, 4)

    assert [type(outcome) for outcome in outcomes] == [LedgerDown] * 4
    assert ledger.committed == []


async def test_whoever_stops_waiting_hinders_nobody() -> None:
    ledger = Ledger()
    group = GroupCommit(ledger.write)
    first, second = (asyncio.create_task(group.keep([number])) for number in range(2))
    await asyncio.sleep(0)
    first.cancel()
    ledger.gate.set()

    await second
    with pytest.raises(asyncio.CancelledError):
        await first
    assert [item for items in ledger.committed for item in items] == [0, 1]
