"""People who come late or stay outside: catch-up, questions and answers, and quiet."""

from __future__ import annotations

import asyncio

import pytest

from bot.sandbox.people import Person
from bot.sandbox.workspace import Channel, Message
from tests.stage import Stage
from tests.stories.seeing import card, disturbed, form, last, refusals, shown

NASTY = "Why <!channel> & <@U1> 🔥 الدفع?"


@pytest.fixture
async def room(scene: Stage) -> Channel:
    await scene.person("ana").slash("/incident declare sev1 Checkout is failing")
    await scene.settle()
    return scene.room("inc-1-checkout-is-failing")


async def later(scene: Stage, **time: float) -> None:
    await scene.forward(**time)
    await scene.settle()


def said(room: Channel) -> Message:
    return [message for message in room.messages if message.bot_id][-1]


async def test_catch_up_says_how_it_stands_however_it_is_asked_for(
    scene: Stage, room: Channel
) -> None:
    ana = scene.person("ana")
    await ana.slash(f"/incident impact {NASTY}", channel=room)
    await ana.slash("/incident status identified", channel=room)
    talk = await ana.say("how is it?", channel=room)

    for line in ("catchup", "brief INC-1", "sitrep", "résumé"):
        answer = await ana.slash(f"/incident {line}", channel=room)
        assert "*INC-1* SEV1 critical, *identified*: Checkout is failing" in answer.text
        assert "Impact: Why @channel &amp; @U1 🔥 الدفع?" in answer.text
        assert "when ana declared it" in answer.text
        assert "No incident commander yet" in answer.text
        assert "Status: *identified* (ana)" in answer.text
    await ana.mention("catchup", thread=talk)
    await scene.settle()

    assert "*INC-1* SEV1 critical" in last(ana).text
    assert "This is no incident channel" in (await ana.slash("/incident catchup")).text
    assert "I know of no incident INC-9" in (await ana.slash("/incident catchup INC-9")).text
    assert refusals(scene) == disturbed(scene) == []


async def test_whoever_joins_late_is_caught_up_once_in_their_language(
    scene: Stage, room: Channel
) -> None:
    early, late = scene.person("early"), scene.person("late", locale="fr-FR")
    posts = len(room.messages)
    await early.join(room)
    await later(scene, minutes=2)
    for _ in range(2):
        await late.join(room)
        await scene.settle()
        await late.leave(room)
        await scene.settle()

    assert early.private == []
    [told] = late.private
    assert "Vous voilà dans le canal" in told.text
    assert "SEV1 critique" in told.text
    assert [m for m in room.messages[posts:] if not m.subtype] == []
    assert refusals(scene) == disturbed(scene) == []


async def test_a_question_from_outside_is_one_line_and_its_answer_goes_back(
    scene: Stage, room: Channel
) -> None:
    ana, eve = scene.person("ana"), scene.person("eve", locale="fr-FR")
    [announced] = scene.announcements
    posts = len(room.messages)

    await eve.click(announced, "open.ask")
    await scene.settle()
    wrong = await eve.submit(question_text="   ")
    answer = await eve.submit(question_text=NASTY)
    await scene.settle()

    assert wrong.errors == {"question_text": "Que souhaitez-vous savoir\u202f?"}
    assert "canal de *INC-1*" in shown(answer)
    [line] = room.messages[posts:]
    assert line.text == ":grey_question: *Question 1* of eve: Why @channel &amp; @U1 🔥 الدفع?" or (
        "Why &lt;!channel&gt;" in line.text
    )

    await ana.click(line, "open.answer")
    await scene.settle()
    await ana.submit(None, **{"answer_text.1": "Only <new> payments & refunds"})
    await later(scene, seconds=3)

    assert "ana answered: Only &lt;new&gt; payments &amp; refunds" in line.text
    assert "open.answer" not in shown(line)
    [told] = eve.inbox()
    assert "ana répond\u00a0: Only &lt;new&gt; payments &amp; refunds" in told.text
    assert len(room.messages) == posts + 1
    assert refusals(scene) == disturbed(scene) == []


async def test_questions_are_typed_too_and_wrong_ones_say_what_was_expected(
    scene: Stage, room: Channel
) -> None:
    ana, eve = scene.person("ana"), scene.person("eve")
    talk = await ana.say("hm", channel=room)
    await eve.slash("/incident ask INC-1 Are refunds affected?")
    await ana.mention("answer 1 No", thread=talk)
    await scene.settle()

    assert "question 1 is answered" in last(ana).text
    assert "ana answers: No" in eve.inbox()[-1].text
    wrong = {
        "answer 1 Yes": "Question 1 of INC-1 was answered already: No",
        "answer 4 Yes": "INC-1 has no open question 4",
        "answer Yes": "INC-1 has no open question.",
        "answer": "Say more, for example: `/incident answer 1",
        "quiet soon": "“soon” is no length of time",
        "quiet off": "INC-1 is that already",
    }
    for line, told in wrong.items():
        assert told in (await ana.slash(f"/incident {line}", channel=room)).text
    assert "This is no incident channel" in (await eve.slash("/incident ask When?")).text
    await eve.slash("/incident ask INC-1")
    await scene.settle()
    assert form(eve).callback_id == "ask"
    assert refusals(scene) == disturbed(scene) == []


async def test_two_answer_at_once_and_the_second_is_told(scene: Stage, room: Channel) -> None:
    ana, bob, eve = scene.person("ana"), scene.person("bob"), scene.person("eve")
    await eve.slash("/incident ask INC-1 When?")
    await bob.join(room)
    await scene.settle()
    line = said(room)
    for person in (ana, bob):
        await person.click(line, "open.answer")
        await scene.settle()

    answers = await asyncio.gather(
        *(person.submit(None, **{"answer_text.1": f"{person.name} knows"}) for person in (ana, bob))
    )
    await later(scene, seconds=3)

    told = sorted(shown(answer) for answer in answers)
    assert sum("was answered already" in one for one in told) == 1
    assert len(eve.inbox()) == 1
    await ana.click(line, "open.answer") if "open.answer" in shown(line) else None
    await scene.settle()
    assert line.text.count("knows") == 1


async def test_nobody_asks_a_private_incident_that_is_not_theirs(scene: Stage) -> None:
    ana, eve = scene.person("ana"), scene.person("eve")
    await ana.slash("/incident declare private sev1 Leak")
    await scene.settle()

    for line in ("ask INC-1 What is it?", "catchup INC-1", "quiet INC-1 30m", "answer INC-1 1 x"):
        answer = await eve.slash(f"/incident {line}")
        assert "I know of no incident INC-1." in answer.text
    assert "INC-1" not in (await eve.slash("/incident list leak")).text.replace("“leak”", "")
    assert "INC-1" in (await ana.slash("/incident list leak")).text


async def test_quiet_stands_on_the_card_while_it_lasts(scene: Stage, room: Channel) -> None:
    ana = scene.person("ana")
    await ana.slash("/incident take ic", channel=room)
    await ana.slash("/incident status monitoring", channel=room)
    await later(scene, seconds=3)
    posts = len(room.messages)

    answer = await ana.slash("/incident quiet 30m", channel=room)
    await later(scene, seconds=3)
    assert "no nudges until" in answer.text
    assert ":no_bell: No nudges until" in shown(card(room))

    await later(scene, minutes=20)
    assert room.messages[posts:] == []
    await later(scene, minutes=11)
    assert "no_bell" not in shown(card(room))

    await ana.slash("/incident silence INC-1 2h")
    await later(scene, seconds=3)
    await ana.click(last(ana), "run.0")
    await later(scene, seconds=3)
    assert "nudges are back" in last(ana).text
    assert "no_bell" not in shown(card(room))
    assert refusals(scene) == []


async def test_show_says_who_when_and_how_it_stands(scene: Stage, room: Channel) -> None:
    ana: Person = scene.person("ana")
    await ana.slash("/incident impact Nobody can pay", channel=room)
    await ana.slash("/incident status monitoring", channel=room)

    answer = await scene.person("bob").slash("/incident show INC-1")

    for part in ("monitoring: Checkout", "Impact: Nobody can pay", "Detected: <", "Mitigated: <"):
        assert part in answer.text
