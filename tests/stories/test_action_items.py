"""Action items: made of messages by a mark or the shortcut, and spoken of in working hours."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.people import Person
from bot.sandbox.workspace import Channel
from tests.stage import Stage, stage
from tests.stories.running import declared, later
from tests.stories.seeing import calls, card, disturbed, form, last, patient, refusals, shown


async def with_ben(scene: Stage) -> tuple[Person, Person, Channel]:
    ana, room = await declared(scene, severity="sev3")
    ben = scene.person("ben", tz="Europe/Paris")
    await ben.join(room)
    await later(scene)
    return ana, ben, room


async def test_a_mark_makes_one_action_item_whoever_sets_it_and_however_often(scene: Stage) -> None:
    ana, ben, room = await with_ben(scene)
    root = await ana.say("the runbook is wrong & old <!here>", channel=room)
    reply = await ben.say("and the alert came late", channel=room, thread=root)

    await ana.react(root, "dart")
    await later(scene)
    for message in (root, reply):
        await ben.react(message, "dart")
    await later(scene)
    assert "2 open action items" in shown(card(room))
    told = last(ana).text
    assert "*1* the runbook is wrong &amp; old" in told
    await ana.unreact(root, "dart")
    await later(scene)
    assert "2 open action items" in shown(card(room)), "ben's mark is still there"
    await ben.unreact(root, "dart")
    await ben.unreact(reply, "dart")
    await later(scene)
    assert "action item" not in shown(card(room)).replace("Action item dropped", "")
    await ana.react(root, "dart")
    await later(scene)
    listed = await ana.slash("/incident actions", channel=room)
    assert "*1* the runbook is wrong" in shown(listed)
    assert disturbed(scene) == []
    assert refusals(scene) == []


@pytest.mark.long
async def test_what_somebody_has_made_theirs_outlives_its_mark(scene: Stage) -> None:
    ana, ben, room = await with_ben(scene)
    message = await ana.say("the runbook is wrong", channel=room)
    await ana.react(message, "dart")
    await later(scene)

    await ana.click(last(ana), "run.1")
    await ana.unreact(message, "dart")
    await later(scene)

    assert "1 open action item" in shown(card(room))
    listed = await ben.slash("/incident actions", channel=room)
    assert "the runbook is wrong (ana, due" in shown(listed)


async def test_other_reactions_and_other_channels_make_nothing(scene: Stage) -> None:
    ana, _, room = await with_ben(scene)
    scene.slack.channel("general", with_bot=True)
    message = await ana.say("the runbook is wrong", channel=room)
    elsewhere = await ana.say("the runbook is wrong", channel="general")
    before = calls(scene, "conversations.replies")

    await ana.react(message, "eyes")
    await ana.react(elsewhere, "dart")
    await later(scene)

    assert calls(scene, "conversations.replies") == before
    assert "action item" not in shown(card(room))
    assert refusals(scene) == []


@pytest.mark.parametrize("may_act", [True, False])
async def test_guests_mark_in_vain_where_they_may_not_act(tmp_path: Path, may_act: bool) -> None:
    """Also one whom the bot has never heard of."""
    config = f"guests_may_act: {str(may_act).lower()}\n"
    async with stage(tmp_path, config=config) as scene, scene.bot_running():
        ana, _, room = await with_ben(scene)
        message = await ana.say("the runbook is wrong", channel=room)
        guest = scene.person("guest", guest=True)

        await guest.react(message, "dart")
        await later(scene)

        assert ("1 open action item" in shown(card(room))) is may_act


async def test_the_shortcut_opens_a_form_that_holds_the_message(scene: Stage) -> None:
    ana, ben, room = await with_ben(scene)
    message = await ana.say("the runbook is wrong " * 30, channel=room)
    elsewhere = await ana.say("hello", channel="general")

    await ben.shortcut("create_action", message)
    await scene.settle()
    assert "the runbook is wrong" in shown(form(ben))
    await ben.submit(owner=ana.id)
    await later(scene)

    assert "1 open action item" in shown(card(room))
    assert "ben gave you this action item" in ana.inbox()[-1].text
    await ben.shortcut("create_action", message)
    await scene.settle()
    again = await ben.submit()
    assert "action item 1 of INC-1 already" in shown(again)
    await ana.shortcut("create_action", elsewhere)
    await scene.settle()
    assert "no incident channel" in shown(form(ana))
    assert refusals(scene) == []


@pytest.fixture
async def early(tmp_path: Path) -> AsyncIterator[Stage]:
    """Everybody begins at half past one; in Paris it is one o'clock now."""
    config = "working_hours: 01:30-18:00\n"
    async with stage(tmp_path, config=config) as scene, scene.bot_running():
        yield patient(scene)


@pytest.mark.long
async def test_its_owner_hears_of_it_in_their_working_hours_and_nobody_else(early: Stage) -> None:
    scene = early
    ana, ben, room = await with_ben(scene)
    await ana.slash("/incident action @ben Write a runbook 2026-01-02", channel=room)
    await later(scene)
    heard = len(ben.inbox())

    await later(scene, minutes=25)
    assert len(ben.inbox()) == heard, "in Paris it is not half past one yet"
    await later(scene, minutes=10)
    due = ben.inbox()[-1]
    assert len(ben.inbox()) == heard + 1
    assert "This action item is due <!date" in due.text
    assert "*1* Write a runbook (ben, not accepted yet, due" in due.text
    await ben.click(due, "run.0")
    await later(scene)

    assert "Action item 1 done: Write a runbook" in last(ben).text
    assert len(ben.inbox()) == heard + 1
    assert not any("action item" in message.text for message in room.messages[1:])
    assert refusals(scene) == []
