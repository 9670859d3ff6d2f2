"""Handover: offered with what the next one has to know, answered, reminded of, or passed by."""

from __future__ import annotations

import pytest

from bot.sandbox.people import Person
from bot.sandbox.workspace import Channel, Message
from tests.stage import Stage
from tests.stories.running import declared, later, leap
from tests.stories.seeing import card, disturbed, form, labels, last, refusals, shown

PARTS = ("State", "Impact", "Done so far", "Running", "Decided", "Promised", "Risks")
HOSTILE = "<!channel> & <!here> \N{RIGHT-TO-LEFT OVERRIDE}עברית \N{FIRE}"


async def in_command(scene: Stage) -> tuple[Person, Person, Channel]:
    """Ana commands; ben is in the room."""
    ana, room = await declared(scene)
    ben = scene.person("ben")
    await ana.slash("/incident take ic", channel=room)
    await ben.join(room)
    await later(scene)
    return ana, ben, room


def the_offer(room: Channel) -> Message:
    return next(m for m in reversed(room.messages) if "*State*" in shown(m))


async def test_it_tells_all_that_the_next_one_has_to_know_and_moves_when_accepted(
    scene: Stage,
) -> None:
    ana, ben, room = await in_command(scene)
    for line in (
        "assign comms @ana",
        f"impact Half of the customers {HOSTILE}",
        "status identified",
        f"task @ben Restart the cache {HOSTILE} 30m",
        "decide rollback",
        "ask When is it over?",
    ):
        await ana.slash(f"/incident {line}", channel=room)
        await later(scene)

    answer = await ana.slash(f"/incident handover all @ben Watch the queue {HOSTILE}", channel=room)
    await later(scene)

    assert "offered to ben: incident commander, communications lead" in answer.text
    offer = shown(the_offer(room))
    assert sorted(PARTS, key=lambda part: offer.index(f"*{part}*")) == list(PARTS)
    for said in (
        "Half of the customers",
        "Status: *identified*",
        "1. Restart the cache",
        "An answer to ana since",
        "Resolved by",
        "Watch the queue",
    ):
        assert said in offer
    assert the_offer(room).mentions == [ben.id]
    assert "*Incident commander*: ana" in shown(card(room))

    await ana.click(the_offer(room), "run.0")
    await scene.settle()
    assert "offered to ben, who alone can answer it" in last(ana).text
    await ben.click(the_offer(room), "run.0")
    await later(scene)

    assert "ben is incident commander, after ana" in last(ben).text
    assert "*Incident commander*: ben" in shown(card(room))
    assert "*Communications lead*: ben" in shown(card(room))
    assert "ben has taken over from ana" in shown(the_offer(room))
    assert "Watch the queue" in shown(the_offer(room)), "whoever has taken over still reads it"
    assert labels(the_offer(room).blocks) == []
    assert "ben has accepted and taken over" in ana.inbox()[-1].text
    assert all(not message.broadcasts for message in room.messages)
    assert refusals(scene) == []


@pytest.mark.long
async def test_without_an_answer_both_are_reminded_once_and_it_can_be_withdrawn(
    scene: Stage,
) -> None:
    ana, ben, room = await in_command(scene)
    await ana.mention("passation ic @ben", channel=room, thread=await ana.say("so", channel=room))
    await later(scene)
    assert "offered to ben" in last(ana).text

    await later(scene, minutes=6)
    await later(scene, minutes=6)
    assert sum("still waits for your answer" in m.text for m in ben.inbox()) == 1
    assert sum("has not answered your handover" in m.text for m in ana.inbox()) == 1

    await ben.slash("/incident handover withdraw", channel=room)
    assert "in the name of ana, who alone can withdraw it" in last(ben).text
    await ana.click(ana.inbox()[-1], "run.0")
    await later(scene)
    assert "ana has withdrawn the offer to ben" in shown(the_offer(room))
    late = await ben.slash("/incident handover accept", channel=room)
    assert "No handover of INC-1 is on offer" in late.text
    assert "*Incident commander*: ana" in shown(card(room))
    assert refusals(scene) == []


@pytest.mark.long
async def test_declined_it_stays_and_a_later_offer_ends_an_earlier_one(scene: Stage) -> None:
    ana, ben, room = await in_command(scene)
    eve = scene.person("eve")
    await ana.slash("/incident handover ic @ben", channel=room)
    await later(scene)
    await ben.click(the_offer(room), "run.1")
    await later(scene)
    assert "ben has declined; it stays with ana" in shown(the_offer(room))
    assert "ben has declined the handover" in ana.inbox()[-1].text

    await ana.slash("/incident handover ic @ben", channel=room)
    await later(scene)
    earlier = the_offer(room)
    await ana.slash("/incident handover ic @eve", channel=room)
    await later(scene)

    assert eve.id in room.members
    assert "ana has withdrawn the offer to ben" in shown(earlier)
    assert "ana offers you: *incident commander*" in shown(the_offer(room))
    await ben.slash("/incident handover accept", channel=room)
    assert "offered to eve, who alone" in last(ben).text
    assert refusals(scene) == []


@pytest.mark.long
async def test_taking_it_needs_no_answer_and_ends_the_offer(scene: Stage) -> None:
    _, ben, room = await in_command(scene)
    eve = scene.person("eve")
    await eve.slash("/incident take ic", channel=room)
    await eve.click(next(m for m in eve.private if "Offer handover" in shown(m)), "run.1")
    await later(scene)
    assert "offers you: *incident commander*" in shown(the_offer(room))
    assert the_offer(room).mentions == [eve.id]

    await ben.slash("/incident take ic!", channel=room)
    await later(scene)

    assert "no longer has" in shown(the_offer(room))
    assert labels(the_offer(room).blocks) == []
    await later(scene, minutes=8)
    assert not any("still waits" in m.text for m in eve.inbox())
    assert refusals(scene) == []


@pytest.mark.long
async def test_after_three_hours_a_relief_is_suggested_once_and_the_form_offers_it(
    scene: Stage,
) -> None:
    ana, ben, room = await in_command(scene)
    await leap(scene, hours=3)
    [suggested] = [m for m in ana.inbox() if "Time for a relief?" in m.text]
    await leap(scene, hours=2)
    assert sum("Time for a relief?" in m.text for m in ana.inbox()) == 1

    await ana.click(suggested, "open.handover")
    await scene.settle()
    await ana.submit(handover_to=scene.slack.bot.id)
    assert set(form(ana).errors) == {"handover_to"}
    await ana.submit(handover_to=ana.id)
    assert set(form(ana).errors) == {"handover_to"}
    await ana.submit(handover_to=ben.id, handover_note=HOSTILE)
    await later(scene)
    assert "offered to ben: incident commander" in shown(form(ana))

    await ben.click(the_offer(room), "run.0")
    await later(scene, minutes=5)
    assert "*Incident commander*: ben" in shown(card(room))
    assert all(not message.broadcasts for message in room.messages)
    assert refusals(scene) == []


@pytest.mark.long
async def test_wrong_handovers_say_what_was_expected(scene: Stage) -> None:
    ana, ben, room = await in_command(scene)

    for person, line, said in [
        (ana, "handover bananas @ben", "“bananas” is no role"),
        (ana, "handover scribe @ben", "Nobody is scribe"),
        (ben, "handover all @ana", "You hold no role in INC-1"),
        (ana, "handover ic @ana", "You are incident commander already"),
        (ben, "handover ic @ana", "ana is incident commander already"),
        (ana, "handover ic @ben @ana", "Type @ and choose one person"),
        (ana, "handover ic @incident", "incident is a bot"),
        (ana, "handover decline", "No handover of INC-1 is on offer"),
    ]:
        answer = await person.slash(f"/incident {line}", channel=room)
        assert said in answer.text, line
    await ana.mention("handover ic", channel=room)
    await later(scene)
    assert labels(last(ana).blocks) == ["Open the form"]
    assert disturbed(scene) == []
    assert refusals(scene) == []


async def test_nobody_writes_to_an_account_that_was_closed(scene: Stage) -> None:
    """Slack would refuse it, and the channel would hear of a failure that concerns nobody."""
    ana, ben, room = await in_command(scene)
    await ana.slash("/incident handover ic @ben", channel=room)
    await later(scene)
    stood = len(room.messages)

    await ben.change(deleted=True)
    await later(scene, minutes=6)

    assert "has not answered" in ana.inbox()[-1].text
    assert len(room.messages) == stood
    assert refusals(scene) == []


async def test_nobody_is_reminded_of_an_offer_once_it_is_over(scene: Stage) -> None:
    ana, ben, room = await in_command(scene)
    for line in ("handover ic @ben", "resolve Rolled back"):
        await ana.slash(f"/incident {line}", channel=room)
    await later(scene)

    await later(scene, minutes=6)
    told = [message.text for person in (ana, ben) for message in person.inbox()]
    assert not any("still waits for your answer" in text for text in told)
    await ben.slash("/incident reopen", channel=room)
    await later(scene)

    assert "still waits for your answer" in ben.inbox()[-1].text
