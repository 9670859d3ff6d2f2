"""An incident that was there before: found at declare, and confirmed by a person."""

from __future__ import annotations

import asyncio

import pytest

from bot.sandbox.people import Person
from bot.sandbox.workspace import Channel
from tests.stage import Stage
from tests.stories.running import declared, later, leap
from tests.stories.seeing import card, disturbed, labels, refusals, shown

CONFIRM = "Repeat of INC-1"


async def one_before(scene: Stage, *, then: str = "resolve Restarted the cache") -> Person:
    """A resolved incident of last week with an action item that nobody has done."""
    ana, room = await declared(scene)
    await ana.slash("/incident action Alert on a cold cache 4w", channel=room)
    await ana.slash(f"/incident {then}", channel=room)
    await leap(scene, days=8)
    return ana


def offered(room: Channel) -> list[str]:
    return [label for label in labels(card(room).blocks) if label.startswith("Repeat of")]


async def test_the_card_names_it_with_what_was_left_to_do_and_a_press_confirms(
    scene: Stage,
) -> None:
    await one_before(scene)

    ben, room = await declared(scene, by="ben")
    before = shown(card(room))
    [row] = [block for block in card(room).blocks if block.get("block_id") == "repeats"]
    line = "repeat INC-2 INC-1"
    await asyncio.gather(*(ben.click(card(room), "run.0", value=line) for _ in range(2)))
    await later(scene)

    assert labels([row]) == [CONFIRM]
    assert "(similar words)" in before
    assert "still to do: Alert on a cold cache (due <!date" in before
    assert "A repeat of *INC-1*" in shown(card(room))
    assert offered(room) == []
    timeline = await ben.slash("/incident timeline", channel=room)
    assert shown(timeline).count("A repeat of INC-1") == 1
    assert disturbed(scene) == []
    assert refusals(scene) == []


async def test_it_is_said_and_unsaid_by_a_line_in_both_languages(scene: Stage) -> None:
    await one_before(scene)
    await declared(scene, by="ben")
    room = scene.room(scene.rooms[-1])
    zoe = scene.person("zoé", locale="fr-FR")
    await zoe.join(room)
    await later(scene)

    listed = await zoe.slash("/incident récurrence", channel=room)
    said = await zoe.slash("/incident repeat de INC-1", channel=room)
    again = await zoe.slash("/incident repeat INC-2 INC-1")
    unsaid = await zoe.slash("/incident récurrence INC-2 INC-1 non")
    twice = await zoe.slash("/incident récurrence INC-2 INC-1 non")

    assert "mots semblables" in shown(listed)
    assert "reste à faire" in shown(listed)
    assert "*INC-2* est noté comme une répétition de *INC-1*" in said.text
    assert "rien n\u2019a changé" in again.text
    assert "n\u2019est pas une répétition" in unsaid.text
    assert "n\u2019est pas noté comme une répétition" in twice.text


async def test_what_cannot_be_meant_is_said_with_a_way_out(scene: Stage) -> None:
    ana, room = await declared(scene)

    for line, said in [
        ("repeat", "No incident of the last 90 days is like *INC-1*"),
        ("repeat INC-1", "no repeat of itself"),
        ("repeat INC-7", "I know of no incident INC-7"),
        ("repeat the big one", "“the big one” is no reference"),
    ]:
        answer = await ana.slash(f"/incident {line}", channel=room)
        assert said in shown(answer), line
    assert "say which incident" in (await ana.slash("/incident repeat INC-1")).text


async def test_what_is_private_is_named_nowhere(scene: Stage) -> None:
    ana = scene.person("ana")
    await ana.slash("/incident declare private sev2 Checkout is failing")
    await later(scene)
    ben, room = await declared(scene, by="ben")
    refused = await ana.slash("/incident repeat INC-2 INC-1")

    assert "Earlier" not in shown(card(room))
    assert (
        "I know of no incident INC-1"
        in (await ben.slash("/incident repeat INC-1", channel=room)).text
    )
    assert "*INC-1* is private and *INC-2* is not" in refused.text


@pytest.mark.long
async def test_what_was_called_off_is_no_earlier_incident_and_a_drill_is_none(scene: Stage) -> None:
    await one_before(scene, then="cancel false alarm")

    _, room = await declared(scene, by="ben")

    assert "Earlier" not in shown(card(room))


@pytest.mark.long
async def test_at_resolve_it_is_looked_for_again_under_its_new_title(scene: Stage) -> None:
    await one_before(scene)
    ben, room = await declared(scene, by="ben")
    assert offered(room) == [CONFIRM]

    found = await ben.slash("/incident title The cache is cold", channel=room)
    resolved = await ben.slash("/incident resolve Warmed it", channel=room)
    await later(scene)

    assert "Title" in found.text
    assert "resolved" in resolved.text
    assert offered(room) == []
