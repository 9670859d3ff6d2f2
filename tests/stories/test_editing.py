"""Status, severity, title and impact: typed, mentioned in a thread, clicked, and by two at once."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.sandbox import rooms
from bot.sandbox.workspace import Message
from tests.lengths import quick
from tests.stage import Stage
from tests.stories.running import declared, later
from tests.stories.seeing import calls, card, disturbed, form, last, refusals, shown

HOSTILE = "<!channel> & <@U1> \N{RIGHT-TO-LEFT OVERRIDE}עברית \N{FIRE}"


async def test_what_is_typed_is_on_the_card_the_topic_and_the_announcement(scene: Stage) -> None:
    ana, room = await declared(scene)

    for line, seen in [
        ("status identified", "identified"),
        ("état sous surveillance", "monitoring"),
        ("sev 2", "SEV2 major"),
        ("gravité critique", "SEV1 critical"),
        ("titre Paiement en échec", "Paiement en échec"),
    ]:
        answer = await ana.slash(f"/incident {line}", channel=room)
        await later(scene)
        assert seen in answer.text
        for place in (shown(card(room)), room.topic, shown(scene.announcements[-1])):
            assert seen in place
    await ana.slash("/incident impact Half of the customers", channel=room)
    await later(scene)
    assert "Half of the customers" in shown(card(room))
    assert "Half of the customers" in room.purpose
    assert len(room.messages) == 1
    assert disturbed(scene) == []
    assert refusals(scene) == []


async def test_a_status_change_is_three_calls_side_by_side_and_one_message_edited(
    scene: Stage,
) -> None:
    ana, room = await declared(scene)
    scene.slack.calls.clear()

    await ana.slash("/incident status identified", channel=room)
    await scene.settle()

    made = sorted(call.method for call in scene.slack.calls)
    assert made == ["chat.update", "chat.update", "conversations.setTopic"]


async def test_elsewhere_a_verb_takes_a_reference_and_without_one_says_so(scene: Stage) -> None:
    ana, room = await declared(scene)

    there = await ana.slash("/incident status INC-1 identified")
    nowhere = await ana.slash("/incident status identified")
    unknown = await ana.slash("/incident status INC-9 identified")
    await later(scene)

    assert "identified" in there.text
    assert "identified" in room.topic
    assert "say which incident" in nowhere.text
    assert "no incident INC-9" in unknown.text


async def test_wrong_input_is_answered_with_what_was_expected(scene: Stage) -> None:
    ana, room = await declared(scene)
    scene.slack.calls.clear()

    for line, said in [
        ("status exploded", "“exploded” is no status"),
        ("sev 9", "“9” is no severity"),
        ("sev bananas", "They are: sev1, sev2, sev3, sev4"),
        ("title", "`/incident title Checkout"),
        ("impact", "`/incident impact Half"),
        ("reason", "`/incident reason less"),
        ("status investigating", "nothing has changed"),
    ]:
        answer = await ana.slash(f"/incident {line}", channel=room)
        assert said in answer.text, line
    await later(scene)
    assert scene.slack.calls == []


async def test_mentioned_in_a_thread_the_answer_is_in_the_thread_and_private(scene: Stage) -> None:
    ana, room = await declared(scene)
    root = await ana.say("found it", channel=room)

    await ana.mention("status identified", channel=room, thread=root)
    await later(scene)

    assert "identified" in room.topic
    assert last(ana).thread_ts == root.ts
    assert "identified" in last(ana).text
    assert refusals(scene) == []


@pytest.mark.long
async def test_bare_status_shows_the_state_with_buttons_that_do_it(scene: Stage) -> None:
    ana, room = await declared(scene)

    await ana.slash("/incident status", channel=room)
    assert "Checkout is failing" in last(ana).text
    await ana.click(last(ana), value="status INC-1 monitoring", action_id="run.1")
    await later(scene)

    assert "monitoring" in room.topic
    assert refusals(scene) == []


async def test_a_lower_severity_is_set_at_once_and_why_is_one_tap(scene: Stage) -> None:
    ana, room = await declared(scene)

    await ana.slash("/incident sev sev3", channel=room)
    await later(scene)
    assert "SEV3" in room.topic
    await ana.click(last(ana), "run.1")
    await later(scene)

    assert "Because: A workaround holds" in last(ana).text
    raised = await ana.slash("/incident sev sev1", channel=room)
    assert "Why" not in raised.text


async def test_the_cards_form_is_prefilled_and_changes_what_was_changed(scene: Stage) -> None:
    ana, room = await declared(scene)

    await ana.click(card(room), "open.change")
    await scene.settle()
    seen = form(ana)
    assert "Checkout is failing" in shown(seen)
    await ana.submit(title=HOSTILE, status="identified", impact=HOSTILE)
    await later(scene)

    assert ana.view() is None
    assert "identified" in room.topic
    assert "SEV1" in room.topic
    assert disturbed(scene) == []
    assert refusals(scene) == []


async def test_a_mistake_in_the_form_is_said_under_its_field(scene: Stage) -> None:
    ana, room = await declared(scene)
    await ana.click(card(room), "open.change")
    await scene.settle()

    await ana.submit(title="   ")

    assert set(form(ana).errors) == {"title"}


async def test_opening_by_the_form_what_is_closed_asks_why_under_its_field(scene: Stage) -> None:
    ana, room = await declared(scene, severity="sev3")
    await ana.slash("/incident resolve Rolled back", channel=room)
    await ana.slash("/incident close", channel=room)
    await ana.slash("/incident sev", channel=room)
    await scene.settle()

    await ana.submit(status="investigating")
    assert set(form(ana).errors) == {"reason"}
    await ana.submit(status="investigating", reason="It is failing again")
    await later(scene)

    assert "investigating" in room.topic
    assert "Because: It is failing again" in shown(card(room))


async def test_of_two_who_edit_at_once_the_second_sees_what_has_changed(scene: Stage) -> None:
    ana, room = await declared(scene)
    ben = scene.person("ben")
    await ben.join(room)
    for one in (ana, ben):
        await one.click(card(room), "open.change")
        await scene.settle()

    await ana.submit(title="Card payments fail", status="identified")
    await ben.submit(title="The shop is down")
    await later(scene)

    assert "Card payments fail" in room.topic
    assert "Somebody was faster" in shown(form(ben))
    assert "Card payments fail" in shown(form(ben))
    assert "The shop is down" in shown(form(ben))
    await ben.submit()
    await later(scene)
    assert "The shop is down" in room.topic
    assert "identified" in room.topic, "what ben had not touched stays as ana made it"


async def test_two_press_the_same_button_at_once_and_the_second_is_told(scene: Stage) -> None:
    ana, room = await declared(scene)
    ben = scene.person("ben")
    for one in (ana, ben):
        await one.slash("/incident status", channel=room)
    pressed = [(one, last(one)) for one in (ana, ben)]

    await asyncio.gather(*(one.click(message, "run.0") for one, message in pressed))
    await later(scene)

    told = sorted(shown(last(one)) for one, _ in pressed)
    assert "*INC-1* Status: *identified*" in told[0]
    assert "nothing has changed" in told[1]


@pytest.mark.long
async def test_a_topic_set_by_hand_stays_until_the_next_change(scene: Stage) -> None:
    ana, room = await declared(scene)
    room.topic = "bridge: room 5"

    await ana.slash("/incident impact All of them", channel=room)
    await later(scene)
    assert room.topic == "bridge: room 5"
    await ana.slash("/incident status identified", channel=room)
    await later(scene)

    assert "identified" in room.topic
    assert calls(scene, "conversations.setTopic") == 2


async def test_bare_in_the_room_is_the_panel_and_its_buttons_work(scene: Stage) -> None:
    ana, room = await declared(scene)

    await ana.slash("/incident", channel=room)
    assert "INC-1" in last(ana).text
    await ana.click(last(ana), "open.change")
    await scene.settle()
    await ana.submit(severity="sev2")
    await later(scene)

    assert "SEV2" in room.topic
    assert refusals(scene) == []


@pytest.mark.parametrize("title", quick(["x", "x" * 150, HOSTILE, "&<>" * 50], 2))
async def test_any_title_fits_everywhere_and_calls_nobody(scene: Stage, title: str) -> None:
    ana, room = await declared(scene)

    await ana.slash(f"/incident title {title}", channel=room)
    await ana.slash(f"/incident impact {title * 6}", channel=room)
    await later(scene)
    await ana.slash("/incident status", channel=room)
    await ana.slash("/incident", channel=room)

    assert disturbed(scene) == []
    assert refusals(scene) == []


def buttons(message: Message) -> list[dict[str, Any]]:
    elements = [e for block in message.blocks for e in block.get("elements", [])]
    return [{k: e[k] for k in ("action_id", "value")} for e in elements if "value" in e]


async def test_every_button_of_the_panel_and_of_the_card_does_something(scene: Stage) -> None:
    """Whatever it opens or says: nothing is refused, and nothing is apologised for."""
    ana, room = await declared(scene, severity="sev2")
    await ana.slash("/incident", channel=room)
    shared, private = buttons(card(room)), buttons(last(ana))
    assert len(shared) >= 4
    assert len(private) >= 15

    for element, on_card in [*((e, True) for e in shared), *((e, False) for e in private)]:
        await ana.slash("/incident", channel=room)
        target, before = card(room) if on_card else last(ana), shown(last(ana))
        if element not in buttons(target):
            continue  # an earlier one has changed how it stands
        await ana.click(target, element["action_id"], value=element.get("value"))
        await later(scene)
        assert ana.view() is not None or shown(last(ana)) != before, element
        if ana.view() is not None:
            await ana.close()
    assert not [m for m in ana.private if "went wrong" in m.text]
    assert refusals(scene) == []


async def test_the_form_for_merging_asks_once_more_and_names_mistakes_in_place(
    scene: Stage,
) -> None:
    ana, _ = await declared(scene)
    await ana.slash("/incident declare sev2 Search is slow")
    await later(scene)
    room = scene.room(scene.rooms[-1])
    await ana.slash("/incident", channel=room)

    await ana.click(last(ana), "open.link")
    await scene.settle()
    await ana.submit(other="the other one")
    assert set(form(ana).errors) == {"other"}
    await ana.submit(other="INC-1")
    await scene.settle()
    assert "Shall I?" in shown(form(ana))
    await ana.click(form(ana), "run.0")
    await later(scene)

    assert "merged" in room.topic
    assert refusals(scene) == []


async def test_removed_from_its_room_the_bot_comes_back_with_the_next_change(scene: Stage) -> None:
    ana, room = await declared(scene)
    rooms.leave(scene.slack.workspace, room, scene.slack.bot.id)
    await scene.settle()

    await ana.slash("/incident status INC-1 identified")
    await later(scene)

    assert scene.slack.bot.id in room.members
    assert "identified" in room.topic
    assert len(room.messages) == 1, "nothing is said about it"
