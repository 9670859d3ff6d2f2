"""Incidents are found by what people wrote of them, alike on both databases."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.incident.home import Home
from bot.incident.ids import IncidentId, UserId
from bot.incident.lifecycle import OPEN, Status
from bot.incident.listing import Found, Listing, search_words
from bot.incident.roles import Holding, Role
from bot.storage.ledger import Database
from tests.storage.values import ANA, BEN, NOW, incident, minutes

CARL = UserId("U0CARL")
HOSTILE = (
    "C++",
    "don't",
    "AND",
    "OR NOT NEAR(",
    '"',
    "*",
    "a:b",
    "title:checkout",
    "^x",
    "-",
    "':*",
    "& | !",
    "\\",
    "🔥",
    "الدفع",
    "%_",
    "é" * 3000,
    "x " * 400,
)


async def add(ledger: Database, number: int, title: str, told: str = "", **parts: object) -> None:
    made = incident(number, title=title, **parts)
    async with ledger.work() as work:
        await work.incidents.add(made)
        await work.search.note(made, told)


async def found(ledger: Database, **wanted: object) -> Found:
    asked = Listing(**{"by": ANA, **wanted})  # type: ignore[arg-type]
    async with ledger.look() as work:
        return await work.search.page(asked)


async def numbers(ledger: Database, words: str, **wanted: object) -> Sequence[int]:
    return [i.number for i in (await found(ledger, words=search_words(words), **wanted)).incidents]


async def test_words_are_found_wherever_they_were_written_best_first(ledger: Database) -> None:
    await add(ledger, 1, "Search is slow", told="the checkout was rolled back")
    await add(ledger, 2, "Checkout is failing", impact="Cards in Québec")
    await add(ledger, 3, "Login fails", impact="checkout for some", status=Status.CLOSED)

    assert await numbers(ledger, "checkout") == [2, 3, 1]
    assert await numbers(ledger, "CHECK") == [2, 3, 1]
    assert await numbers(ledger, "quebec card") == [2]
    assert await numbers(ledger, "rolled slow") == [1]
    assert await numbers(ledger, "rolled cards") == []
    assert await numbers(ledger, "checkout", statuses=OPEN) == [2, 1]


async def test_what_is_told_later_is_found_with_what_was_told_before(ledger: Database) -> None:
    await add(ledger, 1, "Search is slow", told="first")
    renamed = incident(1, title="Search is down")
    async with ledger.work() as work:
        await work.search.note(renamed, "second")

    assert await numbers(ledger, "first second down") == [1]
    assert await numbers(ledger, "slow") == []


async def test_only_its_people_find_or_count_a_private_incident(ledger: Database) -> None:
    await add(ledger, 1, "Leak of keys", private=True)
    await add(ledger, 2, "Leak in the roof")
    async with ledger.work() as work:
        await work.members.joined(IncidentId("incident-1"), CARL, NOW)

    assert await numbers(ledger, "leak", by=BEN) == [2]
    assert (await found(ledger, by=BEN)).total == 1
    assert sorted(await numbers(ledger, "leak", by=CARL)) == [1, 2]
    assert (await found(ledger, by=ANA)).total == 2
    async with ledger.work() as work:
        await work.members.left(IncidentId("incident-1"), CARL, minutes(1))
    assert await numbers(ledger, "leak", by=CARL) == [2]


async def test_pages_follow_one_another_and_say_how_many_there_are(ledger: Database) -> None:
    for number in range(1, 6):
        await add(ledger, number, f"Outage {number}")

    pages = [await found(ledger, offset=offset, limit=2) for offset in (0, 2, 4, 6)]

    assert [[i.number for i in page.incidents] for page in pages] == [[5, 4], [3, 2], [1], []]
    assert [page.total for page in pages] == [5] * 4


async def test_mine_are_those_i_declared_or_have_a_role_in(ledger: Database) -> None:
    await add(ledger, 1, "Mine")
    await add(ledger, 2, "Ours", declared_by=BEN, roles={Role.IC: Holding(user=ANA, since=NOW)})
    await add(ledger, 3, "Theirs", declared_by=BEN)

    assert [i.number for i in (await found(ledger, mine=True)).incidents] == [2, 1]
    assert [i.number for i in (await found(ledger, severity="sev1")).incidents] == [3, 2, 1]
    assert (await found(ledger, severity="sev2")).total == 0


async def test_what_the_index_lacks_is_known(ledger: Database) -> None:
    await add(ledger, 1, "Known")
    async with ledger.work() as work:
        await work.incidents.add(incident(2))

    async with ledger.look() as work:
        assert await work.search.missing() == ["incident-2"]


async def test_no_question_however_hostile_fails(ledger: Database) -> None:
    await add(ledger, 1, "C++ don't AND OR *", told=" ".join(HOSTILE))

    for question in HOSTILE:
        words = search_words(question)
        assert await numbers(ledger, question) == [1] or not words, question


@settings(
    max_examples=25,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(question=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
async def test_any_question_finds_what_holds_its_words(ledger: Database, question: str) -> None:
    async with ledger.work() as work:
        if await work.incidents.numbered(1) is None:
            await work.incidents.add(incident(1))
        await work.search.note(incident(1), question)

    words = search_words(question)
    if words:
        assert await numbers(ledger, question) == [1]


async def test_a_home_is_remembered_and_its_pulse_follows_what_changes(ledger: Database) -> None:
    home = Home(person=ANA, opened_at=NOW, pages={"open": 2}, shown="digest")
    async with ledger.work() as work:
        await work.homes.put(home)
        before = await work.homes.pulse()
        await work.incidents.add(incident(1))
    async with ledger.work() as work:
        between = await work.homes.pulse()
        await work.members.joined(IncidentId("incident-1"), BEN, NOW)
        after = await work.homes.pulse()
        assert await work.homes.get(ANA) == home
        assert await work.homes.opened_since(NOW) == [home]
        assert await work.homes.opened_since(minutes(1)) == []
        await work.homes.remove(ANA)
        assert await work.homes.get(ANA) is None

    assert len({before, between, after}) == 3
