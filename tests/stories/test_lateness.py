"""The ladder of lateness: who hears what at which minute, once, also after the bot was away."""

from __future__ import annotations

import pytest

from bot.incident.escalation import Contact, Escalation
from bot.incident.ids import UserId
from bot.sandbox.people import Person
from tests.stage import Stage
from tests.stories.running import later
from tests.stories.seeing import card, labels, refusals, shown
from tests.stories.updating import Crisis, at, crisis

STEPS = ("5 min an update is due", "5 min late", "15 min late")


def heard(person: Person) -> list[str]:
    """Which steps of the ladder this person was told, in that order."""
    said = [message.text.split("\n")[0] for message in person.inbox()]
    return [step for text in said for step in STEPS if f" {step}" in f" {text}"]


async def staffed(scene: Stage) -> tuple[Crisis, Person, Person, Person]:
    """Somebody communicates, somebody commands, somebody is the contact; a first update is out."""
    ben, cleo, dora = (scene.person(name) for name in ("ben", "cleo", "dora"))
    current = scene.bot.bot.surroundings.policy
    escalation = Escalation(contacts=(Contact(key="manager", users=(UserId(dora.id),)),))
    current.policy = current.policy.model_copy(update={"escalation": escalation})
    story = await crisis(scene)
    for person in (ben, cleo):
        await person.join(story.room)
    await later(scene)
    await ben.slash("/incident take ic", channel=story.room)
    await cleo.slash("/incident take comms", channel=story.room)
    await ben.click(story.draft, "draft.send")
    await later(scene)
    return story, ben, cleo, dora


BY_THE_MINUTE = [
    (24, 59, 0, 0, 0),
    (25, 0, 0, 1, 0),
    (34, 59, 0, 1, 0),
    (35, 0, 1, 1, 0),
    (44, 59, 1, 1, 0),
    (45, 0, 2, 1, 1),
    (59, 0, 2, 1, 1),
]
"""Minute and second, and how many steps ben, cleo and dora have heard by then."""


@pytest.mark.long
async def test_each_step_reaches_the_right_person_at_its_minute_and_once(scene: Stage) -> None:
    story, ben, cleo, dora = await staffed(scene)

    for minute, second, *counts in BY_THE_MINUTE:
        await at(scene, minute, second)
        assert [len(heard(one)) for one in (ben, cleo, dora)] == counts, (minute, second)

    assert (heard(ben), heard(cleo), heard(dora)) == ([*STEPS[1:]], [STEPS[0]], [STEPS[2]])
    assert labels(cleo.inbox()[-1].blocks) == ["Write the update"]
    assert f"<@{cleo.id}>" in story.draft.text
    assert any("cleo was to send it" in message.text for message in ben.inbox())
    assert any("the contact for what gets stuck" in message.text for message in dora.inbox())
    assert refusals(scene) == []


async def test_the_card_counts_the_minutes(scene: Stage) -> None:
    story, *_ = await staffed(scene)

    for minutes in (35, 42):
        await at(scene, minutes)
        await later(scene)
        late = f"*Update late by {minutes - 30} min*: support, executives, customers"
        assert late in shown(card(story.room))


@pytest.mark.long
async def test_an_update_ends_the_ladder_and_the_next_time_has_one_of_its_own(
    scene: Stage,
) -> None:
    story, ben, cleo, _ = await staffed(scene)
    await later(scene, minutes=37)
    assert heard(ben) == [STEPS[1]]

    await ben.click(story.draft, "draft.no_change")
    await later(scene, minutes=24)
    assert "Update late" not in shown(card(story.room))
    assert (len(heard(ben)), len(heard(cleo))) == (1, 1)
    await later(scene, minutes=2)

    assert heard(cleo) == [STEPS[0], STEPS[0]]


@pytest.mark.long
async def test_after_an_outage_only_the_newest_step_is_said(scene: Stage) -> None:
    story, ben, cleo, dora = await staffed(scene)
    run = scene.bot
    await run.bot.scheduler.stop(1.0)
    await scene.clock.step(scene.clock.now().replace(minute=58))

    async with scene.bot_running() as again:
        current = again.bot.surroundings.policy
        current.policy = run.bot.surroundings.policy.policy
        await later(scene)
        await later(scene, seconds=40)

        assert (heard(ben), heard(cleo), heard(dora)) == ([STEPS[2]], [], [STEPS[2]])
        assert len(story.drafts) == 1


@pytest.mark.long
async def test_quiet_silences_reminders_and_not_the_last_step(scene: Stage) -> None:
    story, ben, cleo, dora = await staffed(scene)
    await ben.slash("/incident quiet 90m", channel=story.room)

    await later(scene, minutes=40)
    assert (heard(ben), heard(cleo)) == ([], [])
    await later(scene, minutes=6)

    assert (heard(ben), heard(dora)) == ([STEPS[2]], [STEPS[2]])


@pytest.mark.long
async def test_whoever_communicates_now_is_reminded_and_else_whoever_commands(
    scene: Stage,
) -> None:
    story, ben, cleo, _ = await staffed(scene)
    await cleo.slash("/incident drop comms", channel=story.room)

    await later(scene, minutes=26)
    assert (heard(ben), heard(cleo)) == ([STEPS[0]], [])
    await later(scene, minutes=10)

    assert heard(ben) == [*STEPS[:2]]
    assert "nobody has answered it" in ben.inbox()[-1].text
