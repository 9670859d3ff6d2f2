"""🚨 on a message: a card in its thread asks, one press decides, and everybody hears the same."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.incident.ids import ChannelId, MessageTs, UserId
from bot.response.suggest import Mark, suggested_by_mark
from bot.sandbox.faults import RateLimited
from bot.sandbox.workspace import Channel
from tests.all_rows import tables_with
from tests.stage import Stage, stage
from tests.stories import alerting
from tests.stories.alerting import SIREN, buttons, cards, posted, sirens
from tests.stories.running import declared, later, leap, ledger
from tests.stories.seeing import card, disturbed, form, last, patient, refusals, shown


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path, config=alerting.WATCHED) as scene, scene.bot_running():
        yield patient(scene)


@pytest.fixture
async def alerts(scene: Stage) -> Channel:
    return await alerting.channel(scene)


async def test_a_mark_on_a_bots_message_asks_in_its_thread(scene: Stage, alerts: Channel) -> None:
    ana, message = scene.person("ana"), posted(scene, alerts)

    await sirens(scene, message, ana)

    [asked] = cards(scene, alerts)
    assert asked.thread_ts == message.ts
    assert f"<@{ana.id}> Is this an incident?" in asked.text
    assert "CheckoutErrors" in asked.text
    assert list(buttons(asked)) == ["SEV1", "SEV2", "SEV3", "Edit…", "Link to…", "Not an incident"]
    assert refusals(scene) == []


async def test_one_press_declares_at_that_severity_and_the_thread_says_so(
    scene: Stage, alerts: Channel
) -> None:
    ana, ben, message = scene.person("ana"), scene.person("ben"), posted(scene, alerts)
    await sirens(scene, message, ana)
    [asked] = cards(scene, alerts)

    await ben.click(asked, buttons(asked)["SEV2"])
    await later(scene)

    [name] = scene.rooms
    room = scene.room(name)
    assert "checkouterrors" in name
    assert "INC-1" in asked.text
    assert "ben" in asked.text
    assert f"<#{room.id}>" in asked.text
    assert buttons(asked) == {}
    assert "SEV2" in shown(card(room))
    assert f"/archives/{alerts.id}/p" in shown(card(room))
    assert f"<#{room.id}>" in last(ben).text
    assert refusals(scene) == []


async def test_the_card_leads_to_the_room_as_soon_as_there_is_one(
    scene: Stage, alerts: Channel
) -> None:
    ana, message = scene.person("ana"), posted(scene, alerts)
    await sirens(scene, message, ana)
    [asked] = cards(scene, alerts)
    scene.slack.faults.fail("conversations.create", RateLimited(retry_after=20))

    await ana.click(asked, buttons(asked)["SEV2"])
    await later(scene)
    assert "INC-1" in asked.text
    assert scene.rooms == []
    await later(scene, seconds=30)

    [name] = scene.rooms
    assert f"<#{scene.room(name).id}>" in asked.text


async def test_two_who_press_different_severities_open_one_incident(
    scene: Stage, alerts: Channel
) -> None:
    ana, ben, message = scene.person("ana"), scene.person("ben"), posted(scene, alerts)
    await sirens(scene, message, ana, ben)
    [asked] = cards(scene, alerts)

    await ana.click(asked, buttons(asked)["SEV1"])
    await ben.click(asked, buttons(asked)["SEV3"]) if buttons(asked) else None
    await later(scene)

    assert len(scene.rooms) == 1
    assert "SEV1" in shown(card(scene.room(scene.rooms[0])))


async def test_a_press_that_comes_too_late_is_told_who_was_first(
    scene: Stage, alerts: Channel
) -> None:
    ana, ben, message = scene.person("ana"), scene.person("ben"), posted(scene, alerts)
    await sirens(scene, message, ana)
    [asked] = cards(scene, alerts)
    seen = asked.blocks

    await ana.click(asked, buttons(asked)["SEV1"])
    await later(scene)
    asked.blocks = seen
    await ben.click(asked, buttons(asked)["SEV3"])
    await later(scene)

    assert len(scene.rooms) == 1
    assert "ana declared *INC-1*" in last(ben).text


async def test_who_marks_second_is_taken_to_the_card_and_later_to_the_incident(
    scene: Stage, alerts: Channel
) -> None:
    ana, ben, cy = scene.person("ana"), scene.person("ben"), scene.person("cy")
    message = posted(scene, alerts)
    await sirens(scene, message, ana)
    [asked] = cards(scene, alerts)

    await sirens(scene, message, ben)

    assert f"/archives/{alerts.id}/p{asked.ts.replace('.', '')}" in last(ben).text
    assert len(cards(scene, alerts)) == 1
    await ana.click(asked, buttons(asked)["SEV1"])
    await later(scene)
    await sirens(scene, message, cy)
    assert "*INC-1*" in last(cy).text
    assert len(scene.rooms) == 1


async def test_a_mark_that_is_removed_before_a_decision_withdraws_the_card(
    scene: Stage, alerts: Channel
) -> None:
    ana, ben, message = scene.person("ana"), scene.person("ben"), posted(scene, alerts)
    await sirens(scene, message, ana, ben)

    await ana.unreact(message, SIREN)
    await later(scene)
    assert len(cards(scene, alerts)) == 1
    await ben.unreact(message, SIREN)
    await later(scene)

    assert cards(scene, alerts) == []
    await sirens(scene, message, ana)
    assert len(cards(scene, alerts)) == 1


async def test_a_mark_whose_removal_is_heard_first_asks_nothing(
    scene: Stage, alerts: Channel
) -> None:
    ana, message, desk = scene.person("ana"), posted(scene, alerts), scene.bot.bot.desk
    set_at = scene.clock.now()
    place: dict[str, Any] = {
        "channel": ChannelId(alerts.id),
        "ts": MessageTs(message.ts),
        "user": UserId(ana.id),
    }
    for seconds, present in ((5, False), (0, True)):
        at = set_at + timedelta(seconds=seconds)
        await suggested_by_mark(desk, Mark(**place, at=at, present=present))
    await later(scene, seconds=10)
    assert cards(scene, alerts) == []

    await sirens(scene, message, ana)
    assert len(cards(scene, alerts)) == 1


async def test_a_removed_mark_takes_no_decision_back(scene: Stage, alerts: Channel) -> None:
    ana, message = scene.person("ana"), posted(scene, alerts)
    await sirens(scene, message, ana)
    [asked] = cards(scene, alerts)
    await ana.click(asked, buttons(asked)["SEV3"])
    await later(scene)

    await ana.unreact(message, SIREN)
    await later(scene)

    assert "INC-1" in asked.text
    assert not asked.deleted
    assert len(scene.rooms) == 1


async def test_a_persons_message_counts_in_a_watched_channel_only(
    scene: Stage, alerts: Channel
) -> None:
    ana = scene.person("ana")
    general = scene.room("general")
    await ana.invite(general, scene.slack.bot)
    elsewhere = await ana.say("the site is down", channel=general)
    watched = await ana.say("the site is down", channel=alerts)
    of_a_bot = posted(scene, general)

    await sirens(scene, elsewhere, ana)
    assert cards(scene, general) == []
    await sirens(scene, watched, ana)
    assert len(cards(scene, alerts)) == 1
    await sirens(scene, of_a_bot, ana)
    assert len(cards(scene, general)) == 1


async def test_in_an_incidents_channel_it_marks_a_key_entry(scene: Stage) -> None:
    ana, room = await declared(scene)
    before = len(cards(scene, room))

    await sirens(scene, posted(scene, room), ana)

    assert len(cards(scene, room)) == before


async def test_a_guest_asks_in_vain(scene: Stage, alerts: Channel) -> None:
    guest, message = scene.person("gus", guest=True), posted(scene, alerts)
    await scene.person("ana").invite(alerts, guest)

    await guest.react(message, SIREN)
    await later(scene)

    assert cards(scene, alerts) == []


async def test_not_an_incident_says_who_said_so(scene: Stage, alerts: Channel) -> None:
    ana, message = scene.person("ana"), posted(scene, alerts)
    await sirens(scene, message, ana)
    [asked] = cards(scene, alerts)

    await ana.click(asked, buttons(asked)["Not an incident"])
    await later(scene)

    assert "ana: this is not an incident" in asked.text
    assert buttons(asked) == {}
    assert scene.rooms == []


async def test_the_form_is_filled_in_and_a_private_incident_leaves_no_trace(
    scene: Stage, alerts: Channel
) -> None:
    ana, ben, message = scene.person("ana"), scene.person("ben"), posted(scene, alerts)
    await sirens(scene, message, ana)
    [asked] = cards(scene, alerts)

    await ana.click(asked, buttons(asked)["Edit…"])
    await scene.settle()
    assert "CheckoutErrors" in shown(form(ana))
    await ana.submit(severity="sev1", private=["private"])
    await later(scene)

    assert asked.deleted
    assert cards(scene, alerts) == []
    assert scene.room(scene.rooms[0]).is_private
    told = len(ben.private)
    await sirens(scene, message, ben)
    assert len(ben.private) == told
    assert refusals(scene) == []


async def test_link_to_offers_what_is_open(scene: Stage, alerts: Channel) -> None:
    ana, room = await declared(scene)
    message = posted(scene, alerts)
    await sirens(scene, message, ana)
    [asked] = cards(scene, alerts)

    await ana.click(asked, buttons(asked)["Link to…"])
    await scene.settle()
    view = form(ana)
    assert "INC-1 Checkout is failing" in shown(view)
    [option] = view.blocks[1]["element"]["options"]
    await ana.submit(incident=option["value"])
    await later(scene)

    assert "ana linked this to *INC-1*" in asked.text
    assert scene.rooms == [room.name]
    assert "From a" in shown(card(room))


async def test_the_menu_of_a_message_declares_and_links(scene: Stage, alerts: Channel) -> None:
    ana, ben = scene.person("ana"), scene.person("ben")
    first, second = await ben.say("all payments fail", channel=alerts), posted(scene, alerts)

    await ana.shortcut("declare_from_message", first)
    await scene.settle()
    assert "all payments fail" in shown(form(ana))
    await ana.submit(severity="sev2")
    await later(scene)
    [told] = cards(scene, alerts)
    assert told.thread_ts == first.ts
    assert "INC-1" in told.text

    await ben.shortcut("link_to_incident", second)
    await scene.settle()
    [option] = form(ben).blocks[1]["element"]["options"]
    await ben.submit(incident=option["value"])
    await later(scene)
    told = cards(scene, alerts)[-1]
    assert told.thread_ts == second.ts
    assert "ben linked this to *INC-1*" in told.text
    assert len(scene.rooms) == 1


async def test_a_message_that_was_decided_opens_no_form(scene: Stage, alerts: Channel) -> None:
    ana, message = scene.person("ana"), posted(scene, alerts)
    await sirens(scene, message, ana)
    [asked] = cards(scene, alerts)
    await ana.click(asked, buttons(asked)["SEV2"])
    await later(scene)

    await ana.shortcut("declare_from_message", message)
    await scene.settle()

    assert "ana declared *INC-1*" in shown(form(ana))


async def test_untouched_it_folds_to_one_line_that_still_decides(
    scene: Stage, alerts: Channel
) -> None:
    ana, message = scene.person("ana"), posted(scene, alerts, text="the site is down")
    await sirens(scene, message, ana)

    await leap(scene, minutes=15)

    [asked] = cards(scene, alerts)
    [block] = asked.blocks
    assert "nobody has decided" in asked.text
    values = [option["value"] for option in block["accessory"]["options"]]
    await ana.click(asked, "suggest.decide", value=values[0])
    await later(scene)
    assert len(scene.rooms) == 1


async def test_a_deleted_message_takes_its_card_along(scene: Stage, alerts: Channel) -> None:
    ana = scene.person("ana")
    message = await ana.say("the site is down, says Rumpelstiltskin", channel=alerts)
    await sirens(scene, message, ana)

    await ana.delete(message)
    await later(scene)

    assert cards(scene, alerts) == []
    async with ledger(scene) as database:
        assert await tables_with(database, "Rumpelstiltskin") == []


async def test_what_a_message_says_calls_nobody(scene: Stage, alerts: Channel) -> None:
    ana = scene.person("ana")
    hostile = posted(scene, alerts, text="<!channel> <@U1> *bold* <https://evil.example|bank> \x07")
    hostile.broadcasts, hostile.mentions = [], []

    await sirens(scene, hostile, ana)

    [asked] = cards(scene, alerts)
    assert not asked.broadcasts
    assert set(asked.mentions) <= {ana.id}
    assert "<!channel" not in shown(asked)
    assert "<@U1>" not in shown(asked)
    assert disturbed(scene) == [f"{asked.broadcasts} {asked.mentions} {asked.text}"]
