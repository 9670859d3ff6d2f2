"""`update`: typed to whom it names, by the form with its preview, corrected, and left out."""

from __future__ import annotations

import pytest

from bot.sandbox import forms
from bot.sandbox.workspace import Message
from tests.stage import Stage
from tests.stories.running import declared, later
from tests.stories.seeing import card, form, labels, last, refusals, shown
from tests.stories.updating import crisis, reach_everybody, texts, thread

HOSTILE = "<!channel> & <@U1> {{ 7 * 7 }} \N{FIRE}"


async def test_a_text_goes_to_the_internal_audience_at_once_and_says_who_got_it(
    scene: Stage,
) -> None:
    story = await crisis(scene)
    ana = story.ana

    answer = await ana.slash(f"/incident update We restart it {HOSTILE}", channel=story.room)
    await later(scene)

    assert "• internal (#incidents), next update" in answer.text
    assert "Not told: support, executives, customers" in answer.text
    assert labels(answer.blocks) == ["Correct…"]
    [held] = thread(scene)
    assert "*Latest:* We restart it @channel &amp; @U1 {{ 7 * 7 }}" in held.text
    [announced] = scene.announcements
    assert "We restart it" in shown(announced)
    assert story.counted == {"support": 0, "executives": 0, "customers": 0}
    assert "Update for internal: We restart it" in shown(card(story.room))
    assert refusals(scene) == []


async def test_executives_and_customers_hear_only_what_names_them(scene: Stage) -> None:
    story = await crisis(scene)
    ana, room = story.ana, story.room

    await ana.slash("/incident update executives: We switch at 14:45", channel=room)
    await ana.slash("/incident update Everyone, customers too: look", channel=room)
    await later(scene)
    assert story.counted == {"support": 0, "executives": 1, "customers": 0}
    answer = await ana.slash("/incident update clients: Nous corrigeons", channel=room)
    await later(scene)

    assert "• customers: waits until somebody approves it" in answer.text
    assert story.counted == {"support": 1, "executives": 1, "customers": 0}, "support hears first"
    [asked] = [m for m in room.messages if ":raised_hand:" in m.text]
    await ana.click(asked, "approval.yes")
    await later(scene)
    assert "Nous corrigeons" in story.told["customers"][0]
    assert refusals(scene) == []


async def test_a_sentence_that_begins_with_an_audience_is_asked_about(scene: Stage) -> None:
    story = await crisis(scene)
    ana, room = story.ana, story.room

    answer = await ana.slash("/incident update executives are informed by me", channel=room)
    await later(scene)
    assert "nothing was sent yet" in answer.text
    assert labels(answer.blocks) == ["For executives", "Internal only"]
    assert story.counted["executives"] == 0
    assert answer.message is not None
    await ana.click(answer.message, "run.1")
    await later(scene)

    [held] = thread(scene)
    assert "executives are informed by me" in held.text
    assert story.counted["executives"] == 0


async def test_the_form_is_prefilled_shows_how_it_reads_and_answers_the_draft(
    scene: Stage,
) -> None:
    story = await crisis(scene)
    ana, room, draft = story.ana, story.room, story.draft

    await ana.click(draft, "open.update")
    await later(scene)
    view = form(ana)
    assert "*So it will read*" in shown(view)
    assert "*Impact:* being assessed" in shown(view)
    forms.fill(view, {"text": "Card payments fail", "workaround": "Pay by transfer"})
    await ana.click(view, "open.update_preview")
    await later(scene)
    assert "*Latest:* Card payments fail" in shown(form(ana))
    answer = await ana.submit(
        form(ana), audiences=["executives", "support"], text="Card payments fail"
    )
    await later(scene)

    assert "• executives (#for-executives)" in shown(answer)
    assert story.counted == {"support": 1, "executives": 1, "customers": 0}
    assert "Card payments fail" in story.told["executives"][0]
    assert "an update is due* for customers" in draft.text, "what is left stays due"
    await ana.slash("/incident update executives", channel=room)
    await later(scene)
    assert "Pay by transfer" in shown(form(ana)), "what still holds is said again"
    assert refusals(scene) == []


async def test_responders_read_what_is_seen_and_missing_and_nobody_else_does(scene: Stage) -> None:
    story = await crisis(scene)
    ana, room = story.ana, story.room
    stated = {"conditions": "61 % of payments fail\n\nNo deploy today", "needs": "A contact"}

    await ana.slash("/incident update", channel=room)
    await later(scene)
    await ana.submit(
        form(ana), audiences=["responders", "customers"], text="Rolling back", **stated
    )
    await ana.slash("/incident update responders: Rolled back", channel=room)
    await later(scene)

    said = [text for text in texts(room) if "*Conditions:*" in text]
    assert ["Rolling back" in text for text in said] == [True, False]
    for text in said:
        assert "*Conditions:*\n• 61 % of payments fail\n• No deploy today" in text
        assert "*Needs:* A contact" in text
    assert not [text for text in story.told["customers"] if "61 %" in text or "contact" in text]
    await ana.slash("/incident update", channel=room)
    await later(scene)
    await ana.submit(form(ana), audiences=["responders"], text="Over", conditions="", needs="")
    await later(scene)
    assert "*Conditions:*" not in texts(room)[-1]
    assert refusals(scene) == []


async def test_a_stated_time_is_the_promise_and_one_that_is_over_is_refused(scene: Stage) -> None:
    story = await crisis(scene)
    ana = story.ana
    await ana.click(story.draft, "open.update")
    await later(scene)
    now = int(scene.clock.now().timestamp())

    late = await ana.submit(form(ana), audiences=["executives"], next_at=now - 60)
    assert "still to come" in late.errors["next_at"]
    nobody = await ana.submit(form(ana), audiences=[])
    assert "Tick at least one audience." in nobody.errors["audiences"]
    await ana.submit(form(ana), audiences=["executives"], next_at=now + 5400, eta=now + 7200)
    await later(scene)

    assert f"*Next update:* <!date^{now + 5400}" in story.told["executives"][0]
    assert f"*Announced end*: <!date^{now + 7200}" in shown(card(story.room))


async def test_correct_tells_the_same_people_what_is_right(scene: Stage) -> None:
    story = await crisis(scene)
    ana, room = story.ana, story.room
    await ana.slash("/incident update executives: Half of the customers", channel=room)
    await later(scene)

    await ana.click(last(ana), "open.update_correct")
    await later(scene)
    assert "Half of the customers" in shown(form(ana))
    await ana.submit(form(ana), text="A tenth of the customers")
    await later(scene)

    assert story.counted["executives"] == 2
    assert "Correction: A tenth of the customers" in story.told["executives"][1]
    assert refusals(scene) == []


async def test_nobody_outside_is_a_choice_with_a_reason_and_can_be_taken_back(
    scene: Stage,
) -> None:
    story = await crisis(scene)
    ana, room = story.ana, story.room

    await ana.click(story.draft, "open.update_off")
    await later(scene)
    await ana.submit(form(ana), why="Only an internal tool")
    await later(scene)
    assert "for executives" in story.draft.text
    assert "customers" not in story.draft.text
    answer = await ana.slash("/incident update customers: Hello", channel=room)
    assert "INC-1 does not reach “customers”" in answer.text
    await ana.slash("/incident update customers on", channel=room)
    await later(scene)
    assert "customers" in story.draft.text
    again = await ana.slash("/incident update customers on", channel=room)
    assert "is that already" in again.text
    without = await ana.slash("/incident update customers off", channel=room)
    assert "Why? `/incident update customers off …` adds the reason." in without.text
    off = await ana.slash("/incident update customers off Nobody sees it", channel=room)
    assert "customers: not told of this incident: Nobody sees it" in off.text


@pytest.mark.long
async def test_where_nobody_has_a_destination_the_form_says_so(scene: Stage) -> None:
    ana, room = await declared(scene, severity="sev4")

    sent = await ana.slash("/incident update Something small", channel=room)
    await later(scene)
    assert "• internal (#incidents)" in sent.text
    assert any("Something small" in message.text for message in scene.announcements)
    for line in ("customers: Something", "customers"):
        await ana.slash(f"/incident update {line}", channel=room)
        await later(scene)
        assert "“customers” has no destination; whoever runs the bot can" in last(ana).text
        assert "Reached now: internal, responders" in last(ana).text
    assert ana.view() is None


@pytest.mark.long
async def test_a_merged_or_foreign_incident_tells_nobody_by_hand(scene: Stage) -> None:
    await reach_everybody(scene)
    ana, room = await declared(scene)
    await ana.slash("/incident declare sev2 Login is slow today")
    await later(scene)

    await ana.slash("/incident merge INC-2", channel=room)
    await later(scene)
    await _confirm(last(ana), scene)
    answer = await ana.slash("/incident update INC-1 Hello")
    assert "went into another incident" in answer.text
    elsewhere = await ana.slash("/incident update Hello")
    assert "say which incident" in elsewhere.text


async def _confirm(asked: Message, scene: Stage) -> None:
    action = next(
        element["action_id"]
        for block in asked.blocks
        for element in block.get("elements", [])
        if element.get("style") in ("danger", "primary")
    )
    await scene.person("ana").click(asked, action)
    await later(scene)


async def test_rubbish_tells_nobody_anything(scene: Stage) -> None:
    story = await crisis(scene)
    ana, room = story.ana, story.room

    for words in (":", ",,,", "executives: …"):
        await ana.slash(f"/incident update {words}", channel=room)
        await later(scene)
        assert form(ana).callback_id == "update", words
        await ana.close()
    alone = await ana.slash("/incident update off", channel=room)
    assert "Say who is told or not, for example: `/incident update customers off" in alone.text
    misspelt = await ana.slash("/incident update custmers: We are back", channel=room)
    assert "nothing was sent yet. Is customers who shall read it" in misspelt.text
    await later(scene)

    assert story.counted == {"support": 0, "executives": 0, "customers": 0}
    assert thread(scene) == []
    assert refusals(scene) == []


async def test_a_draft_that_another_one_has_replaced_sends_nothing(scene: Stage) -> None:
    story = await crisis(scene)
    ana, room = story.ana, story.room
    await ana.slash("/incident take ic", channel=room)
    await ana.click(story.draft, "draft.send")
    await ana.slash("/incident resolve Rolled back", channel=room)
    await later(scene)
    over = story.draft
    await ana.slash("/incident reopen It is back", channel=room)
    await later(scene)
    before = story.counted

    await ana.click(over, "draft.send")
    await later(scene)

    assert "nothing of this draft is due any more" in last(ana).text
    assert story.counted == before
    assert story.draft is not over
    assert refusals(scene) == []
