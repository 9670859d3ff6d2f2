"""Ends and walls: who hears that it is over, and who never hears of it at all."""

from __future__ import annotations

import pytest

from bot.incident.ids import IncidentId
from bot.sandbox.people import Person
from bot.storage.ledger import Database
from tests.stage import Stage
from tests.stories.running import declared, later, ledger
from tests.stories.seeing import form, from_bot, labels, last, refusals, shown
from tests.stories.updating import at, crisis, reach_everybody, thread


async def test_a_false_alarm_is_told_to_those_who_were_told_something_and_nobody_else(
    scene: Stage,
) -> None:
    story = await crisis(scene)
    ana, room = story.ana, story.room
    await ana.slash("/incident update executives: We look into it", channel=room)

    await ana.slash("/incident cancel false alarm", channel=room)
    await at(scene, 1, 50)
    assert story.counted == {"support": 0, "executives": 1, "customers": 0}
    await at(scene, 2, 30)
    await later(scene)

    assert story.counted == {"support": 0, "executives": 2, "customers": 0}
    assert "False alarm: the service was not affected." in story.told["executives"][1]
    [held] = thread(scene)
    assert "False alarm" in held.text
    assert story.drafts == []
    assert refusals(scene) == []


@pytest.mark.long
async def test_customers_hear_of_a_cancellation_what_was_approved(scene: Stage) -> None:
    story = await crisis(scene)
    ana, room = story.ana, story.room
    await ana.slash("/incident take ic", channel=room)
    await ana.click(story.draft, "draft.send")
    await ana.slash("/incident cancel test", channel=room)
    await at(scene, 3)
    await later(scene)

    assert story.counted == {"support": 2, "executives": 2, "customers": 1}
    assert "for customers" in story.draft.text
    await ana.click(story.draft, "draft.send")
    await later(scene)
    assert "This was a test" in story.told["customers"][1]


async def test_at_resolve_one_draft_tells_all_how_it_ended(scene: Stage) -> None:
    story = await crisis(scene)
    ana, room = story.ana, story.room
    await ana.slash("/incident take ic", channel=room)
    await ana.click(story.draft, "draft.send")
    await ana.slash("/incident resolve Rolled back", channel=room)
    await later(scene)

    draft = story.draft
    assert "an update is due* for internal, support, executives, customers" in draft.text
    assert "No change" not in labels(draft.blocks)
    await ana.click(draft, "draft.send")
    await later(scene)
    assert story.counted == {"support": 2, "executives": 2, "customers": 2}
    assert "[RESOLVED] INC-1: Checkout is failing" in story.told["customers"][1]
    assert "Rolled back" in story.told["executives"][1]
    assert "*Post-mortem:* <!date^" in story.told["executives"][1]
    assert "Post-mortem" not in story.told["customers"][1]
    assert "Rolled back" not in story.told["customers"][1], "nobody wrote it for them"
    await at(scene, 300)
    assert story.drafts == []
    assert refusals(scene) == []


async def test_a_private_incident_reaches_only_those_on_its_list(scene: Stage) -> None:
    there = await reach_everybody(scene)
    ana = scene.person("ana")
    await ana.slash("/incident declare private sev1 Stolen laptop")
    await later(scene)
    room = scene.room(scene.rooms[-1])
    await at(scene, 45)
    refused = await ana.slash("/incident update executives: Hello", channel=room)
    assert "INC-1 does not reach “executives”. Reached now: responders" in refused.text

    await ana.slash("/incident update executives on", channel=room)
    await later(scene)
    await ana.slash("/incident update executives: Only you", channel=room)
    await at(scene, 100)
    await later(scene)

    inside = (room.id, ana.direct.id)
    posted = [message for message in from_bot(scene) if message.ephemeral_to is None]
    outside = [message for message in posted if message.channel not in inside]
    assert {message.channel for message in outside} == {there["executives"].id}
    assert any("Only you" in message.text for message in outside)
    assert scene.announcements == []
    assert refusals(scene) == []


@pytest.mark.long
async def test_a_drill_reaches_nobody(scene: Stage) -> None:
    story = await crisis(scene, severity="sev3")
    async with ledger(scene) as database:
        await _practise(database)
    await story.ana.slash("/incident sev sev1", channel=story.room)
    await at(scene, 60)

    assert story.drafts == []
    answer = await story.ana.slash("/incident update customers: x", channel=story.room)
    assert "Reached now: -" in answer.text
    assert story.counted == {"support": 0, "executives": 0, "customers": 0}


async def _practise(database: Database) -> None:
    """As whatever declares a drill would have it."""
    async with database.work() as work:
        [incident] = await work.incidents.still_open()
        held = await work.incidents.get(IncidentId(incident.id))
        await work.incidents.save(held.model_copy(update={"drill": True}))


async def test_those_who_subscribed_hear_by_direct_message_until_they_end_it(
    scene: Stage,
) -> None:
    ana, room = await declared(scene, severity="sev2")
    eve = scene.person("eve")
    [announced] = scene.announcements

    await eve.click(announced, "announcement.subscribe")
    await later(scene)
    assert "You follow *INC-1*" in last(eve).text
    await ana.slash("/incident update The queue drains", channel=room)
    await later(scene)
    assert "The queue drains" in shown(eve.inbox()[-1])
    count = len(eve.inbox())
    again = await eve.slash("/incident subscribe INC-1")
    assert "You follow INC-1 already" in again.text
    both = await eve.slash("/incident unsubscribe INC-1 sev1")
    assert "“INC-1 sev1” is neither an incident nor a severity" in both.text
    assert "You follow: INC-1" in (await eve.slash("/incident subscribe")).text
    await eve.slash("/incident unsubscribe INC-1")
    await ana.slash("/incident update It is drained", channel=room)
    await later(scene)

    assert len(eve.inbox()) == count
    assert "You follow nothing." in (await eve.slash("/incident subscribe")).text
    assert "You do not follow INC-1" in (await eve.slash("/incident unsubscribe INC-1")).text
    assert refusals(scene) == []


async def test_whoever_follows_a_severity_hears_of_new_incidents_and_of_raised_ones(
    scene: Stage,
) -> None:
    eve = scene.person("eve")
    await declared(scene, severity="sev3")
    told = await eve.slash("/incident subscribe sev1")
    assert "You follow *SEV1 critical*" in told.text
    wrong = await eve.slash("/incident subscribe something")
    assert "neither an incident nor a severity" in wrong.text

    ana = scene.person("ana")
    await ana.slash("/incident declare sev1 Login is slow today")
    await ana.slash("/incident declare private sev1 Stolen laptop")
    await later(scene)
    assert [_title(eve, n) for n in range(len(eve.inbox()))] == ["Login is slow today"]
    await ana.slash("/incident sev INC-1 sev1")
    await later(scene)

    assert [_title(eve, n) for n in range(len(eve.inbox()))] == [
        "Login is slow today",
        "Checkout is failing",
    ]


def _title(person: Person, number: int) -> str:
    return person.inbox()[number].text.split("*")[3]


@pytest.mark.long
async def test_what_goes_on_elsewhere_takes_promises_and_followers_along(scene: Stage) -> None:
    there = await reach_everybody(scene)
    ana, room = await declared(scene, severity="sev2")
    await ana.slash("/incident declare sev3 Login is slow today")
    await later(scene)
    eve = scene.person("eve")
    await eve.slash("/incident subscribe INC-1")
    await ana.slash("/incident update executives: We look into it", channel=room)
    answer = await ana.slash("/incident merge INC-1 INC-2")
    await _press_first(scene, ana, answer.message)
    await at(scene, 3)
    await later(scene)

    said = [message.text for message in there["executives"].messages if message.bot_id]
    assert "goes on as INC-2" in said[1]
    before = len(eve.inbox())
    other = scene.room(scene.rooms[-1])
    await ana.slash("/incident update INC-2 Both at once")
    await ana.slash("/incident resolve Restarted", channel=other)
    await later(scene)
    assert any("Both at once" in message.text for message in eve.inbox()[before:])
    draft = next(message for message in other.messages if ":mega:" in message.text)
    assert "executives" in draft.text


async def _press_first(scene: Stage, person: Person, message: object) -> None:
    await later(scene)
    asked = last(person)
    action = asked.blocks[-1]["elements"][0]["action_id"]
    await person.click(asked, action)
    await later(scene)


@pytest.mark.long
async def test_an_announced_end_that_passes_wants_another_promise(scene: Stage) -> None:
    story = await crisis(scene)
    ana = story.ana
    await ana.click(story.draft, "open.update")
    await later(scene)
    now = int(scene.clock.now().timestamp())
    await ana.submit(form(ana), audiences=["executives"], eta=now + 1200)
    await at(scene, 22)
    await later(scene)

    [asked] = [m for m in ana.inbox() if "were told that it is over by" in m.text]
    assert "executives" in asked.text


@pytest.mark.long
async def test_after_two_hours_a_slower_cadence_is_offered_and_said(scene: Stage) -> None:
    story = await crisis(scene)
    ana, room = story.ana, story.room
    await ana.slash("/incident take ic", channel=room)
    await ana.click(story.draft, "draft.send")
    assert "Send, then every" not in " ".join(labels(story.draft.blocks if story.drafts else []))
    await at(scene, 121)
    await later(scene)
    assert "Send, then every 1 h 00 min" in labels(story.draft.blocks)

    await ana.click(story.draft, "draft.slower")
    await later(scene)
    said = story.told["executives"][-1]
    assert "Updates come less often from here on." in said
    await at(scene, 180)
    assert story.drafts == []
    await at(scene, 181)
    await later(scene)
    assert "Send, then every" not in " ".join(labels(story.draft.blocks))


@pytest.mark.long
async def test_a_crisis_of_four_hours_brings_a_briefing_for_the_executives(scene: Stage) -> None:
    story = await crisis(scene)
    ana, room = story.ana, story.room
    await ana.click(story.draft, "open.update")
    await later(scene)
    far = int(scene.clock.now().timestamp()) + 8 * 3600
    everybody = ["support", "executives", "customers"]
    await ana.slash("/incident take ic", channel=room)
    await ana.submit(form(ana), audiences=everybody, next_at=far)
    await at(scene, 239, 50)
    assert story.drafts == []
    await at(scene, 240)
    await later(scene)

    assert "a briefing is due* for executives" in story.draft.text
