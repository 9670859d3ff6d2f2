"""Alerts that somebody has in hand, hostile ones, very many, French ones, and a merge."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.incident.alert import Alert, AlertState, Delivery
from bot.incident.kept_alert import Way
from bot.language.french import faults
from bot.response.alert_taken import Arrived
from tests.stage import Stage, stage
from tests.stories.alerting import SECRET, buttons, cards, send, told
from tests.stories.escalating import team
from tests.stories.running import declared, incident, later
from tests.stories.seeing import card, disturbed, patient, refusals, shown

SECRETS = f"alertmanager={SECRET}"


def word(scene: Stage, key: str = "k", **parts: Any) -> Arrived:
    """Of any sender, past the door."""
    now = scene.clock.now()
    plain: dict[str, Any] = {"source": "pagerduty", "dedup_key": key, "title": f"Error {key}"}
    plain |= {"state": AlertState.FIRING, "severity": "critical", "starts_at": now}
    alert = Alert.model_validate(plain | parts)
    return Arrived(delivery=Delivery(alerts=(alert,)), source="pagerduty", at=now, way=Way.WEBHOOK)


async def hears(scene: Stage, *words: Arrived) -> None:
    await scene.bot.bot.alerts.keep(words)
    await later(scene)


async def to(scene: Stage, when: datetime) -> None:
    await scene.clock.step(when)
    await later(scene)


async def test_who_has_it_in_hand_at_its_source_is_called_for_nothing(tmp_path: Path) -> None:
    async with team(tmp_path) as scene, scene.bot_running():
        patient(scene)
        ana, ben, began = scene.person("ana"), scene.person("ben"), scene.clock.now()
        await scene.person("ana").slash("/incident oncall")  # who is who is asked for here
        await hears(scene, word(scene))
        await to(scene, began + timedelta(minutes=3))
        taken: dict[str, Any] = {"acknowledged": True, "acknowledged_by": "ben@example.com"}
        await hears(scene, word(scene, starts_at=began, acknowledged_at=scene.clock.now(), **taken))
        taken_at = scene.clock.now()

        await to(scene, began + timedelta(minutes=11))
        [asked] = cards(scene, scene.room("incidents"))
        assert "acknowledged at its source by ben@example.com" in shown(asked)
        assert ben.inbox() == []
        await ana.click(asked, buttons(asked)["SEV1"])
        await to(scene, began + timedelta(minutes=13))

        found = await incident(scene)
        assert found.moments.acknowledged is not None
        assert found.moments.acknowledged <= taken_at
        assert ben.id in found.pressure.on_it
        assert ben.inbox() == []


async def test_what_comes_and_goes_is_shown_as_flapping_on_one_card(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene, scene.bot_running():
        patient(scene)
        incidents, over = scene.slack.channel("incidents"), {"state": AlertState.RESOLVED}
        for turn in range(6):
            [asked] = cards(scene, incidents) if turn else [None]
            assert asked is None or ("flapping" in shown(asked)) == (turn > 4)
            times: dict[str, Any] = {"starts_at": None, "told_at": scene.clock.now()}
            await hears(scene, word(scene, **times, **(over if turn % 2 else {})))
            await scene.forward(minutes=3)
            await later(scene)

        [asked] = cards(scene, incidents)
        assert "cleared" in shown(asked)


async def test_what_an_alert_says_acts_on_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path, ALERT_SECRETS=SECRETS) as scene, scene.bot_running():
        patient(scene)
        ana = scene.person("ana")
        hostile = "<!channel> <@U0ANA> <https://evil.example.com|your bank> *b* \x00\u202e"
        alert = told(scene, hostile, runbook="javascript:alert(1)")
        alert["labels"]["deep"] = _nested(60)
        alert["annotations"]["description"] = "x" * 500_000
        await send(scene, alert)
        [asked] = cards(scene, scene.room("incidents"))

        await ana.click(asked, buttons(asked)["SEV2"])
        await later(scene)

        assert disturbed(scene) == []
        assert "<!channel" not in shown(asked)
        assert "<https://evil" not in shown(asked)
        assert "javascript" not in shown(asked) + shown(card(scene.room(scene.rooms[0])))
        assert refusals(scene) == []


async def test_a_storm_is_counted_right_and_stops_nobody(tmp_path: Path) -> None:
    await _storm(tmp_path, 600)


@pytest.mark.long
@pytest.mark.timeout(240)
async def test_ten_thousand_words_about_three_hundred_alerts_are_one_prompt(tmp_path: Path) -> None:
    await _storm(tmp_path, 10_000)


async def _storm(tmp_path: Path, count: int) -> None:
    async with stage(tmp_path) as scene, scene.bot_running():
        patient(scene)
        words = [word(scene, str(n % 300), service=f"service {n % 300}") for n in range(count)]
        await asyncio.gather(*(scene.bot.bot.alerts.keep([one]) for one in words))
        await later(scene)
        await later(scene)

        [asked] = cards(scene, scene.room("incidents"))
        assert "Many alerts at once" in asked.text
        assert "alerts: 300, firing: 300" in shown(asked)
        assert f"reported {count} times" in shown(asked)
        ana = scene.person("ana")
        await ana.click(asked, buttons(asked)["SEV1"])
        await later(scene)
        assert "*Alerts*: 300, firing: 300" in shown(card(scene.room(scene.rooms[0])))
        assert refusals(scene) == []


async def test_a_french_team_reads_a_french_card(tmp_path: Path) -> None:
    french = stage(tmp_path, config="locale: fr\n", ALERT_SECRETS=SECRETS)
    async with french as scene, scene.bot_running():
        patient(scene)
        ana = scene.person("ana", locale="fr-FR")
        await send(scene, told(scene, runbook=""))
        [asked] = cards(scene, scene.room("incidents"))
        assert "Est-ce un incident\u202f?" in asked.text
        assert "pas de runbook" in shown(asked)
        assert "Pas un incident" in buttons(asked)
        assert list(faults(asked.text)) == []

        await ana.click(asked, buttons(asked)["SEV1"])
        await later(scene)
        assert "ana a déclaré *INC-1*" in asked.text
        assert "*Alerte*" in shown(card(scene.room(scene.rooms[0])))


async def test_a_merge_carries_the_alerts_along(tmp_path: Path) -> None:
    async with stage(tmp_path, ALERT_SECRETS=SECRETS) as scene, scene.bot_running():
        patient(scene)
        ana, first = await declared(scene)
        began = scene.clock.now()
        await send(scene, told(scene, since=began))
        [asked] = [m for m in cards(scene, scene.room("incidents")) if buttons(m).get("SEV1")]
        await ana.click(asked, buttons(asked)["SEV2"])
        await later(scene)
        second = scene.room("inc-2-checkouterrors-of-checkout")

        await ana.slash("/incident merge INC-1 yes", channel=second)
        await later(scene)
        if "*Alert*" not in shown(card(first)):
            action = next(iter(buttons(ana.private[-1]).values()))
            await ana.click(ana.private[-1], action)
            await later(scene)
        assert "*Alert*: CheckoutErrors" in shown(card(first))
        await send(scene, told(scene, since=began, until=scene.clock.now()))
        assert "Alert cleared: CheckoutErrors" in shown(card(first))


def _nested(levels: int) -> Any:
    found: Any = "bottom"
    for _ in range(levels):
        found = {"deeper": found}
    return found
