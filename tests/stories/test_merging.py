"""Two incidents turn out to be one: the question, the line that leads on, and the way back."""

from __future__ import annotations

import pytest

from bot.sandbox.people import Person
from bot.sandbox.workspace import Channel
from tests.stage import Stage
from tests.stories.running import declared, later, leap
from tests.stories.seeing import card, disturbed, labels, last, refusals, shown


async def two(scene: Stage) -> tuple[Person, Channel, Channel]:
    ana, room = await declared(scene)
    await scene.person("bob").slash("/incident declare sev3 Search <!channel> & co")
    await later(scene)
    other = scene.room("inc-2-search-channel-co")
    await ana.join(other)
    return ana, room, other


ENDED = (
    "status identified",
    "resolve Done",
    "cancel",
    "reopen",
    "task Look",
    "take ic!",
    "assign scribe @bob",
    "ask Why?",
    "decide",
    "decide roll back",
)
"""What goes on in the other incident now."""


async def test_merging_is_asked_in_words_done_by_a_press_and_undone(scene: Stage) -> None:
    ana, room, other = await two(scene)

    await ana.slash("/incident merge INC-2", channel=room)
    assert "*INC-1* (Checkout is failing) goes into *INC-2*" in last(ana).text
    assert labels(last(ana).blocks)[:2] == ["Merge into INC-2", "The other way round"]
    assert "merged" not in room.topic
    await ana.click(last(ana), "run.0")
    await later(scene)

    assert "merged" in room.topic
    assert f"goes on in INC-2: <#{other.id}>" in room.messages[-1].text
    assert "SEV1" in other.topic
    assert "INC-1 goes on here" in shown(card(other))
    assert "Goes on in INC-2" in shown(card(room))
    for line in (*ENDED, "sev sev2"):
        refused = await ana.slash(f"/incident {line}", channel=room)
        if line != "sev sev2":
            assert "`/incident unmerge INC-1`" in refused.text, line
    await ana.click(card(room), "run.0", value="unmerge INC-1")
    await later(scene)
    assert "investigating" in room.topic
    assert "goes on here again" in room.messages[-1].text
    assert len(room.messages) == 2
    assert disturbed(scene) == []
    assert refusals(scene) == []


@pytest.mark.long
async def test_a_merge_can_be_typed_whole_and_is_archived_after_a_day(scene: Stage) -> None:
    ana, room, other = await two(scene)
    thread = await ana.say("Is that not the same?", channel=room)

    await ana.mention("merge INC-1 into INC-2 yes", thread=thread)
    await later(scene)
    assert "Goes on in INC-2" in last(ana).text
    await leap(scene, hours=23)
    assert not room.is_archived
    await leap(scene, hours=1.1)

    assert room.is_archived
    assert not other.is_archived
    assert refusals(scene) == []


async def test_wrong_merges_are_answered(scene: Stage) -> None:
    ana, room, other = await two(scene)
    secret = scene.person("carol")
    await secret.slash("/incident declare private sev2 Keys are gone")
    await later(scene)

    for line, said in [
        ("merge", "`/incident merge INC-7`"),
        ("merge INC-1", "cannot go into itself"),
        ("merge INC-9", "no incident INC-9"),
        ("merge INC-3", "no incident INC-3"),
        ("merge INC-2 perhaps", "is no reference"),
        ("unmerge", "nothing to undo"),
        ("related", "`/incident related INC-7`"),
        ("related INC-3", "no incident INC-3"),
    ]:
        answer = await ana.slash(f"/incident {line}", channel=room)
        assert said in answer.text, line
    assert "say which incident" in (await ana.slash("/incident merge INC-2")).text
    private = await secret.slash("/incident merge INC-3 INC-1 yes")
    assert "go into private ones only" in private.text
    assert "merged" not in room.topic + other.topic
    assert refusals(scene) == []


@pytest.mark.long
async def test_a_public_one_leads_nobody_to_the_private_one_it_went_into(scene: Stage) -> None:
    _, room = await declared(scene, "bob")
    carol = scene.person("carol")
    await carol.slash("/incident declare private sev2 Keys are gone")
    await later(scene)

    await carol.slash("/incident related INC-1 INC-2", channel=room)
    await later(scene)
    assert "are related" in last(carol).text
    await carol.slash("/incident merge INC-1 INC-2 yes", channel=room)
    await later(scene)

    assert "with invited people only" in room.messages[-1].text
    bob = scene.person("bob")
    assert "with invited people only" in (await bob.slash("/incident show INC-1")).text
    await bob.slash("/incident declare sev3 Search is slow")
    await later(scene)
    await bob.slash("/incident merge INC-3 INC-1")
    await bob.slash("/incident unmerge INC-1")
    await later(scene)
    assert "goes on here again" in room.messages[-1].text
    await bob.slash("/incident catchup INC-1")
    seen = [*room.messages, *scene.announcements, *bob.private]
    assert not any("INC-2" in shown(message) for message in seen)
    assert "INC-2" not in room.topic


@pytest.mark.long
async def test_related_links_both_and_unlinks_them(scene: Stage) -> None:
    ana, room, other = await two(scene)

    await ana.slash("/incident related INC-2", channel=room)
    await later(scene)
    assert "Related: INC-2" in shown(card(room))
    assert "Related: INC-1" in shown(card(other))
    await ana.mention("related INC-1", channel=other)
    await later(scene)

    assert "are no longer related" in last(ana).text
    assert "Related: INC-2" not in shown(card(room))
