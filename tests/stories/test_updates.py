"""Stakeholder updates: the draft, what becomes of it, and who is told; by the minute."""

from __future__ import annotations

import asyncio

from bot.sandbox.workspace import Message
from tests.stage import Stage
from tests.stories.running import later
from tests.stories.seeing import card, labels, last, refusals, shown
from tests.stories.updating import at, crisis, texts, thread

BUTTONS = ["Send", "Edit…", "No change", "Skip"]


async def test_the_first_draft_comes_when_the_room_is_ready_and_send_tells_each_once(
    scene: Stage,
) -> None:
    story = await crisis(scene)
    ana, room, draft = story.ana, story.room, story.draft
    ben = scene.person("ben")
    await ben.join(room)

    assert room.messages.index(draft) > room.messages.index(card(room))
    assert "an update is due* for support, executives, customers" in draft.text
    assert labels(draft.blocks) == ["Send", "Edit…", "Skip", "Nobody outside…"]
    assert "*Impact:* being assessed" in shown(draft)
    assert story.counted == {"support": 0, "executives": 0, "customers": 0}
    await ana.slash("/incident take ic", channel=room)
    await ana.click(draft, "draft.send")
    await ben.click(draft, "draft.send")
    await later(scene)

    assert story.drafts == []
    assert story.counted == {"support": 1, "executives": 1, "customers": 1}
    assert "SEV1" in story.told["executives"][0]
    assert "SEV1" not in story.told["customers"][0]
    assert "ana sent an update" in draft.text
    assert "• customers (#for-customers), next update" in last(ana).text
    assert "nothing of this draft is due any more" in last(ben).text
    assert "Update for support, executives, customers" in shown(card(room))
    assert "*Next update*: <!date^1767227400" in shown(card(room))
    assert refusals(scene) == []


async def test_a_draft_nobody_answers_is_replaced_at_the_next_time_and_never_added_to(
    scene: Stage,
) -> None:
    story = await crisis(scene)
    first = story.draft
    count = len(story.room.messages)

    await at(scene, 29, 59)
    assert story.draft is first
    await at(scene, 30)
    await later(scene)

    assert story.draft is not first
    assert first.deleted
    said = [m for m in story.room.messages if m.bot_id and "in command" not in m.text]
    assert len(said) <= count + 1, "the decision card is the other one"
    assert "*Update late by 30 min*: support, executives, customers" in shown(card(story.room))


async def test_later_skip_and_no_change_are_said_on_the_draft_and_set_the_clock(
    scene: Stage,
) -> None:
    story = await crisis(scene)
    ana, room = story.ana, story.room
    await ana.slash("/incident take ic", channel=room)
    draft = story.draft

    await ana.click(draft, "draft.later", value=_value(draft, "draft.later", 10))
    await later(scene)
    assert story.drafts == []
    assert "ana put the update off" in draft.text
    assert "• executives: due <!date^1767226200" in last(ana).text
    await later(scene, minutes=10)
    again = story.draft
    assert again is not draft
    await ana.click(again, "draft.skip")
    await later(scene)
    assert "ana left the update out" in again.text
    assert story.counted == {"support": 0, "executives": 0, "customers": 0}
    assert refusals(scene) == []


async def test_no_change_says_so_and_a_late_one_owns_it(scene: Stage) -> None:
    story = await crisis(scene)
    ana, room = story.ana, story.room
    await ana.slash("/incident take ic", channel=room)
    await ana.click(story.draft, "draft.send")
    await at(scene, 30)

    assert labels(story.draft.blocks) == BUTTONS
    await ana.click(story.draft, "draft.no_change")
    await later(scene)
    await at(scene, 72)
    assert "Nothing new: we are still working on it." in story.told["customers"][1]
    assert "ana told that nothing is new" in "".join(texts(room))
    await ana.click(story.draft, "draft.no_change")
    await later(scene)

    assert story.counted == {"support": 3, "executives": 3, "customers": 3}
    late = story.told["customers"][2]
    assert "This update was promised for <!date^1767229200" in late
    assert "is 12 min late" in late


async def test_what_customers_read_waits_for_whoever_is_in_command(scene: Stage) -> None:
    story = await crisis(scene)
    ana, room = story.ana, story.room
    ben = scene.person("ben")
    await ben.join(room)
    await later(scene)
    await ben.slash("/incident take ic", channel=room)

    await ana.click(story.draft, "draft.send")
    await later(scene)
    assert story.counted == {"support": 1, "executives": 1, "customers": 0}
    assert "• customers: waits for the approval of ben" in last(ana).text
    [asked] = [m for m in room.messages if ":raised_hand:" in m.text]
    assert f"<@{ben.id}>" in asked.text
    assert "*Impact:* being assessed" in shown(asked)
    await ana.click(asked, "approval.yes")
    await later(scene)
    assert "approved by whoever is in command: ben" in last(ana).text
    await asyncio.gather(*(ben.click(asked, "approval.yes") for _ in range(2)))
    await later(scene)

    assert story.counted == {"support": 1, "executives": 1, "customers": 1}
    assert "ben approved the update for customers" in asked.text
    assert refusals(scene) == []


async def test_a_refused_update_is_due_again_and_one_of_an_ended_incident_is_void(
    scene: Stage,
) -> None:
    story = await crisis(scene)
    ana, room, draft = story.ana, story.room, story.draft
    await ana.click(draft, "draft.send")
    await later(scene)
    [asked] = [m for m in room.messages if ":raised_hand:" in m.text]

    await ana.click(asked, "approval.no")
    await later(scene)
    assert "ana did not approve the update for customers" in asked.text
    assert story.draft is draft
    assert "an update is due* for customers" in draft.text
    await ana.click(draft, "draft.send")
    await later(scene)
    [again] = [m for m in room.messages if ":raised_hand:" in m.text]
    await ana.slash("/incident cancel false alarm", channel=room)
    await later(scene)

    assert "was not sent: it no longer holds" in again.text
    assert story.counted["customers"] == 0


async def test_the_announcement_carries_the_last_update_and_its_thread_keeps_all(
    scene: Stage,
) -> None:
    await crisis(scene)
    [announced] = scene.announcements
    assert "*Next update*: <!date^1767227400" in shown(announced)

    await at(scene, 30)
    await at(scene, 60)
    await later(scene)

    held = thread(scene)
    assert len(held) == 2, "a holding update goes out by itself"
    assert all("Nothing new: we are still working on it." in one.text for one in held)
    assert "*Latest update* <!date^1767229200" in shown(announced)
    assert "*Next update*: <!date^1767231000" in shown(announced)
    assert len(scene.announcements) == 1
    assert refusals(scene) == []


def _value(message: Message, action: str, minutes: int) -> str:
    for block in message.blocks:
        for element in block.get("elements", []):
            if element.get("action_id") == action:
                [found] = [
                    o["value"] for o in element["options"] if o["value"].endswith(f" {minutes}")
                ]
                return str(found)
    raise LookupError(action)
