"""The room: its name, its people, the pinned card, bookmarks, the announcement, and *Repair*."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.sandbox.faults import Status
from bot.sandbox.workspace import Channel, Message
from tests.lengths import quick
from tests.stage import Stage, stage
from tests.stories.seeing import calls, card, labels, last, patient, refusals, shown

DECLARE = "/incident declare sev1 Checkout is failing"
NAME = "inc-1-checkout-is-failing"
CONFIG = """
severities:
  sev1:
    invite_users: [{eve}, {gone}]
    invite_groups: [{group}]
links:
  - {{title: Dashboards, url: 'https://grafana.example.com/', emoji: chart_with_upwards_trend}}
without_the_bot: https://wiki.example.com/without-the-bot
"""


def trouble(room: Channel) -> Message:
    """The one message that says what did not work."""
    [found] = [message for message in room.messages if "warning" in message.text]
    return found


@pytest.mark.parametrize(
    ("title", "name"),
    quick(
        [
            ("Paiement en échec à l'étranger", "inc-1-paiement-en-echec-a-l-etranger"),
            ("Поиск не работает", "inc-1-poisk-ne-rabotaet"),
            ("🔥🔥", "inc-1-fire-fire"),
            ("决济失败", "inc-1-juejishibai"),
            ("¿¡…!?", "inc-1"),
        ],
        0,
        4,
    ),
)
async def test_the_name_is_folded_from_any_script(scene: Stage, title: str, name: str) -> None:
    await scene.person("ana").slash(f"/incident declare sev1 {title}")
    await scene.settle()

    assert scene.rooms == [name]
    assert refusals(scene) == []


async def test_a_name_that_somebody_has_taken_gets_a_suffix(scene: Stage) -> None:
    scene.slack.channel(NAME)
    scene.slack.channel(f"{NAME}-2", private=True)

    await scene.person("ana").slash(DECLARE)
    await scene.settle()

    assert scene.room(f"{NAME}-3").creator == scene.slack.bot.id
    assert len(scene.announcements) == 1


async def test_the_pattern_of_the_team_is_followed(tmp_path: Path) -> None:
    config = "channel_pattern: 'war-{date}-{number}-{title}'\n"
    async with stage(tmp_path, config=config) as scene, scene.bot_running():
        patient(scene)

        await scene.person("ana").slash(DECLARE)
        await scene.settle()

        assert scene.room("war-20260101-1-checkout-is-failing").pins


@pytest.fixture
async def furnished(tmp_path: Path) -> AsyncIterator[Stage]:
    """A team with people and a group for sev1, links, and a page for the day without the bot."""
    async with stage(tmp_path) as scene:
        eve, gone = scene.person("eve"), scene.person("gone", deactivated=True)
        group = scene.slack.user_group("oncall", scene.person("gil"), scene.person("ana"))
        config = CONFIG.format(eve=eve.id, gone=gone.id, group=group)
    async with stage(tmp_path, config=config) as scene:
        scene.person("eve")
        scene.person("gone", deactivated=True)
        scene.slack.user_group("oncall", scene.person("gil"), scene.person("ana"))
        async with scene.bot_running():
            yield patient(scene)


async def test_the_declarer_and_the_severitys_people_and_groups_are_invited_once(
    furnished: Stage,
) -> None:
    people = [furnished.person(name) for name in ("ana", "eve", "gil")]

    await people[0].slash(DECLARE)
    await furnished.forward(minutes=5)

    room = furnished.room(NAME)
    assert {person.id for person in people} <= room.members
    assert calls(furnished, "conversations.invite") == 1
    joined = [m.user for m in room.history if m.subtype == "channel_join"]
    assert len(joined) == len(set(joined))


async def test_a_sev2_does_not_invite_the_people_of_sev1(furnished: Stage) -> None:
    await furnished.person("ana").slash("/incident declare sev2 Search is slow")
    await furnished.settle()

    assert furnished.person("eve").id not in furnished.room("inc-1-search-is-slow").members


async def test_whom_slack_refuses_is_told_and_stops_nobody_else(furnished: Stage) -> None:
    await furnished.person("ana").slash(DECLARE)
    await furnished.settle()

    room = furnished.room(NAME)
    gone = furnished.person("gone", deactivated=True)
    assert furnished.person("eve").id in room.members
    assert gone.id not in room.members
    assert f"the invitations: refused (`{gone.id}: cant_invite`)" in trouble(room).text


async def test_a_group_that_is_gone_stops_nobody_else(tmp_path: Path) -> None:
    config = "severities: {sev1: {invite_groups: [S0GONE]}}\n"
    async with stage(tmp_path, config=config) as scene, scene.bot_running():
        patient(scene)

        await scene.person("ana").slash(DECLARE)
        await scene.settle()

        room = scene.room(NAME)
        assert scene.person("ana").id in room.members
        assert "S0GONE: no_such_subteam" in trouble(room).text


@pytest.mark.long
async def test_a_refusal_of_the_first_hundred_does_not_stop_the_others(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        group = scene.slack.user_group("all", scene.person("ana"))
    config = f"severities: {{sev1: {{invite_groups: [{group}]}}}}\n"
    async with stage(tmp_path, config=config) as scene:
        everybody = [scene.person("ana"), *(scene.person(f"p{n}") for n in range(120))]
        moved = scene.slack.user_group("all", *everybody)
        scene.slack.workspace.user_groups[group] = scene.slack.workspace.user_groups.pop(moved)
        scene.slack.workspace.user_groups[group].id = group
        async with scene.bot_running():
            patient(scene)
            scene.slack.faults.fail("conversations.invite", "no_permission")

            await everybody[0].slash(DECLARE)
            await scene.settle()

            assert len(scene.room(NAME).members) == 1 + 21
            assert "no_permission" in trouble(scene.room(NAME)).text


async def test_an_answer_that_was_lost_after_pinning_is_no_trouble(scene: Stage) -> None:
    scene.slack.faults.fail("pins.add", Status(500, before=False))

    await scene.person("ana").slash(DECLARE)
    await scene.forward(minutes=1)

    assert calls(scene, "pins.add") == 2
    assert scene.room(NAME).messages == [card(scene.room(NAME))]


async def test_bookmarks_and_links_of_the_card(furnished: Stage) -> None:
    await furnished.person("ana").slash(DECLARE)
    await furnished.settle()

    room = furnished.room(NAME)
    links = {mark["link"]: mark["title"] for mark in room.bookmarks}
    assert set(links) == {
        "https://grafana.example.com/",
        "https://wiki.example.com/without-the-bot",
    }
    assert "Dashboards" in links["https://grafana.example.com/"]
    assert "<https://grafana.example.com/|Dashboards>" in shown(card(room))
    assert "<https://wiki.example.com/without-the-bot|When the bot is down>" in shown(card(room))
    incidents = furnished.room("incidents").bookmarks
    assert [mark["link"] for mark in incidents] == ["https://wiki.example.com/without-the-bot"]


async def test_the_card_is_the_only_message_and_it_is_pinned(scene: Stage) -> None:
    await scene.person("ana").slash(DECLARE)
    await scene.forward(minutes=4)

    room = scene.room(NAME)
    assert room.messages == [card(room)]
    assert "ana" in shown(card(room))
    assert calls(scene, "pins.add") == 1
    assert refusals(scene) == []


# The announcement


async def test_join_lets_in_whoever_presses(scene: Stage) -> None:
    bob = scene.person("bob")
    await scene.person("ana").slash(DECLARE)
    await scene.settle()
    [announced] = scene.announcements
    assert labels(announced.blocks) == ["Join", "Ask", "Subscribe"]

    await bob.click(announced, "announcement.join")
    await scene.settle()

    room = scene.room(NAME)
    assert bob.id in room.members
    assert f"You are let into *INC-1*: <#{room.id}>" in last(bob).text
    assert scene.announcements == [announced]


@pytest.mark.long
async def test_join_twice_at_once_is_one_invitation(scene: Stage) -> None:
    bob = scene.person("bob")
    await scene.person("ana").slash(DECLARE)
    await scene.settle()
    before = calls(scene, "conversations.invite")

    await bob.click(scene.announcements[0], "announcement.join")
    await bob.click(scene.announcements[0], "announcement.join")
    await scene.settle()
    await bob.click(scene.announcements[0], "announcement.join")
    await scene.settle()

    joined = [m for m in scene.room(NAME).history if m.subtype == "channel_join"]
    assert [m.user for m in joined].count(bob.id) == 1
    assert calls(scene, "conversations.invite") <= before + 2
    assert "You are in already" in last(bob).text


@pytest.mark.long
async def test_who_has_left_can_come_back_by_join(scene: Stage) -> None:
    bob = scene.person("bob")
    await scene.person("ana").slash(DECLARE)
    await scene.settle()
    await bob.click(scene.announcements[0], "announcement.join")
    await scene.settle()
    await bob.leave(NAME)
    await scene.settle()

    await bob.click(scene.announcements[0], "announcement.join")
    await scene.settle()

    assert bob.id in scene.room(NAME).members


# What Slack refuses for good

Done = Callable[[Channel], bool]
REFUSED: dict[str, tuple[str, str, Done]] = {
    "pins.add": ("too_many_pins", "pinning the card", lambda room: bool(room.pins)),
    "conversations.setTopic": ("too_long", "the topic", lambda room: bool(room.topic)),
    "conversations.setPurpose": ("too_long", "the purpose", lambda room: bool(room.purpose)),
    "conversations.invite": (
        "no_permission",
        "the invitations",
        lambda room: len(room.members) > 1,
    ),
}


@pytest.mark.long
@pytest.mark.parametrize("method", REFUSED)
async def test_what_slack_refuses_is_shown_with_repair_while_the_rest_goes_on(
    scene: Stage, method: str
) -> None:
    code, what, is_done = REFUSED[method]
    ana = scene.person("ana")
    scene.slack.faults.fail(method, code)

    await ana.slash(DECLARE)
    await scene.settle()

    room = scene.room(NAME)
    assert f"{what}: refused (" in trouble(room).text
    assert f"{code}`)" in trouble(room).text
    assert labels(trouble(room).blocks) == ["Repair"]
    assert [name for name, (_, _, done) in REFUSED.items() if not done(room)] == [method]
    assert len(scene.announcements) == 1

    told = trouble(room)
    await ana.click(told, "trouble.repair")
    await scene.forward(seconds=10)

    assert is_done(room)
    assert "repaired" in told.text
    assert labels(told.blocks) == []
    assert "Trying 1 thing again" in last(ana).text


@pytest.mark.long
async def test_repair_of_what_is_still_refused_shows_it_still(scene: Stage) -> None:
    ana = scene.person("ana")
    scene.slack.faults.fail("pins.add", "too_many_pins", times=2)
    await ana.slash(DECLARE)
    await scene.settle()

    await ana.click(trouble(scene.room(NAME)), "trouble.repair")
    await scene.forward(minutes=1)

    assert "too_many_pins" in trouble(scene.room(NAME)).text


async def test_repair_with_nothing_left_says_so(scene: Stage) -> None:
    ana = scene.person("ana")
    scene.slack.faults.fail("pins.add", "too_many_pins")
    await ana.slash(DECLARE)
    await scene.settle()
    told = trouble(scene.room(NAME))
    button = list(told.blocks)
    await ana.click(told, "trouble.repair")
    await scene.forward(seconds=10)

    told.blocks = button
    await ana.click(told, "trouble.repair")
    await scene.settle()

    assert "Nothing is left to repair" in last(ana).text


@pytest.mark.long
@pytest.mark.parametrize("private", [False, True])
async def test_a_channel_that_slack_refuses_is_told_to_the_declarer(
    scene: Stage, private: bool
) -> None:
    ana = scene.person("ana")
    scene.slack.faults.fail("conversations.create", "restricted_action")

    await ana.slash(f"/incident declare {'private ' if private else ''}sev1 Checkout is failing")
    await scene.settle()
    [told] = ana.inbox()
    assert "the channel: refused (`restricted_action`)" in told.text
    await ana.click(told, "trouble.repair")
    await scene.forward(seconds=10)

    assert scene.room(NAME).pins
    assert "repaired" in told.text


@pytest.mark.long
async def test_without_an_incidents_channel_repair_helps_once_there_is_one(tmp_path: Path) -> None:
    async with (
        stage(tmp_path, config="incidents_channel: alarms\n") as scene,
        scene.bot_running(),
    ):
        patient(scene)
        ana = scene.person("ana")
        await ana.slash(DECLARE)
        await scene.settle()
        room = scene.room(NAME)
        told = trouble(room)
        assert "the announcement: refused (`incidents_channel_not_found`)" in told.text
        assert len(room.pins) == 1

        alarms = scene.slack.channel("alarms")
        await ana.click(told, "trouble.repair")
        await scene.forward(seconds=10)

        assert len(alarms.messages) == 1
        assert "repaired" in told.text


@pytest.mark.long
async def test_an_incidents_channel_made_anew_is_found_by_repair(scene: Stage) -> None:
    ana = scene.person("ana")
    old = scene.room("incidents")
    old.is_archived, old.name = True, "incidents-old"
    await ana.slash(DECLARE)
    await scene.settle()
    told = trouble(scene.room(NAME))

    anew = scene.slack.channel("incidents")
    await ana.click(told, "trouble.repair")
    await scene.forward(seconds=10)

    assert len(anew.messages) == 1


@pytest.mark.long
async def test_a_card_that_somebody_deleted_is_replaced_once_and_pinned(scene: Stage) -> None:
    ana, bob = scene.person("ana"), scene.person("bob")
    await ana.slash("/incident declare sev1 Checkout payments failing")
    await scene.settle()
    room = scene.room("inc-1-checkout-payments-failing")
    deleted = card(room)
    await _delete(scene, room, deleted)

    await bob.slash("/incident declare sev2 Payments failing at checkout")
    await scene.forward(minutes=4)

    assert room.messages == [card(room)]
    assert card(room) is not deleted
    assert "Perhaps the same as INC-2" in shown(card(room))
    assert _mark(card(room)) == _mark(deleted).replace(".1", ".2")


async def _delete(scene: Stage, room: Channel, message: Message) -> None:
    """As an administrator may, whoever wrote it."""
    from bot.sandbox import posting

    posting.delete(scene.slack.workspace, room, message)
    await scene.settle()


def _mark(message: Message) -> str:
    assert message.metadata is not None
    return str(message.metadata["event_payload"]["id"])


async def test_a_renamed_channel_stays_the_incidents(scene: Stage) -> None:
    from bot.sandbox import rooms

    ana = scene.person("ana")
    await ana.slash(DECLARE)
    await scene.settle()
    room = scene.room(NAME)

    rooms.rename(scene.slack.workspace, room, "checkout-war-room", ana.id)
    await scene.forward(minutes=1)

    assert scene.rooms == []
    assert f"<#{room.id}>" in (await ana.slash("/incident show 1")).text
