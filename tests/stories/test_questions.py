"""What is asked before an incident is declared: repeated, alike, perhaps private, a ticket."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.sandbox.people import Person
from tests.stage import Stage, stage
from tests.stories.seeing import card, labels, last, patient, refusals, shown

FIRST = "declare sev1 Checkout payments failing"
ALIKE = "declare sev2 Payments failing at checkout"
LEAK = "declare sev1 Possible data leak in the shop"
TICKETS = "severities: {sev4: {ticket_url: 'https://tickets.example.com/new'}}\n"


@pytest.fixture
async def ana(scene: Stage) -> Person:
    return scene.person("ana")


@pytest.fixture
async def bob(scene: Stage) -> Person:
    """Has declared an incident just now."""
    bob = scene.person("bob")
    await bob.slash(f"/incident {FIRST}")
    await scene.settle()
    return bob


# The same title, by the same person, within two minutes


async def test_the_same_title_again_shows_the_first_incident(scene: Stage, bob: Person) -> None:
    answer = await bob.slash("/incident declare sev2 CHECKOUT  Payments fâiling")
    await scene.forward(minutes=2)

    assert "You declared that just now: *INC-1*" in answer.text
    assert labels(answer.blocks) == ["Declare another"]
    assert len(scene.rooms) == 1


@pytest.mark.long
async def test_declare_another_declares_another(scene: Stage, bob: Person) -> None:
    await bob.slash(f"/incident {FIRST}")

    await bob.click(last(bob), "question.separate")
    await scene.settle()

    assert scene.rooms == ["inc-1-checkout-payments-failing", "inc-2-checkout-payments-failing"]
    assert refusals(scene) == []


async def test_after_two_minutes_the_same_title_is_only_alike(scene: Stage, bob: Person) -> None:
    await scene.forward(minutes=2, seconds=1)

    answer = await bob.slash(f"/incident {FIRST}")

    assert labels(answer.blocks) == ["Join it", "Declare a separate one"]


async def test_somebody_else_with_the_same_title_is_asked_whether_it_is_one(
    ana: Person, bob: Person
) -> None:
    answer = await ana.slash(f"/incident {FIRST}")

    assert labels(answer.blocks) == ["Join it", "Declare a separate one"]


# Alike


async def test_an_alike_title_is_asked_about_before_anything_is_posted(
    scene: Stage, ana: Person, bob: Person
) -> None:
    answer = await ana.slash(f"/incident {ALIKE}")
    await scene.settle()

    room = scene.room("inc-1-checkout-payments-failing")
    assert "*INC-1* is open and sounds alike" in answer.text
    assert f"<#{room.id}>" in answer.text
    assert labels(answer.blocks) == ["Join it", "Declare a separate one"]
    assert len(scene.rooms) == 1
    assert ana.id not in room.members


async def test_join_it_lets_in_and_declares_nothing(scene: Stage, ana: Person, bob: Person) -> None:
    await ana.slash(f"/incident {ALIKE}")

    await ana.click(last(ana), "question.join")
    await scene.forward(minutes=5)

    assert len(scene.rooms) == 1
    assert ana.id in scene.room("inc-1-checkout-payments-failing").members
    assert "You are let into *INC-1*" in last(ana).text
    assert len(ana.private) == 1
    assert refusals(scene) == []


@pytest.mark.long
async def test_declare_a_separate_one_notes_nothing(scene: Stage, ana: Person, bob: Person) -> None:
    await ana.slash(f"/incident {ALIKE}")

    await ana.click(last(ana), "question.separate")
    await scene.settle()

    rooms = [scene.room(name) for name in scene.rooms]
    assert len(rooms) == 2
    assert not [room.name for room in rooms if "Perhaps the same" in shown(card(room))]


@pytest.mark.long
async def test_silence_declares_and_both_cards_note_the_likeness(
    scene: Stage, ana: Person, bob: Person
) -> None:
    await ana.slash(f"/incident {ALIKE}")
    await scene.forward(seconds=59)
    before = list(scene.rooms)

    await scene.forward(seconds=5)

    assert len(before) == 1
    first, second = (scene.room(name) for name in scene.rooms)
    assert "Perhaps the same as INC-2" in shown(card(first))
    assert "Perhaps the same as INC-1" in shown(card(second))
    assert len(first.messages) == len(second.messages) == 1
    assert f"<#{second.id}>" in last(ana).text
    assert refusals(scene) == []


@pytest.mark.long
async def test_an_answer_after_the_silence_is_told_what_happened(
    scene: Stage, ana: Person, bob: Person
) -> None:
    await ana.slash(f"/incident {ALIKE}")
    asked = last(ana)
    await scene.forward(seconds=65)

    await ana.click(asked, "question.join")
    await scene.settle()

    assert len(scene.rooms) == 2
    assert "That was already decided" in asked.text
    assert "INC-2" in asked.text


async def test_a_double_click_acts_once(scene: Stage, ana: Person, bob: Person) -> None:
    await ana.slash(f"/incident {ALIKE}")
    asked = last(ana)
    button = list(asked.blocks)

    await ana.click(asked, "question.separate")
    asked.blocks = button
    await ana.click(asked, "question.separate")
    await scene.settle()

    assert len(scene.rooms) == 2
    assert "INC-2" in asked.text


@pytest.mark.long
async def test_the_other_button_after_the_first_changes_nothing(
    scene: Stage, ana: Person, bob: Person
) -> None:
    await ana.slash(f"/incident {ALIKE}")
    asked = last(ana)
    button = list(asked.blocks)

    await ana.click(asked, "question.join")
    asked.blocks = button
    await ana.click(asked, "question.separate")
    await scene.settle()

    assert len(scene.rooms) == 1
    assert "That was already decided" in asked.text
    assert "INC-1" in asked.text


@pytest.mark.long
async def test_a_command_delivered_twice_asks_one_question(
    scene: Stage, ana: Person, bob: Person
) -> None:
    await ana.slash(f"/incident {ALIKE}")
    await ana.slash(f"/incident {ALIKE}")

    await scene.forward(minutes=3)

    assert len(scene.rooms) == 2


@pytest.mark.long
async def test_two_questions_about_one_title_make_one_incident(
    scene: Stage, ana: Person, bob: Person
) -> None:
    await ana.slash(f"/incident {ALIKE}")
    first = last(ana)
    await scene.forward(seconds=5)
    await ana.slash(f"/incident {ALIKE}")
    second = last(ana)
    await scene.forward(seconds=5)

    await ana.click(first, "question.separate")
    await scene.forward(seconds=5)
    await ana.click(second, "question.separate")
    await scene.settle()

    assert len(scene.rooms) == 2
    assert "You declared that just now: *INC-2*" in second.text
    assert labels(second.blocks) == ["Declare another"]


@pytest.mark.long
@pytest.mark.parametrize(
    "line",
    [
        "declare sev1 Search is slow",
        "declare sev1 Checkout is slow",
        "declare private sev1 Checkout payments failing",
    ],
)
async def test_what_is_not_alike_or_is_private_is_not_asked_about(
    scene: Stage, ana: Person, bob: Person, line: str
) -> None:
    await ana.slash(f"/incident {line}")
    await scene.settle()

    assert len(scene.rooms) == 2


@pytest.mark.long
async def test_after_half_an_hour_nothing_is_alike(scene: Stage, ana: Person, bob: Person) -> None:
    await scene.forward(minutes=31)

    await ana.slash(f"/incident {ALIKE}")
    await scene.settle()

    assert len(scene.rooms) == 2


async def test_a_question_outlives_a_restart(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        ana, bob = scene.person("ana"), scene.person("bob")
        async with scene.bot_running():
            await bob.slash(f"/incident {FIRST}")
            await ana.slash(f"/incident {ALIKE}")
            await scene.settle()

        async with scene.bot_running():
            patient(scene)
            await scene.forward(minutes=2)

            assert len(scene.rooms) == 2


async def test_only_the_one_who_was_asked_may_answer(
    scene: Stage, ana: Person, bob: Person
) -> None:
    await ana.slash(f"/incident {ALIKE}")
    asked = last(ana)
    asked.ephemeral_to = bob.id

    await bob.click(asked, "question.join")
    await scene.settle()

    assert "This question was put to somebody else" in asked.text
    assert len(scene.rooms) == 1


# Perhaps private


SUSPICIOUS = [
    "Possible DATA  LEAK in the shop",
    "Ransomware on laptops",
    "Fuite de donnees clients",
    "Fuite de données clients",
]


async def test_a_suspicious_title_is_asked_about_before_anything_is_posted(
    scene: Stage, ana: Person
) -> None:
    for title in SUSPICIOUS:
        answer = await ana.slash(f"/incident declare sev1 {title}")
        await scene.settle()

        assert "Nothing is posted yet" in answer.text
        assert labels(answer.blocks) == ["Private", "Public"]
        assert scene.rooms == []
        assert scene.announcements == []


@pytest.mark.long
async def test_public_declares_for_all(scene: Stage, ana: Person) -> None:
    await ana.slash(f"/incident {LEAK}")

    await ana.click(last(ana), "question.public")
    await scene.settle()

    assert scene.room("inc-1-possible-data-leak-in-the-shop").kind == "public"
    assert len(scene.announcements) == 1


@pytest.mark.long
@pytest.mark.parametrize("pressed", [True, False], ids=["pressed", "silence"])
async def test_private_and_silence_declare_in_private(
    scene: Stage, ana: Person, pressed: bool
) -> None:
    await ana.slash(f"/incident {LEAK}")

    if pressed:
        await ana.click(last(ana), "question.private")
    await scene.forward(seconds=61)

    assert scene.room("inc-1-possible-data-leak-in-the-shop").kind == "private"
    assert scene.announcements == []
    assert refusals(scene) == []


async def test_after_public_it_may_still_be_alike(scene: Stage, ana: Person) -> None:
    bob = scene.person("bob")
    await bob.slash("/incident declare sev1 Shop leak in payments")
    await scene.settle()
    await ana.slash(f"/incident {LEAK}")

    await ana.click(last(ana), "question.public")
    await scene.settle()

    assert labels(last(ana).blocks) == ["Join it", "Declare a separate one"]


async def test_who_has_said_private_is_not_asked(scene: Stage, ana: Person) -> None:
    answer = await ana.slash("/incident declare security sev1 Possible data leak in the shop")

    assert "Opening *INC-1*" in answer.text


@pytest.mark.long
async def test_another_one_with_a_suspicious_title_is_asked_about_too(
    scene: Stage, ana: Person
) -> None:
    await ana.slash(f"/incident {LEAK}")
    await ana.click(last(ana), "question.public")
    await scene.forward(seconds=10)
    await ana.slash(f"/incident {LEAK}")
    asked = last(ana)
    button = list(asked.blocks)

    await ana.click(asked, "question.separate")
    asked.blocks = button
    await ana.click(asked, "question.separate")
    await scene.settle()

    assert labels(asked.blocks) == ["Private", "Public"]
    await scene.forward(seconds=10)
    await ana.click(asked, "question.private")
    await scene.settle()
    assert len(scene.rooms) == 2


# A ticket


async def test_a_small_thing_is_offered_a_ticket(tmp_path: Path) -> None:
    async with stage(tmp_path, config=TICKETS) as scene, scene.bot_running():
        patient(scene)
        ana = scene.person("ana")

        answer = await ana.slash("/incident declare sev4 A typo in the footer")

        assert labels(answer.blocks) == ["Open a ticket", "Open a room"]
        assert "https://tickets.example.com/new" in shown(answer)
        assert (await ana.click(last(ana), "ticket.link")).status == "ok"
        await ana.click(last(ana), "question.separate")
        await scene.settle()
        assert scene.rooms == ["inc-1-a-typo-in-the-footer"]
        assert refusals(scene) == []
