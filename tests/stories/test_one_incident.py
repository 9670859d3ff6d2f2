"""From an alert at 14:02 to its end: by webhook and in Slack, by two people, one incident."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.incident.incident import Incident
from bot.sandbox.workspace import Channel, Message
from tests.stage import Stage, stage
from tests.stories import alerting
from tests.stories.alerting import SECRET, buttons, cards, posted, send, sirens, told
from tests.stories.running import incident, later, ledger
from tests.stories.seeing import card, last, patient, refusals, shown

FIRED = "[FIRING:1] CheckoutErrors (checkout critical)"
ENDED = "[RESOLVED] CheckoutErrors (checkout critical)"
DAY = datetime(2026, 1, 3, tzinfo=UTC)


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Stage]:
    secrets = f"alertmanager={SECRET}"
    async with (
        stage(tmp_path, config=alerting.WATCHED, ALERT_SECRETS=secrets) as scene,
        scene.bot_running(),
    ):
        yield patient(scene)


async def at(scene: Stage, hour: int, minute: int) -> None:
    await scene.clock.step(DAY.replace(hour=hour, minute=minute))
    await later(scene)


async def test_from_the_alert_to_the_end(scene: Stage) -> None:
    place, ana = await alerting.channel(scene), scene.person("ana")
    await at(scene, 14, 2)
    began = scene.clock.now()
    await _fires(scene, place, began)

    await at(scene, 14, 40)
    await send(scene, told(scene, since=began, until=scene.clock.now()))
    posted(scene, place, ENDED, name="AlertManager")
    await later(scene)
    [room] = [scene.room(name) for name in scene.rooms]
    assert "Alert cleared" in shown(card(room))
    await at(scene, 14, 55)
    [said] = [one for one in room.messages if "All alerts have been clear" in one.text]
    assert "Resolve" in buttons(said)

    await ana.slash("/incident resolve restarted the gateway", channel=room)
    await later(scene)
    incident = await _the_only_one(scene)
    assert incident.moments.detected == began
    assert incident.moments.resolved is not None
    assert incident.moments.resolved >= DAY.replace(hour=14, minute=55)
    await ana.slash("/incident timeline", channel=room)
    await later(scene)
    for line in (
        r"Alert since [^ ]+ [^ ]+ 14:02 UTC>: CheckoutErrors",
        "Alert cleared",
        "resolved",
    ):
        assert re.search(line, shown(last(ana))), line
    assert refusals(scene) == []


async def _fires(scene: Stage, place: Channel, began: datetime) -> None:
    """The webhook first, then the message, which two people mark a minute later."""
    ana, ben = scene.person("ana"), scene.person("ben")
    await send(scene, told(scene, since=began))
    message = posted(scene, place, FIRED, name="AlertManager")
    await at(scene, 14, 3)
    await sirens(scene, message, ana, ben)
    [asked] = [one for one in _everywhere(scene) if "Is this an incident?" in one.text]
    for person in (ana, ben):
        assert "Somebody asks about this already" in last(person).text
    before = asked.blocks
    await ana.click(asked, buttons(asked)["SEV1"])
    await later(scene)
    asked.blocks = before
    await ben.click(asked, buttons(asked)["SEV1"])
    await later(scene)
    assert scene.rooms == ["inc-1-checkouterrors-of-checkout"]
    assert "ana declared *INC-1*" in last(ben).text
    under = [one for one in cards(scene, place) if one.thread_ts == message.ts]
    assert any("ana declared *INC-1*" in one.text for one in under)


def _everywhere(scene: Stage) -> list[Message]:
    return [one for place in scene.slack.workspace.channels.values() for one in cards(scene, place)]


async def _the_only_one(scene: Stage) -> Incident:
    async with ledger(scene) as database, database.look() as work:
        assert await work.incidents.numbered(2) is None
    return await incident(scene)
