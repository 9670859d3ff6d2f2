"""Alerts come in by webhook: cards ask, patience pages, rules declare, and what clears is told."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from bot.incident.kept_alert import KeptAlert
from bot.sandbox.workspace import Channel, Message
from bot.storage.ledger import Database
from tests.stage import Stage, stage
from tests.stories import alerting
from tests.stories.alerting import SECRET, buttons, cards, send, told
from tests.stories.running import incident, later, ledger
from tests.stories.seeing import card, patient, refusals, shown


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Stage]:
    async with (
        stage(tmp_path, config=alerting.WATCHED, ALERT_SECRETS=f"alertmanager={SECRET}") as scene,
        scene.bot_running(),
    ):
        yield patient(scene)


@pytest.fixture
def incidents(scene: Stage) -> Channel:
    """Where cards stand that have no message to stand under."""
    return scene.room("incidents")


def only(scene: Stage, place: Channel) -> Message:
    [one] = [message for message in cards(scene, place) if message.thread_ts is None]
    return one


async def test_an_alert_asks_once_and_repeats_are_counted(scene: Stage, incidents: Channel) -> None:
    firing = told(scene)
    await send(scene, firing)
    asked = only(scene, incidents)
    assert "Is this an incident? *CheckoutErrors of checkout*" in asked.text
    assert "severity there: critical" in shown(asked)
    assert "Runbook (runbooks.example.com)" in shown(asked)

    for _ in range(3):
        await scene.forward(minutes=1)
        await send(scene, firing)

    assert only(scene, incidents) is asked
    assert "reported 4 times" in shown(asked)
    assert refusals(scene) == []


async def test_one_service_is_one_card_and_another_one_another(
    scene: Stage, incidents: Channel
) -> None:
    await send(scene, told(scene), told(scene, "CheckoutLatency"))
    asked = only(scene, incidents)
    assert "alerts: 2, firing: 2" in shown(asked)
    assert "CheckoutLatency" in shown(asked)

    await send(scene, told(scene, "SearchErrors", service="search"))

    assert len(cards(scene, incidents)) == 2


async def test_what_is_declared_keeps_the_alerts_and_when_they_began(
    scene: Stage, incidents: Channel
) -> None:
    ana, began = scene.person("ana"), scene.clock.now()
    await send(scene, told(scene, since=began))
    await scene.forward(minutes=1)
    await ana.click(only(scene, incidents), buttons(only(scene, incidents))["SEV1"])
    await later(scene)

    room = scene.room(scene.rooms[0])
    async with ledger(scene) as database:
        [kept] = await _alerts(database)
    found = await incident(scene)
    assert found.moments.detected == began
    assert kept.incident == found.id
    assert "*Alert*: CheckoutErrors of checkout" in shown(card(room))
    assert "Runbook (runbooks.example.com)" in shown(card(room))


async def test_without_a_runbook_it_says_so(scene: Stage, incidents: Channel) -> None:
    ana = scene.person("ana")
    await send(scene, told(scene, runbook=""))
    asked = only(scene, incidents)
    assert "no runbook" in shown(asked)

    await ana.click(asked, buttons(asked)["SEV2"])
    await later(scene)

    assert "no runbook" in shown(card(scene.room(scene.rooms[0])))


async def test_clear_for_a_quarter_of_an_hour_it_suggests_the_end_and_ends_nothing(
    scene: Stage, incidents: Channel
) -> None:
    ana, began = scene.person("ana"), scene.clock.now()
    await send(scene, told(scene, since=began))
    await ana.click(only(scene, incidents), buttons(only(scene, incidents))["SEV2"])
    await later(scene)
    room = scene.room(scene.rooms[0])
    await scene.clock.step(began + timedelta(minutes=38))
    await send(scene, told(scene, since=began, until=scene.clock.now()))
    assert "Alert cleared: CheckoutErrors" in shown(card(room))
    cleared = scene.clock.now()

    await scene.clock.step(cleared + timedelta(minutes=14))
    await later(scene)
    assert not [m for m in room.messages if "All alerts have been clear" in m.text]
    await scene.clock.step(cleared + timedelta(minutes=15))
    await later(scene)

    [said] = [m for m in room.messages if "All alerts have been clear" in m.text]
    assert list(buttons(said)) == ["Monitoring", "Resolve"]
    assert "investigating" in room.topic
    await ana.click(said, "run.0")
    await later(scene)
    assert "monitoring" in room.topic


async def test_a_storm_is_one_prompt_with_the_right_counts(
    scene: Stage, incidents: Channel
) -> None:
    names = [f"Error{number}" for number in range(12)]
    for name in names:
        await send(scene, told(scene, name, service=name.lower()))
    await send(scene, *(told(scene, name, service=name.lower()) for name in names[:3]))

    asked = only(scene, incidents)
    assert "Many alerts at once" in asked.text
    assert "alerts: 12, firing: 12" in shown(asked)
    assert "reported 15 times" in shown(asked)


async def test_a_cleared_alert_says_so_and_pages_nobody(scene: Stage, incidents: Channel) -> None:
    began = scene.clock.now()
    await send(scene, told(scene, since=began))
    await scene.forward(minutes=2)
    await send(scene, told(scene, since=began, until=scene.clock.now()))

    asked = only(scene, incidents)
    assert "cleared" in shown(asked)
    await scene.clock.step(began + timedelta(minutes=8))
    await later(scene)
    assert "I paged" not in shown(asked)


async def test_ended_before_it_began_it_asks_nothing(scene: Stage, incidents: Channel) -> None:
    now = scene.clock.now()
    await send(scene, told(scene, since=now - timedelta(minutes=5), until=now))

    assert cards(scene, incidents) == []


async def test_no_incident_stays_no_incident_until_the_alert_has_ended(
    scene: Stage, incidents: Channel
) -> None:
    ana, began = scene.person("ana"), scene.clock.now()
    await send(scene, told(scene, since=began))
    asked = only(scene, incidents)
    await ana.click(asked, buttons(asked)["Not an incident"])
    await later(scene)

    await send(scene, told(scene, since=began))
    assert len(cards(scene, incidents)) == 1
    async with ledger(scene) as database:
        [kept] = await _alerts(database)
    assert kept.ignored_by == ana.id

    await scene.forward(minutes=20)
    await send(scene, told(scene, since=began, until=scene.clock.now()))
    await scene.forward(minutes=1)
    await send(scene, told(scene))
    assert len(cards(scene, incidents)) == 2


async def test_an_open_incident_of_the_service_is_proposed(
    scene: Stage, incidents: Channel
) -> None:
    ana = scene.person("ana")
    await send(scene, told(scene))
    first = only(scene, incidents)
    await ana.click(first, buttons(first)["SEV1"])
    await later(scene)

    await send(scene, told(scene, "CheckoutLatency"))
    asked = cards(scene, incidents)[-1]
    assert "*INC-1* is open and seems to be about it" in shown(asked)
    await ana.click(asked, "suggest.near")
    await later(scene)

    assert "ana linked this to *INC-1*" in asked.text
    room = scene.room(scene.rooms[0])
    assert "*Alerts*: 2, firing: 2" in shown(card(room))
    assert len(scene.rooms) == 1


async def test_soon_after_the_end_it_proposes_to_reopen(scene: Stage, incidents: Channel) -> None:
    ana, began = scene.person("ana"), scene.clock.now()
    await send(scene, told(scene, since=began))
    first = only(scene, incidents)
    await ana.click(first, buttons(first)["SEV3"])
    await later(scene)
    room = scene.room(scene.rooms[0])
    await send(scene, told(scene, since=began, until=scene.clock.now()))
    await ana.slash("/incident resolve restarted", channel=room)
    await later(scene, minutes=20)

    await send(scene, told(scene))
    asked = cards(scene, incidents)[-1]
    assert "*INC-1* was resolved just before" in shown(asked)
    await ana.click(asked, "suggest.near")
    await later(scene)

    assert "investigating" in room.topic
    assert len(scene.rooms) == 1


async def test_a_rule_declares_once_and_links_what_belongs_to_it(tmp_path: Path) -> None:
    config = (
        "alerts:\n  rules:\n    - {name: Critical, when: {severity: critical}, then: declare}\n"
    )
    secrets = f"alertmanager={SECRET}"
    async with stage(tmp_path, config=config, ALERT_SECRETS=secrets) as scene, scene.bot_running():
        patient(scene)
        scene.person("ana")
        await send(scene, told(scene), told(scene, "CheckoutLatency"))
        await send(scene, told(scene))

        [room] = scene.rooms
        shown_card = shown(card(scene.room(room)))
        assert "*Alerts*: 2, firing: 2" in shown_card
        assert "SEV1" in shown_card
        said = [message.text for message in cards(scene, scene.room("incidents"))]
        assert any("by the rule “Critical”" in text for text in said)
        assert refusals(scene) == []


async def test_a_rule_links_to_what_is_open_and_asks_about_the_rest(tmp_path: Path) -> None:
    config = "alerts:\n  rules:\n    - {name: Same, then: link}\n"
    secrets = f"alertmanager={SECRET}"
    async with stage(tmp_path, config=config, ALERT_SECRETS=secrets) as scene, scene.bot_running():
        patient(scene)
        ana = scene.person("ana")
        await send(scene, told(scene))
        [asked] = cards(scene, scene.room("incidents"))
        await ana.click(asked, "suggest.declare.0")
        await later(scene)

        await send(scene, told(scene, "CheckoutLatency"))

        [room] = scene.rooms
        assert "*Alerts*: 2, firing: 2" in shown(card(scene.room(room)))
        said = [message.text for message in cards(scene, scene.room("incidents"))]
        assert "by the rule “Same”" in said[-1]
        assert refusals(scene) == []


async def test_a_card_that_cannot_be_shown_is_found_by_the_check(tmp_path: Path) -> None:
    config = "alerts:\n  rules:\n    - {then: suggest, channel: nowhere}\n"
    secrets = f"alertmanager={SECRET}"
    async with stage(tmp_path, config=config, ALERT_SECRETS=secrets) as scene, scene.bot_running():
        patient(scene)
        await send(scene, told(scene))

        found = [one for one in await scene.bot.checkup() if not one.ok]

        assert [one.parts for one in found if "about an alert" in one.what] == [
            {"effect": "card", "why": "channel_not_found"}
        ]


async def _alerts(database: Database) -> Sequence[KeptAlert]:
    async with database.look() as work:
        return await work.alerts.latest(10)
