"""How an update gets to its readers: support before customers, and the draft says how far it is."""

from __future__ import annotations

import asyncio

from bot.sandbox.call import Call, Phase
from tests.stage import Stage
from tests.stories.running import later
from tests.stories.seeing import patient, refusals, shown
from tests.stories.updating import crisis

TURNS = 1000
"""Of the event loop: so long a post is under way that another one could overtake it."""


async def test_support_has_read_it_when_customers_do(scene: Stage) -> None:
    story = await crisis(scene)
    heard: list[tuple[str, int]] = []

    async def slowly(call: Call, phase: Phase) -> None:
        place = call.arguments.get("channel")
        if call.method != "chat.postMessage" or phase != "before effect":
            return
        if place == story.there["support"].id:
            for _ in range(TURNS):
                await asyncio.sleep(0)
        if place == story.there["customers"].id:
            heard.append(("customers", story.counted["support"]))

    scene.slack.faults.on_call.append(slowly)
    await story.ana.slash("/incident take ic", channel=story.room)
    await story.ana.click(story.draft, "draft.send")
    await later(scene)

    assert heard == [("customers", 1)]


async def test_support_that_cannot_be_reached_holds_up_no_customers(scene: Stage) -> None:
    story = await crisis(patient(scene))
    scene.slack.faults.fail(
        "chat.postMessage",
        "fatal_error",
        times=1000,
        where=lambda arguments: arguments["channel"] == story.there["support"].id,
    )
    await story.ana.slash("/incident take ic", channel=story.room)
    for words in ("First word", "Second word"):
        await story.ana.slash(f"/incident update customers: {words}", channel=story.room)
        await later(scene)

    assert story.counted["support"] == 0
    assert story.counted["customers"] == 2


async def test_the_answered_draft_shows_how_far_each_place_has_got(scene: Stage) -> None:
    story = await crisis(patient(scene))
    ana, ben, draft = story.ana, scene.person("ben"), story.draft
    await ben.join(story.room)
    await ben.slash("/incident take ic", channel=story.room)
    scene.slack.faults.fail(
        "chat.postMessage",
        "msg_blocks_too_long",
        where=lambda arguments: arguments["channel"] == story.there["executives"].id,
    )
    await ana.click(draft, "draft.send")
    await later(scene)

    assert "• support: :white_check_mark: #for-support" in shown(draft)
    assert "• executives: :warning: #for-executives" in shown(draft)
    assert "• customers: waits for approval" in shown(draft)
    [asked] = [m for m in story.room.messages if ":raised_hand:" in m.text]
    await ben.click(asked, "approval.yes")
    [trouble] = [m for m in story.room.messages if "Repair" in shown(m)]
    await ana.click(trouble, "trouble.repair")
    await later(scene)
    await later(scene)

    assert "• executives: :white_check_mark: #for-executives" in shown(draft)
    assert "• customers: :white_check_mark: #for-customers" in shown(draft)
    refused = [one for one in refusals(scene) if "already_in_channel" not in one]
    assert refused == ["chat.postMessage: msg_blocks_too_long"]
