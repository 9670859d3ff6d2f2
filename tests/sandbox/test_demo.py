"""`incident-bot demo` shows an incident, checks it, and leaves nothing behind."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.language import Tongue
from bot.sandbox import posting, rooms
from bot.sandbox.demo import NEXT, perform
from bot.sandbox.demo_acts import Acts, NotAnswered
from bot.sandbox.demo_check import Expected, problems
from bot.sandbox.demo_office import Office, open_office
from bot.sandbox.workspace import Message
from tests.sandbox.playing import paper, play, read

CHECKOUT = Expected(1, ("ana", "dan"))


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """Ana has declared an incident, and its room is ready."""
    async with open_office(tmp_path, paper()) as office:
        ana = office.slack.person("ana")
        await Acts(office).types(ana, "/incident declare sev1 Checkout is failing", "general")
        yield office


@pytest.mark.long
def test_the_demo_plays_an_incident_and_leaves_nothing_behind(tmp_path: Path) -> None:
    played = play(tmp_path)

    assert (played.code, played.left, played.complaints) == (0, [], "")
    for shown in (
        "ana in #general types  /incident declare sev1 Checkout is failing",
        "#general, only ana sees this",
        "📌 pinned",
        "bookmarks",
        "You declared that just now: INC-1 Checkout is failing.",
        "ben presses  [ Join ]",
        "INC-1 is open and sounds alike: Checkout is failing.",
        "(•) SEV3 mineur",
        Tongue("fr").say("Declare an incident"),
        "Slack answered 429",
        "“banana” is no reference",
        "Did you mean /incident declare sev3 Emails are late?",
        "🔒 #inc-4-possible-data-leak-in-exports",
        "4 incidents, each with one channel, one pinned card",
        NEXT,
    ):
        assert shown in played.shown
    assert "\x1b" not in played.shown


@pytest.mark.long
async def test_the_count_finds_nothing_wrong_with_a_good_room(office: Office) -> None:
    assert await problems(office, [CHECKOUT]) == []


@pytest.mark.long
async def test_the_count_misses_an_incident(office: Office) -> None:
    wrong = await problems(office, [CHECKOUT, Expected(2, ("ben",))])

    assert wrong == ["INC-2 has 0 channels", "1 incidents instead of 2"]


@pytest.mark.long
async def test_the_count_sees_a_second_card_and_a_second_announcement(office: Office) -> None:
    workspace = office.slack.workspace
    room = workspace.channel_named("inc-1-checkout-is-failing")
    for channel in (room, workspace.channel_named("incidents")):
        (first,) = channel.messages
        twin = Message(channel.id, workspace.ts(), first.text, blocks=first.blocks, bot_id="B1")
        posting.post(workspace, channel, twin)

    assert await problems(office, [CHECKOUT]) == [
        "INC-1 has 2 cards",
        "INC-1 has not just its card pinned",
        "INC-1 is announced 2 times",
    ]


@pytest.mark.long
async def test_the_count_knows_who_belongs_into_the_room(office: Office) -> None:
    workspace = office.slack.workspace
    room = workspace.channel_named("inc-1-checkout-is-failing")
    rooms.join(workspace, room, office.slack.person("mallory").id)

    (wrong,) = await problems(office, [CHECKOUT])

    assert wrong == "in the channel of INC-1 are ana, dan, incident, mallory"


@pytest.mark.long
async def test_the_count_wants_a_private_incident_to_be_private(office: Office) -> None:
    wrong = await problems(office, [Expected(1, ("ana", "dan"), private=True)])

    assert wrong == ["the channel of INC-1 is public", "INC-1 is announced 1 times"]


@pytest.mark.long
async def test_what_people_see_is_shown_once(office: Office) -> None:
    console = office.screen.console
    before = read(console)

    await Acts(office).says(office.slack.person("ben"), "It is the payment provider.", "general")

    assert read(console).removeprefix(before) == "ben in #general  It is the payment provider.\n"


async def test_a_press_on_what_is_not_there_is_an_error(office: Office) -> None:
    with pytest.raises(NotAnswered, match="ben sees no button “Reboot”"):
        await Acts(office).presses_labelled(office.slack.person("ben"), "Reboot")


async def test_a_demo_that_counts_wrong_fails(tmp_path: Path) -> None:
    console = paper()

    async def nothing_happens(office: Office, pause: float) -> list[Expected]:
        return [CHECKOUT]

    assert await perform(tmp_path, console, stay=False, play=nothing_happens) == 1
    assert "wrong: INC-1 has 0 channels" in read(console)
    assert NEXT not in read(console)


async def test_a_demo_in_which_the_bot_is_silent_fails(tmp_path: Path) -> None:
    console = paper()

    async def slack_is_down(office: Office, pause: float) -> list[Expected]:
        office.slack.faults.dead_sockets = True
        office.slack.patience = 0.1
        await Acts(office).types(office.slack.person("ana"), "/incident", "general")
        return []

    assert await perform(tmp_path, console, stay=False, play=slack_is_down) == 1
    assert "The demo has failed: Slack shows an error" in read(console)
