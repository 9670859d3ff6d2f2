"""The same grammar, typed as a mention, in channels and threads."""

from __future__ import annotations

import pytest

from bot.sandbox.people import Person
from tests.stage import Stage
from tests.stories.seeing import calls, form, labels, last, refusals, shown


@pytest.fixture
async def ana(scene: Stage) -> Person:
    """In a channel which the bot is in."""
    scene.slack.channel("general", with_bot=True)
    return scene.person("ana")


async def test_a_mention_declares_and_the_link_comes_by_direct_message(
    scene: Stage, ana: Person
) -> None:
    await ana.mention("declare sev1 Checkout is failing")
    await scene.settle()

    room = scene.room("inc-1-checkout-is-failing")
    [answer] = ana.private
    assert "INC-1" in answer.text
    [link] = ana.inbox()
    assert f"<#{room.id}>" in link.text
    assert refusals(scene) == []


async def test_both_events_of_one_utterance_are_one_intent(scene: Stage, ana: Person) -> None:
    scene.slack.faults.duplicate_events = True

    await ana.mention("declare sev1 Checkout is failing")
    await scene.settle()

    assert len(scene.rooms) == 1
    assert len(ana.private) == 1
    assert calls(scene, "chat.postEphemeral") == 1


async def test_both_events_are_one_incident_also_after_a_restart(scene: Stage, ana: Person) -> None:
    scene.slack.faults.duplicate_events = True
    said = await ana.mention("declare sev1 Checkout is failing")
    await scene.settle()

    async with scene.bot_running():
        scene.slack.workspace.emit(
            "app_mention",
            {"user": ana.id, "text": said.text, "ts": said.ts, "channel": said.channel},
        )
        await scene.settle()

    assert len(scene.rooms) == 1


async def test_a_mention_in_a_thread_is_answered_in_the_thread(scene: Stage, ana: Person) -> None:
    root = await ana.say("is it only me or is the shop slow?")

    await ana.mention("list", thread=root)
    await scene.settle()

    [answer] = ana.private
    assert "No open incident" in answer.text
    assert answer.thread_ts == root.ts
    assert refusals(scene) == []


@pytest.mark.parametrize("words", ["what do you do?", "thanks!", "is it me or is the shop slow"])
async def test_a_mention_that_is_no_verb_gets_help_and_stays_a_message(
    scene: Stage, ana: Person, words: str
) -> None:
    said = await ana.mention(words)
    await scene.settle()

    [answer] = ana.private
    assert "*What you can type*" in answer.text
    assert labels(answer.blocks) == ["Open the form"]
    assert scene.room("general").message(said.ts) is said
    assert scene.rooms == []


async def test_the_words_of_a_mention_are_the_title_of_the_form(scene: Stage, ana: Person) -> None:
    await ana.mention("The shop is slow & <odd>")
    await scene.settle()

    await ana.click(last(ana), "help.open_form")
    await scene.settle()

    assert form(ana).state["title"]["title"]["value"] == "The shop is slow & <odd>"


async def test_a_mention_without_a_severity_gets_the_form_by_a_button(
    scene: Stage, ana: Person
) -> None:
    await ana.mention("declare private Odd log-ins")
    await scene.settle()
    assert "Tell me more in the form" in last(ana).text

    await ana.click(last(ana), "help.open_form")
    await scene.settle()
    await ana.submit(severity="sev2")
    await scene.settle()

    assert scene.room("inc-1-odd-log-ins").kind == "private"


async def test_a_bare_mention_gets_the_menu(scene: Stage, ana: Person) -> None:
    await ana.mention("")
    await scene.settle()

    assert labels(last(ana).blocks)[0] == "Declare an incident"


async def test_a_mention_in_the_middle_of_a_sentence_is_talk(scene: Stage, ana: Person) -> None:
    await ana.say("ask @incident declare sev1 Checkout is failing")
    await scene.settle()

    assert ana.private == []
    assert scene.rooms == []


async def test_an_edited_mention_is_not_a_second_one(scene: Stage, ana: Person) -> None:
    said = await ana.mention("declare sev1 Checkout is failing")
    await scene.settle()

    await ana.edit(said, "@incident declare sev1 Checkout is failing badly")
    await scene.settle()

    assert len(scene.rooms) == 1


async def test_a_misspelt_verb_and_a_wrong_number_are_answered(scene: Stage, ana: Person) -> None:
    await ana.mention("declaer sev1 Checkout is failing")
    await ana.mention("show INC-7")
    await scene.settle()

    first, second = ana.private
    assert "Did you mean `/incident declare sev1 Checkout is failing`?" in first.text
    assert "I know of no incident INC-7" in second.text


async def test_a_question_to_a_mention_is_answered_in_place(scene: Stage, ana: Person) -> None:
    await scene.person("bob").slash("/incident declare sev1 Checkout payments failing")
    await scene.settle()

    await ana.mention("declare sev2 Payments failing at checkout")
    await scene.settle()
    await ana.click(last(ana), "question.separate")
    await scene.settle()

    assert len(scene.rooms) == 2
    assert len(ana.private) == 1
    assert "INC-2" in shown(last(ana))


async def test_where_slack_lets_nobody_whisper_the_answer_comes_by_direct_message(
    scene: Stage, ana: Person
) -> None:
    scene.slack.faults.fail("chat.postEphemeral", "restricted_action")

    await ana.mention("list")
    await scene.settle()

    [told] = ana.inbox()
    assert "No open incident" in told.text
