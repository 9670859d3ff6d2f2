"""Questions, quiet, catch-up and Home as verbs, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.incident.changes import QuestionAnswered, QuestionAsked, QuietAsked, RoleTaken
from bot.incident.errors import NoChange, NotForDeactivated, NotForGuests
from bot.incident.home import Home
from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.listing import Listing
from bot.incident.looking_errors import AnsweredMeanwhile, NoSuchQuestion, NothingAsked
from bot.incident.person import Person
from bot.incident.roles import Role
from bot.incident.task import Task, TaskId, TaskKind
from bot.response.ask import addressee, answer, ask
from bot.response.change import Request, record
from bot.response.find import complete_index, listed
from bot.response.home import home_of, home_opened, turn_page
from bot.response.quiet import LONGEST, quiet
from bot.response.room import member_joined
from bot.storage.ledger import Database
from tests.response.conftest import Office
from tests.response.test_declare import ANA, BOB, opened, said
from tests.response.test_verbs import ROOM, an_incident

EVE = UserId("UEVE")


def request(incident: Incident, key: str, by: UserId = ANA) -> Request:
    return Request(incident.id, by, f"asked:{key}")


async def promised(office: Office, incident: Incident, what: str) -> list[dict[str, str]]:
    async with office.desk.ledger.look() as work:
        effects = await work.effects.of(incident.id)
    return [effect.detail for effect in effects if effect.key.startswith(f"say:{what}:")]


async def test_a_question_goes_to_the_room_and_its_answer_to_whoever_asked(office: Office) -> None:
    incident = await an_incident(office)

    asked = await ask(office.desk, request(incident, "k1", EVE), "Refunds?")
    again = await ask(office.desk, request(incident, "k1", EVE), "Refunds?")
    assert asked.facts == again.facts == (QuestionAsked(id="1", text="Refunds?"),)
    [line] = await promised(office, incident, "question")
    assert line["by"] == EVE
    assert "answer" not in line

    answered = await answer(office.desk, request(incident, "k2"), "", "No")
    assert answered.facts == (QuestionAnswered(id="1", text="No"),)
    [line] = await promised(office, incident, "question")
    assert (line["answer"], line["answered"]) == ("No", ANA)
    [told] = await promised(office, incident, "answer")
    assert (told["to"], told["question"], told["text"]) == (EVE, "Refunds?", "No")


async def test_a_question_is_answered_once_and_by_its_number(office: Office) -> None:
    incident = await an_incident(office)
    with pytest.raises(NothingAsked):
        await answer(office.desk, request(incident, "k0"), "", "No")
    await ask(office.desk, request(incident, "k1", EVE), "First?")
    await ask(office.desk, request(incident, "k2", EVE), "Second?")

    done = await answer(office.desk, request(incident, "k3"), "1", "One")
    assert done.facts == (QuestionAnswered(id="1", text="One"),)
    with pytest.raises(AnsweredMeanwhile, match="One"):
        await answer(office.desk, request(incident, "k4", BOB), "1", "Other")
    with pytest.raises(NoSuchQuestion):
        await answer(office.desk, request(incident, "k5"), "7", "Seven")
    last = await answer(office.desk, request(incident, "k6"), "", "Two")
    assert last.facts == (QuestionAnswered(id="2", text="Two"),)


async def test_communications_is_asked_else_the_commander_and_nobody_asks_themselves(
    office: Office,
) -> None:
    incident = await an_incident(office)
    assert addressee(incident, EVE) is None
    incident = await holding(office, incident, Role.IC, ANA)
    assert addressee(incident, EVE) == ANA
    assert addressee(incident, ANA) is None
    incident = await holding(office, incident, Role.COMMS, BOB)
    assert addressee(incident, EVE) == BOB
    assert addressee(incident, BOB) == ANA


async def test_the_answer_is_not_told_to_whom_the_incident_is_hidden_from_by_now(
    office: Office,
) -> None:
    incident, now = await an_incident(office, private=True), office.clock.now()
    async with office.desk.ledger.work() as work:
        await work.members.joined(incident.id, EVE, now)
    await ask(office.desk, request(incident, "k1", EVE), "May I know?")
    async with office.desk.ledger.work() as work:
        await work.members.left(incident.id, EVE, now + timedelta(seconds=1))

    await answer(office.desk, request(incident, "k2"), "1", "No")

    assert await promised(office, incident, "answer") == []


async def test_quiet_lasts_as_long_as_asked_and_at_most_a_day(office: Office) -> None:
    incident, now = await an_incident(office), office.clock.now()
    with pytest.raises(NoChange):
        await quiet(office.desk, request(incident, "k0"), None)

    asked = await quiet(office.desk, request(incident, "k1"), timedelta(minutes=30))
    assert asked.facts == (QuietAsked(until=now + timedelta(minutes=30)),)
    assert asked.incident.quiet_until == now + timedelta(minutes=30)
    long = await quiet(office.desk, request(incident, "k2"), timedelta(days=9))
    assert long.incident.quiet_until == now + LONGEST
    ended = await quiet(office.desk, request(incident, "k3"), None)
    assert ended.incident.quiet_until is None


async def test_whoever_comes_late_is_told_once_an_hour_however_often_slack_says_it(
    office: Office,
) -> None:
    incident, start = await an_incident(office), office.clock.now()

    async def comes(user: UserId, minutes: float, *, greeted: bool = True) -> int:
        at = start + timedelta(minutes=minutes)
        async with office.desk.ledger.work() as work:
            told = await member_joined(work, ROOM, user, at, greeted=greeted)
        assert told in (None, incident.id)
        return len(await promised(office, incident, "catchup"))

    assert await comes(BOB, 0.5) == 0
    assert await comes(ANA, 5) == 0
    assert await comes(EVE, 5, greeted=False) == 0
    assert await comes(BOB, 5) == 1
    assert await comes(BOB, 5) == 1
    assert await comes(BOB, 50) == 1
    assert await comes(EVE, 50) == 2
    assert await comes(BOB, 66) == 3


async def test_the_index_is_made_again_from_the_tables(office: Office) -> None:
    incident = await an_incident(office)
    await ask(office.desk, request(incident, "k1"), "Are refunds affected?")
    ledger = office.desk.ledger
    assert isinstance(ledger, Database)
    async with ledger._writer.begin() as connection:
        await connection.execute(text("DELETE FROM search"))
    wanted = Listing(by=ANA, words=("refunds", "checkout"))
    assert (await listed(office.desk, wanted))[0].total == 0

    assert await complete_index(ledger) == 1
    assert await complete_index(ledger) == 0

    assert (await listed(office.desk, wanted))[0].total == 1


async def test_home_holds_what_concerns_this_person_and_nothing_hidden(office: Office) -> None:
    first = await an_incident(office)
    secret = (await opened(office, said("k2", "Leak", private=True))).incident
    await holding(office, first, Role.IC, BOB)
    now = office.clock.now()
    async with office.desk.ledger.work() as work:
        for number, (incident, due) in enumerate([(first, None), (first, 5), (secret, 1)], 1):
            at = now + timedelta(minutes=due) if due else None
            await work.tasks.put(task(incident, number, at, office))

    content = await home_of(office.desk, Home(person=BOB, opened_at=now, pages={"open": 4}))

    assert [i.number for i in content.open.incidents] == [1]
    assert (content.open.total, content.pages["open"]) == (1, 0)
    assert [(i.number, role) for i, role in content.roles] == [(1, Role.IC)]
    assert [t.number for _, t in content.tasks] == [2, 1]
    assert content.again_at is not None
    assert content.again_at <= now + timedelta(minutes=5)


async def test_home_of_guests_holds_their_rooms_only(office: Office) -> None:
    await an_incident(office)
    await opened(office, said("k2", "Search is slow"))
    now = office.clock.now()
    office.book.people[EVE] = Person(id=EVE, name="eve", guest=True, known_at=now)
    async with office.desk.ledger.work() as work:
        await member_joined(work, ROOM, EVE, now)

    content = await home_of(office.desk, Home(person=EVE, opened_at=now))

    assert content.visitor
    assert [i.number for i in content.open.incidents] == [1]
    with pytest.raises(NotForGuests):
        await listed(office.desk, Listing(by=EVE))
    office.book.people[EVE] = Person(id=EVE, name="eve", deactivated=True, known_at=now)
    with pytest.raises(NotForDeactivated):
        await home_of(office.desk, Home(person=EVE, opened_at=now))


async def test_opening_home_draws_it_only_when_it_may_be_stale(office: Office) -> None:
    now = office.clock.now()

    async def after(days: int, *, nothing_there: bool = False) -> Home:
        async with office.desk.ledger.work() as work:
            at = now + timedelta(days=days)
            await home_opened(work, BOB, at, nothing_there=nothing_there)
            home = await work.homes.get(BOB)
            assert home is not None
            await work.homes.drawn(home, "shown")
            return home

    assert (await after(0, nothing_there=True)).shown is None
    assert (await after(1)).shown == "shown"
    assert (await after(1, nothing_there=True)).shown is None
    assert (await after(40)).shown is None


async def test_what_was_drawn_before_a_page_was_turned_does_not_count(office: Office) -> None:
    now = office.clock.now()
    async with office.desk.ledger.work() as work:
        await home_opened(work, BOB, now, nothing_there=True)
        before = await work.homes.get(BOB)
    assert before is not None

    await turn_page(office.desk, BOB, "open", 2)
    async with office.desk.ledger.work() as work:
        await work.homes.drawn(before, "old")
        home = await work.homes.get(BOB)

    assert home is not None
    assert (home.shown, home.pages) == (None, {"open": 2})
    assert office.alarm.rescans


async def holding(office: Office, incident: Incident, role: Role, user: UserId) -> Incident:
    async with office.desk.ledger.work() as work:
        taken = RoleTaken(role=role, user=user)
        return await record(work, incident.id, [taken], office.clock.now(), by=user)


def task(incident: Incident, number: int, due: object, office: Office) -> Task:
    return Task(
        id=TaskId(f"t{number}"),
        incident=incident.id,
        kind=TaskKind.TASK,
        number=number,
        text="Restart",
        owner=BOB,
        due_at=due,  # type: ignore[arg-type]
        created_by=ANA,
        created_at=office.clock.now(),
    )
