"""Declaring: one intent, one incident; and the questions that come before."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.incident.errors import (
    AlreadyAnswered,
    NoLongerAsked,
    NotForDeactivated,
    NotForGuests,
    NotYours,
)
from bot.incident.ids import UserId
from bot.incident.person import Person
from bot.incident.question import Choice, Declaration, FromForm, QuestionId, QuestionKind
from bot.incident.timeline import Declared, LikenessNoted
from bot.response.answer import Joined, answer, lapse
from bot.response.declare import Asked, Opened, declare
from bot.response.opening import LINK
from bot.storage.incidents import ChangedMeanwhile
from tests.response.conftest import Office

ANA, BOB = UserId("UANA"), UserId("UBOB")


def said(key: str = "k1", title: str = "Checkout is failing", **more: Any) -> Declaration:
    first = {"severity": "sev1", "by": ANA, "origin": FromForm(view="V1"), "one_line": True}
    return Declaration.model_validate({"key": key, "title": title, **first, **more})


async def opened(office: Office, declaration: Declaration) -> Opened:
    outcome = await declare(office.desk, declaration)
    assert isinstance(outcome, Opened), outcome
    return outcome


async def asked(office: Office, declaration: Declaration) -> Asked:
    outcome = await declare(office.desk, declaration)
    assert isinstance(outcome, Asked), outcome
    return outcome


async def all_open(office: Office) -> list[str]:
    async with office.desk.ledger.look() as work:
        return sorted(incident.reference for incident in await work.incidents.still_open())


async def test_it_writes_the_incident_its_fact_and_the_promise_of_a_link(office: Office) -> None:
    incident = (await opened(office, said(impact="No cards"))).incident

    assert incident.reference == "INC-1"
    assert incident.wake_at is not None
    assert office.alarm.woken == [incident.id]
    async with office.desk.ledger.look() as work:
        [entry] = await work.timeline.of(incident.id)
        [effect] = await work.effects.of(incident.id)
    assert entry.fact == Declared(title="Checkout is failing", severity="sev1", impact="No cards")
    assert entry.by == ANA
    assert effect.key == LINK


async def test_the_same_key_is_the_same_incident(office: Office) -> None:
    first = await opened(office, said())
    again = await opened(office, said(title="Something else entirely"))

    assert again.incident.id == first.incident.id
    assert await all_open(office) == ["INC-1"]


async def test_the_same_key_twice_at_once_is_one_incident(office: Office) -> None:
    outcomes = await asyncio.gather(*(declare(office.desk, said()) for _ in range(5)))

    assert len({o.incident.id for o in outcomes if isinstance(o, Opened)}) == 1
    assert await all_open(office) == ["INC-1"]


async def test_many_at_once_have_numbers_without_gaps(office: Office) -> None:
    many = [said(f"k{n}", f"Number{n} is down", by=UserId(f"U{n}")) for n in range(12)]

    await asyncio.gather(*(declare(office.desk, one) for one in many))

    assert await all_open(office) == sorted(f"INC-{n}" for n in range(1, 13))


async def test_a_failure_before_the_commit_gives_the_number_back(office: Office) -> None:
    async def fail() -> None:
        async with office.desk.ledger.work() as work:
            await work.incidents.next_number()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()

    assert (await opened(office, said())).incident.number == 1


@pytest.mark.parametrize(
    ("traits", "error"),
    [
        ({"guest": True}, NotForGuests),
        ({"foreign": True}, NotForGuests),
        ({"deactivated": True}, NotForDeactivated),
    ],
)
async def test_who_may_not_declare_leaves_no_trace(
    office: Office, traits: dict[str, bool], error: type[Exception]
) -> None:
    office.book.people[ANA] = Person(id=ANA, name="ana", known_at=office.clock.now(), **traits)  # type: ignore[arg-type]

    with pytest.raises(error):
        await declare(office.desk, said())

    office.book.people.clear()
    assert (await opened(office, said())).incident.number == 1


async def test_a_title_too_long_goes_on_in_the_impact(office: Office) -> None:
    title = "payment " * 40

    incident = (await opened(office, said(title=title))).incident

    assert len(incident.title) <= 150
    assert incident.title.endswith("…")
    assert incident.impact == title


@pytest.mark.parametrize("minutes", [0, 2])
async def test_the_same_person_and_folded_title_is_shown_the_first(
    office: Office, minutes: int
) -> None:
    first = await opened(office, said())
    await office.clock.forward(minutes=minutes)

    question = await asked(office, said("k2", "CHECKOUT is  fâiling"))

    assert question.question.kind is QuestionKind.REPEATED
    assert question.about is not None
    assert question.about.id == first.incident.id
    assert question.question.due_at is None


async def test_a_long_title_is_recognised_as_the_same(office: Office) -> None:
    await opened(office, said(title="payment " * 40))

    assert (await asked(office, said("k2", "payment " * 40))).question.kind == "repeated"


async def test_what_was_said_by_a_form_is_not_asked_whether_it_is_alike(office: Office) -> None:
    await opened(office, said(title="Checkout payments failing"))

    await opened(office, said("k2", "Payments failing at checkout", by=BOB, one_line=False))

    assert await all_open(office) == ["INC-1", "INC-2"]


async def alike(office: Office) -> Asked:
    """INC-1 is open, and bob is asked whether his is the same."""
    await opened(office, said(title="Checkout payments failing"))
    await office.clock.forward(seconds=1)
    return await asked(office, said("k2", "Payments failing at checkout", by=BOB))


async def test_the_same_key_gets_the_same_question(office: Office) -> None:
    first = await alike(office)

    again = await asked(office, said("k2", "Payments failing at checkout", by=BOB))

    assert again.question.id == first.question.id


async def test_join_promises_an_invitation_and_declares_nothing(office: Office) -> None:
    question = (await alike(office)).question

    outcome = await answer(office.desk, question.id, Choice.JOIN, BOB)

    assert isinstance(outcome, Joined)
    assert await all_open(office) == ["INC-1"]
    async with office.desk.ledger.look() as work:
        keys = [effect.key for effect in await work.effects.of(outcome.incident.id)]
    assert f"join:{BOB}" in keys


async def test_the_declaration_whose_question_was_answered_leads_there(office: Office) -> None:
    question = (await alike(office)).question
    await answer(office.desk, question.id, Choice.SEPARATE, BOB)

    again = await opened(office, said("k2", "Payments failing at checkout", by=BOB))

    assert again.incident.number == 2


async def test_pressing_twice_gets_the_first_outcome(office: Office) -> None:
    question = (await alike(office)).question

    outcomes = [await answer(office.desk, question.id, Choice.SEPARATE, BOB) for _ in range(3)]

    assert {o.incident.number for o in outcomes if isinstance(o, Opened)} == {2}
    assert await all_open(office) == ["INC-1", "INC-2"]


async def test_pressing_at_once_acts_once(office: Office) -> None:
    question = (await alike(office)).question

    presses = (answer(office.desk, question.id, Choice.SEPARATE, BOB) for _ in range(4))
    await asyncio.gather(*presses)

    assert await all_open(office) == ["INC-1", "INC-2"]


async def test_another_choice_after_the_first_is_too_late(office: Office) -> None:
    question = (await alike(office)).question
    await answer(office.desk, question.id, Choice.JOIN, BOB)

    with pytest.raises(AlreadyAnswered) as told:
        await answer(office.desk, question.id, Choice.SEPARATE, BOB)

    assert "INC-1" in str(told.value)


async def test_only_who_was_asked_answers(office: Office) -> None:
    question = (await alike(office)).question

    with pytest.raises(NotYours):
        await answer(office.desk, question.id, Choice.JOIN, ANA)


@pytest.mark.parametrize("choice", [Choice.PRIVATE, Choice.PUBLIC, Choice.SILENCE])
async def test_a_choice_that_was_not_offered_is_none(office: Office, choice: Choice) -> None:
    question = (await alike(office)).question

    with pytest.raises(NoLongerAsked):
        await answer(office.desk, question.id, choice, BOB)


async def test_a_question_nobody_knows_is_no_longer_asked(office: Office) -> None:
    with pytest.raises(NoLongerAsked):
        await answer(office.desk, QuestionId("nope"), Choice.JOIN, BOB)


async def test_silence_declares_and_notes_the_likeness_on_both(office: Office) -> None:
    question = (await alike(office)).question

    await lapse(office.desk, question.id)
    await lapse(office.desk, question.id)

    async with office.desk.ledger.look() as work:
        second, first = await work.incidents.still_open()
        facts = [entry.fact for entry in await work.timeline.of(first.id)]
        due = await work.questions.next_due()
    assert (first.alike, second.alike) == ((2,), (1,))
    assert LikenessNoted(other=2) in facts
    assert due is None


async def test_silence_after_an_answer_does_nothing(office: Office) -> None:
    question = (await alike(office)).question
    await answer(office.desk, question.id, Choice.JOIN, BOB)

    await lapse(office.desk, question.id)

    assert await all_open(office) == ["INC-1"]


async def test_silence_about_a_suspicious_title_declares_in_private(office: Office) -> None:
    question = (await asked(office, said(title="Possible data leak"))).question

    await lapse(office.desk, question.id)

    async with office.desk.ledger.look() as work:
        [incident] = await work.incidents.still_open()
    assert incident.private


async def test_two_silent_questions_about_one_title_are_one_incident(office: Office) -> None:
    first = (await asked(office, said("k1", "Possible data leak"))).question
    await office.clock.forward(seconds=10)
    second = (await asked(office, said("k2", "Possible data leak"))).question
    await office.clock.forward(seconds=50)

    await lapse(office.desk, first.id)
    await office.clock.forward(seconds=10)
    await lapse(office.desk, second.id)

    assert await all_open(office) == ["INC-1"]


async def test_after_one_question_only_later_ones_are_asked(office: Office) -> None:
    await opened(office, said(title="Shop leak in payments", by=BOB))
    question = (await asked(office, said("k2", "Data leak in the shop"))).question

    outcome = await answer(office.desk, question.id, Choice.PUBLIC, ANA)
    assert isinstance(outcome, Asked)
    again = await answer(office.desk, question.id, Choice.PUBLIC, ANA)
    last = await answer(office.desk, outcome.question.id, Choice.SEPARATE, ANA)

    assert outcome.question.kind is QuestionKind.ALIKE
    assert isinstance(again, Asked)
    assert again.question.id == outcome.question.id
    assert isinstance(last, Opened)


async def test_a_stale_incident_is_not_saved_over_a_newer_one(office: Office) -> None:
    incident = (await opened(office, said())).incident
    async with office.desk.ledger.work() as work:
        await work.incidents.save(incident.model_copy(update={"impact": "All cards"}))

    with pytest.raises(ChangedMeanwhile):
        async with office.desk.ledger.work() as work:
            await work.incidents.save(incident.model_copy(update={"impact": "None"}))
