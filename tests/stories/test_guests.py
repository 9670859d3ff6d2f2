"""Who may act: not those whose account is closed, and guests only where they were invited."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.stage import Stage, stage
from tests.stories.seeing import labels, last, patient, shown, typed

STRANGERS: dict[str, dict[str, Any]] = {
    "guest": {"guest": True},
    "foreign": {"foreign": True},
    "deactivated": {"deactivated": True},
}
DECLARE = "declare sev1 Search is slow"


@pytest.fixture
async def busy(scene: Stage) -> Stage:
    """One public incident whose card could not be pinned."""
    scene.slack.faults.fail("pins.add", "too_many_pins", times=3)
    await scene.person("ana").slash("/incident declare sev1 Checkout is failing")
    await scene.settle()
    return scene


@pytest.mark.long
@pytest.mark.parametrize("who", STRANGERS)
@pytest.mark.parametrize(
    "line", [DECLARE, "declare Search is slow", "Search is slow", "list", "show 1", "check"]
)
async def test_strangers_are_told_that_they_cannot(busy: Stage, who: str, line: str) -> None:
    stranger = busy.person("mallory", **STRANGERS[who])

    await busy.slack.tell("slash_commands", typed(busy, stranger, line))
    await busy.settle()
    answer = await busy.slack.tell("slash_commands", typed(busy, stranger, line))
    await busy.settle()

    told = [str((answer.body or {}).get("text")), *(m.text for m in stranger.private)]
    expected = "This Slack account is deactivated" if who == "deactivated" else "Guests cannot"
    assert any(expected in text for text in told)
    assert not any("Checkout" in text for text in told)
    assert stranger.view() is None
    assert len(busy.rooms) == 1


@pytest.mark.long
@pytest.mark.parametrize("who", STRANGERS)
async def test_strangers_join_nothing_and_repair_nothing(busy: Stage, who: str) -> None:
    stranger = busy.person("mallory", **STRANGERS[who])
    room = busy.room("inc-1-checkout-is-failing")
    told = room.messages[-1]

    await stranger.click(busy.announcements[0], "announcement.join")
    await stranger.click(told, "trouble.repair")
    await busy.forward(seconds=10)

    assert stranger.id not in room.members
    assert "too_many_pins" in told.text
    assert len([call for call in busy.slack.calls if call.method == "pins.add"]) == 1


@pytest.mark.long
async def test_a_guest_in_the_room_may_look_at_it_and_repair_it(busy: Stage) -> None:
    guest = busy.person("guest", guest=True)
    room = busy.room("inc-1-checkout-is-failing")
    await busy.person("ana").invite(room, guest)
    await busy.settle()

    shown_to_guest = await guest.slash("/incident show 1", channel=room)
    listed = await guest.slash("/incident list", channel=room)
    await guest.click(room.messages[-1], "trouble.repair")
    await busy.settle()

    assert "Checkout is failing" in shown_to_guest.text
    assert "Guests cannot do that" in listed.text
    assert len([call for call in busy.slack.calls if call.method == "pins.add"]) == 2


async def test_a_team_may_let_guests_do_nothing_at_all(tmp_path: Path) -> None:
    async with stage(tmp_path, config="guests_may_act: false\n") as scene, scene.bot_running():
        patient(scene)
        ana, guest = scene.person("ana"), scene.person("guest", guest=True)
        await ana.slash("/incident declare sev1 Checkout is failing")
        await scene.settle()
        room = scene.room("inc-1-checkout-is-failing")
        await ana.invite(room, guest)
        await scene.settle()

        answer = await guest.slash("/incident show 1", channel=room)

        assert "Guests cannot do that" in answer.text


@pytest.mark.long
async def test_a_guest_hears_the_same_of_a_private_incident_as_of_none(busy: Stage) -> None:
    guest = busy.person("guest", guest=True)
    await busy.person("ana").slash("/incident declare private sev1 Odd log-ins")
    await busy.settle()

    private = await guest.slash("/incident show 2")
    none = await guest.slash("/incident show 3")

    assert private.text == none.text


async def test_who_was_deactivated_meanwhile_can_no_longer_declare(scene: Stage) -> None:
    bob = scene.person("bob")
    await bob.slash("/incident list")
    await bob.change(deleted=True)
    await scene.settle()

    answer = await bob.slash(f"/incident {DECLARE}")

    assert "deactivated" in answer.text
    assert scene.rooms == []


async def test_a_guest_may_ask_for_help(scene: Stage) -> None:
    guest = scene.person("guest", guest=True)

    answer = await guest.slash("/incident help")

    assert "*What you can type*" in answer.text


async def test_a_guest_who_presses_a_button_of_the_menu_is_told(scene: Stage) -> None:
    guest = scene.person("guest", guest=True)
    answer = await guest.slash("/incident")
    assert labels(answer.blocks)

    await guest.click(last(guest), "menu.declare")
    await scene.settle()

    assert "Guests cannot do that" in shown(last(guest))
    assert guest.view() is None
