"""Pages through PagerDuty and a signed webhook, on real servers: each once, in order."""

from __future__ import annotations

import copy
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from bot.sandbox.workspace import Channel
from tests.alerts.cases import BY_NAME
from tests.alerts.sending import SECRETS, sent
from tests.lengths import quick
from tests.pagers import PAGER_KEY, SIGNING_KEY, Pager, pager
from tests.stage import Stage
from tests.stories.escalating import CONFIG, declare, paged, pages, team, until
from tests.stories.running import later, ledger
from tests.stories.seeing import card, labels, patient, shown

PAGERDUTY = CONFIG.replace("first: {", "first: {pagerduty_key_from: CHECKOUT_PAGER, ").replace(
    "security: {rota", "security: {pagerduty_key_from: SECURITY_PAGER, rota"
)
BY_DIRECT = "direct message"
SUMMARY = "[SEV1 critical] INC-1 Checkout is failing (just declared)"
STRANGER = "people: {Bea Martin: {}}\n"
"""Somebody on call who has no account in Slack."""


@dataclass
class Night:
    scene: Stage
    pager: Pager

    async def declared(self) -> Channel:
        _, room = await declare(self.scene)
        return room


@asynccontextmanager
async def night(tmp_path: Path, config: str) -> AsyncIterator[Night]:
    async with pager() as taken:
        text = config.replace("PAGE_WEBHOOK\n", taken.config)
        keys = {"CHECKOUT_PAGER": PAGER_KEY, "SECURITY_PAGER": PAGER_KEY}
        secrets = {"PAGER_SECRET": SIGNING_KEY} if "PAGER_SECRET" in text else {}
        named = {name: key for name, key in keys.items() if name in text}
        environ = {"PAGERDUTY_EVENTS_URL": taken.url, "ALERT_SECRETS": SECRETS, **named, **secrets}
        async with team(tmp_path, text, kind="sqlite", **environ) as scene, scene.bot_running():
            patient(scene)
            yield Night(scene, taken)


@pytest.fixture
async def duty(tmp_path: Path) -> AsyncIterator[Night]:
    async with night(tmp_path, PAGERDUTY) as one:
        yield one


@pytest.fixture
async def hooked(tmp_path: Path) -> AsyncIterator[Night]:
    async with night(tmp_path, CONFIG + "PAGE_WEBHOOK\n") as one:
        yield one


async def test_a_page_is_triggered_acknowledged_and_resolved_under_one_key(duty: Night) -> None:
    ana, room = await declare(duty.scene)
    [event] = duty.pager.events
    assert event["event_action"] == "trigger"
    assert event["payload"]["summary"] == SUMMARY
    assert event["payload"]["severity"] == "critical"
    assert event["payload"]["source"] == "INC-1"
    assert event["links"][0]["href"].endswith(f"/archives/{room.id}")
    assert paged(duty.scene) == []

    ben = duty.scene.person("ben")
    await ben.slash("/incident take ic", channel=room)
    await later(duty.scene)
    assert duty.pager.actions() == ["trigger", "acknowledge"]
    await ana.slash("/incident resolve Rolled back", channel=room)
    await later(duty.scene)

    assert duty.pager.actions() == ["trigger", "acknowledge", "resolve"]
    assert len(duty.pager.keys) == 1
    assert list(duty.pager.states().values()) == ["resolved"]


@pytest.mark.parametrize(
    "line", quick(["mitigated", "resolve Done", "cancel test", "merge INC-2 yes"], 0)
)
async def test_it_is_silenced_at_its_source_however_the_incident_ends(
    duty: Night, line: str
) -> None:
    ana, room = await declare(duty.scene)
    if line.startswith("merge"):
        await ana.slash("/incident declare sev4 Search is slow")
        await later(duty.scene)
        line = "merge INC-1 INC-2 yes"

    await ana.slash(f"/incident {line}", channel=room)
    await later(duty.scene)

    assert duty.pager.actions(duty.pager.keys[0]) == ["trigger", "resolve"]


async def test_taken_up_there_it_is_taken_up_here_and_what_comes_back_is_no_alert(
    duty: Night,
) -> None:
    _, room = await declare(duty.scene)
    await came_back(duty, "triggered")
    await came_back(duty, "acknowledged")
    await came_back(duty, "resolved")
    await until(duty.scene, 20)

    assert "ben is on it" in shown(card(room))
    assert duty.pager.actions() == ["trigger", "acknowledge"]
    async with ledger(duty.scene) as database, database.look() as work:
        assert list(await work.alerts.latest(10)) == []


async def came_back(duty: Night, what: str) -> None:
    """As PagerDuty tells what became of the page that it was sent."""
    case = BY_NAME[f"webhook/pagerduty_v3_{what}"]
    body = copy.deepcopy(case.body)
    body["event"]["data"] |= {"incident_key": duty.pager.keys[0], "title": SUMMARY}
    body["event"]["agent"]["summary"] = "ben"
    told = sent(case, body)
    url = f"http://127.0.0.1:{duty.scene.bot.addresses.port}{told.path}"
    async with (
        aiohttp.ClientSession() as http,
        http.post(url, data=told.body, headers=told.headers) as answer,
    ):
        assert answer.status < 300, await answer.text()
    await later(duty.scene)


async def test_a_busy_or_failing_service_gets_it_later_and_once(duty: Night) -> None:
    duty.pager.troubled(429, **{"Retry-After": "2"})
    duty.pager.troubled(503)
    duty.pager.cut_off()

    await duty.declared()
    await later(duty.scene, minutes=1)

    assert duty.pager.requests == 4
    assert len(duty.pager.keys) == 1
    assert duty.pager.states() == {duty.pager.keys[0]: "triggered"}
    assert paged(duty.scene) == []


@pytest.mark.parametrize("status", quick([400, 500, 429], 0, 1))
async def test_what_it_does_not_take_goes_by_direct_message(duty: Night, status: int) -> None:
    headers = {"Retry-After": "3600"} if status == 429 else {}
    for _ in range(20):
        duty.pager.troubled(status, **headers)

    room = await duty.declared()
    await later(duty.scene, minutes=3)

    assert paged(duty.scene) == ["ben"]
    assert not any("could not reach" in message.text for message in room.messages)
    why = shown(await duty.scene.person("ana").slash("/incident why", channel=room))
    assert f"{BY_DIRECT}; no answer yet" in why


async def test_what_was_perhaps_taken_is_silenced_in_the_end_as_well(duty: Night) -> None:
    for _ in range(20):
        duty.pager.troubled(500)
    ana, room = await declare(duty.scene)
    await later(duty.scene, minutes=3)
    assert paged(duty.scene) == ["ben"]
    duty.pager.troubles.clear()

    await ana.slash("/incident mitigated", channel=room)
    await later(duty.scene, minutes=1)

    assert duty.pager.actions() == ["resolve"]


async def test_of_what_is_private_it_is_told_nothing(duty: Night) -> None:
    ana = duty.scene.person("ana")
    await ana.slash("/incident declare private sev1 Customer data leaked")
    await later(duty.scene)

    [event] = duty.pager.events
    assert event["payload"]["summary"] == "INC-1, private, open Slack"
    assert "leaked" not in str(event)
    assert (event["links"], event["payload"]["custom_details"]) == ([], {})


async def test_a_webhook_is_signed_and_calls_by_name_and_number(hooked: Night) -> None:
    room = await hooked.declared()

    [(id, body)] = hooked.pager.calls
    data = body["data"]
    assert hooked.pager.refused == []
    assert (id, body["type"]) == (f"{data['page']}.trigger", "page.trigger")
    assert data["reference"] == "INC-1"
    assert data["summary"] == SUMMARY
    ben = hooked.scene.person("ben").id
    told = {"name": "ben@example.com", "slack": ben, "email": "ben@example.com", "phone": ""}
    assert data["people"] == [told]
    assert data["link"].endswith(f"/archives/{room.id}")
    assert paged(hooked.scene) == []


async def test_a_webhook_follows_the_page_to_its_end(hooked: Night) -> None:
    ana, room = await declare(hooked.scene)
    await until(hooked.scene, 15)
    hooked.pager.troubled(503)
    hooked.pager.cut_off()

    await hooked.scene.person("sue").slash("/incident take ic", channel=room)
    await later(hooked.scene, minutes=1)
    await ana.slash("/incident cancel false alarm", channel=room)
    await later(hooked.scene)

    told: dict[str, list[str]] = {}
    for _, body in hooked.pager.calls:
        told.setdefault(body["data"]["page"], []).append(body["type"])
    assert sorted(told.values()) == [
        ["page.trigger", "page.acknowledge", "page.resolve"],
        ["page.trigger", "page.resolve"],
    ]


async def test_people_without_slack_are_reached_through_a_pager(tmp_path: Path) -> None:
    config = PAGERDUTY.replace("ben@example.com", "Bea Martin") + STRANGER
    async with night(tmp_path, config) as duty:
        room = await duty.declared()

        assert duty.pager.actions() == ["trigger"]
        assert not any("could not reach" in message.text for message in room.messages)


async def test_every_way_in_vain_ends_in_the_channel(tmp_path: Path) -> None:
    config = PAGERDUTY.replace("ben@example.com", "Bea Martin") + STRANGER + "PAGE_WEBHOOK\n"
    async with night(tmp_path, config) as duty:
        for _ in range(40):
            duty.pager.troubled(400)

        room = await duty.declared()
        await later(duty.scene, minutes=1)

        [shout] = [m for m in room.messages if "I could not reach Bea Martin" in m.text]
        assert labels(shout.blocks) == ["On it"]
        assert duty.pager.requests == 2
        assert len(pages(duty.scene, "ben")) == 0


async def test_a_contact_can_be_a_service_of_pagerduty_alone(tmp_path: Path) -> None:
    config = PAGERDUTY.replace(
        "manager: {name", "manager: {pagerduty_key_from: CHECKOUT_PAGER, name"
    )
    async with night(tmp_path, config) as duty:
        await duty.declared()
        await until(duty.scene, 30)

        assert duty.pager.actions() == ["trigger", "trigger"]
        assert len(duty.pager.keys) == 2
        assert "no progress for 30 min" in duty.pager.events[1]["payload"]["summary"]
