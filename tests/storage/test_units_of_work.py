"""What happens when several units of work meet, or one of them fails."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy.exc import IntegrityError, InternalError, StatementError

from bot.incident.question import Choice
from bot.response.ports import LedgerDown
from bot.storage.ledger import Database
from tests.storage.values import NOW, incident, minutes, question


class Stumbled(Exception):
    """Something failed inside a unit of work."""


async def declare(ledger: Database, *, stumbles: bool = False) -> int | None:
    try:
        async with ledger.work() as work:
            number = await work.incidents.next_number()
            await work.incidents.add(incident(number))
            if stumbles:
                raise Stumbled
    except Stumbled:
        return None
    return number


async def test_numbers_have_no_gaps_though_some_roll_back(ledger: Database) -> None:
    attempts = [declare(ledger, stumbles=n % 3 == 2) for n in range(30)]

    taken = [number for number in await asyncio.gather(*attempts) if number is not None]

    assert sorted(taken) == list(range(1, 21))


async def test_an_error_takes_everything_back(ledger: Database) -> None:
    async def stumble() -> None:
        async with ledger.work() as work:
            await work.intents.claim("key", NOW)
            await work.incidents.add(incident())
            raise Stumbled

    with pytest.raises(Stumbled):
        await stumble()

    async with ledger.work() as work:
        assert await work.incidents.numbered(1) is None
        assert await work.intents.claim("key", NOW)


@pytest.mark.parametrize("first_stumbles", [False, True])
async def test_a_claim_waits_for_one_that_is_being_committed(
    ledger: Database, first_stumbles: bool
) -> None:
    claimed, asked = asyncio.Event(), asyncio.Event()

    async def first() -> None:
        async with ledger.work() as work:
            assert await work.intents.claim("key", NOW)
            claimed.set()
            await asked.wait()
            if first_stumbles:
                raise Stumbled

    async def second() -> bool:
        await claimed.wait()
        asked.set()
        async with ledger.work() as work:
            return await work.intents.claim("key", NOW)

    outcome, got_it = await asyncio.gather(first(), second(), return_exceptions=True)

    assert isinstance(outcome, Stumbled) is first_stumbles
    assert got_it is first_stumbles


async def test_changes_of_one_incident_queue_up(ledger: Database) -> None:
    async def rename(title: str) -> None:
        async with ledger.work() as work:
            found = await work.incidents.get(incident().id)
            await work.incidents.save(found.model_copy(update={"title": found.title + title}))

    async with ledger.work() as work:
        await work.incidents.add(incident(title=""))

    await asyncio.gather(*(rename(letter) for letter in "abcdef"))

    async with ledger.look() as work:
        found = await work.incidents.get(incident().id)
    assert (sorted(found.title), found.version) == (list("abcdef"), 7)


async def test_a_question_is_answered_once(ledger: Database) -> None:
    async def answer(choice: Choice) -> Choice | None:
        async with ledger.work() as work:
            found = await work.questions.get(question().id)
            assert found is not None
            if found.answer is None:
                await work.questions.put(found.model_copy(update={"answer": choice}))
            return found.answer

    async with ledger.work() as work:
        await work.questions.put(question())

    seen = await asyncio.gather(*(answer(Choice.PUBLIC) for _ in range(5)))

    assert sorted(seen, key=str) == [None, *[Choice.PUBLIC] * 4]


async def test_a_look_sees_one_state_and_waits_for_no_writer(ledger: Database) -> None:
    async with ledger.work() as work:
        await work.incidents.add(incident(1))

    async with ledger.look() as looking:
        before = await looking.incidents.still_open()
        async with ledger.work() as work:
            await work.incidents.add(incident(2))
            async with ledger.look() as another:
                assert await another.incidents.still_open() == before
        assert await looking.incidents.still_open() == before

    async with ledger.look() as looking:
        assert len(await looking.incidents.still_open()) == 2


async def test_a_look_changes_nothing(ledger: Database) -> None:
    with pytest.raises((LedgerDown, InternalError), match=r"read-?only"):
        async with ledger.look() as work:
            await work.incidents.add(incident())

    async with ledger.look() as work:
        assert await work.incidents.numbered(1) is None


async def test_what_contradicts_the_tables_is_no_outage(ledger: Database) -> None:
    async with ledger.work() as work:
        await work.incidents.add(incident())

    with pytest.raises(IntegrityError) as caught:
        async with ledger.work() as work:
            await work.incidents.add(incident(title="Payroll leaked"))

    assert "Payroll" not in str(caught.value)


async def test_a_fact_belongs_to_an_incident(ledger: Database) -> None:
    with pytest.raises(IntegrityError):
        async with ledger.work() as work:
            await work.members.joined(incident(9).id, incident().declared_by, NOW)


async def test_a_naive_time_is_refused(ledger: Database) -> None:
    naive = minutes(0).replace(tzinfo=None)
    with pytest.raises(StatementError, match="timezone"):
        async with ledger.work() as work:
            await work.intents.claim("key", naive)
