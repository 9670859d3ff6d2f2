"""How intents, questions, people, raw events and notes are remembered."""

from __future__ import annotations

from bot.incident.ids import GroupId, UserId
from bot.incident.person import Person, UserGroup
from bot.storage.ledger import Database
from tests.storage.values import ANA, BEN, NOW, incident, minutes, question


async def test_a_key_is_claimed_once(ledger: Database) -> None:
    async with ledger.work() as work:
        assert await work.intents.claim("view-1", NOW)
        assert not await work.intents.claim("view-1", NOW)
        await work.intents.settle("view-1", "incident:1")
        await work.intents.claim("view-2", NOW)

    async with ledger.look() as work:
        assert await work.intents.outcome("view-1") == "incident:1"
        assert await work.intents.outcome("view-2") is None
        assert await work.intents.outcome("view-3") is None
    async with ledger.work() as work:
        assert not await work.intents.claim("view-1", NOW)


async def test_questions_fall_due_until_they_are_answered(ledger: Database) -> None:
    first, second, silent = question("q1"), question("q2", due_at=minutes(2)), question("q3")
    async with ledger.work() as work:
        for each in (second, first, silent.model_copy(update={"due_at": None})):
            await work.questions.put(each)

    async with ledger.look() as work:
        assert await work.questions.due(minutes(1)) == [first.id]
        assert await work.questions.due(minutes(2)) == [first.id, second.id]
        assert await work.questions.next_due() == minutes(1)
    async with ledger.work() as work:
        await work.questions.put(first.model_copy(update={"due_at": None, "answered_by": BEN}))
    async with ledger.look() as work:
        assert await work.questions.due(minutes(2)) == [second.id]
        answered = await work.questions.get(first.id)
        assert answered is not None
        assert answered.answered_by == BEN


async def test_nobody_waits_for_an_answer_when_nothing_was_asked(ledger: Database) -> None:
    async with ledger.look() as work:
        assert await work.questions.next_due() is None


async def test_who_is_in_a_channel_follows_joining_and_leaving(ledger: Database) -> None:
    one, other = incident(1), incident(2)
    async with ledger.work() as work:
        await work.incidents.add(one)
        await work.incidents.add(other)
        await work.members.joined(one.id, ANA, NOW)
        await work.members.joined(other.id, ANA, NOW)
        await work.members.joined(one.id, BEN, NOW)
        await work.members.left(one.id, BEN, NOW)

    async with ledger.look() as work:
        assert await work.members.of(one.id) == {ANA}
        assert await work.members.incidents_of(ANA) == {one.id, other.id}
        assert await work.members.incidents_of(BEN) == frozenset()


async def test_a_late_event_does_not_bring_somebody_back(ledger: Database) -> None:
    async with ledger.work() as work:
        await work.incidents.add(incident())
        await work.members.left(incident().id, ANA, minutes(2))
        await work.members.joined(incident().id, ANA, minutes(1))

        assert await work.members.of(incident().id) == frozenset()

        await work.members.joined(incident().id, ANA, minutes(3))

        assert await work.members.of(incident().id) == {ANA}


def person(name: str, at: float, user: UserId = ANA) -> Person:
    return Person(id=user, name=name, known_at=minutes(at))


async def test_what_was_read_of_a_person_later_stays(ledger: Database) -> None:
    async with ledger.work() as work:
        await work.people.put([person("Ana", 2)])
        await work.people.put([person("Anna", 1), person("Ben", 1, BEN)])
        await work.people.put([])

    async with ledger.look() as work:
        assert await work.people.get(ANA) == person("Ana", 2)
        assert await work.people.get(BEN) == person("Ben", 1, BEN)
        assert await work.people.get(UserId("U0NOBODY")) is None


async def test_the_oldest_entry_of_the_directory_may_be_a_group(ledger: Database) -> None:
    group = UserGroup(id=GroupId("S1"), handle="sre", members=(ANA, BEN), known_at=minutes(1))
    async with ledger.work() as work:
        assert await work.people.oldest() is None
        await work.people.put([person("Ana", 2)])
        assert await work.people.oldest() == minutes(2)
        await work.people.put_groups([group])
        assert await work.people.oldest() == minutes(1)
        assert await work.people.group(group.id) == group


async def test_a_whole_workspace_is_remembered_at_once(ledger: Database) -> None:
    crowd = [person("Somebody", 1, UserId(f"U{n}")) for n in range(1_000)]

    async with ledger.work() as work:
        await work.people.put(crowd)

    async with ledger.look() as work:
        assert await work.people.get(UserId("U999")) == crowd[999]


async def test_unread_events_are_kept_raw_until_removed(ledger: Database) -> None:
    async with ledger.work() as work:
        await work.unread.add("Ev2", {"n": [2, None]}, "KeyError", minutes(2))
        await work.unread.add("Ev1", {"n": 1}, "KeyError", minutes(1))
        await work.unread.add("Ev1", {"n": 1}, "TypeError", minutes(1))

    async with ledger.work() as work:
        expected = [("Ev1", {"n": 1}, "TypeError"), ("Ev2", {"n": [2, None]}, "KeyError")]
        assert await work.unread.all() == expected
        assert await work.unread.count() == 2
        await work.unread.remove("Ev1")
        assert await work.unread.count() == 1


async def test_a_note_is_overwritten(ledger: Database) -> None:
    async with ledger.work() as work:
        assert await work.notes.get("team") is None
        await work.notes.set("team", "T1")
        await work.notes.set("team", "T2")

    async with ledger.look() as work:
        assert await work.notes.get("team") == "T2"
