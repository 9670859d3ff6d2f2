"""Slack reaches the whole bot over HTTP: what is genuine is done once, what is not is refused."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Mapping
from io import BytesIO
from pathlib import Path
from urllib.parse import urlencode

import aiohttp
import pytest

from bot.sandbox.http_line import FORM, signed
from bot.sandbox.people import Person
from bot.web.app import LARGEST_BODY
from tests.ready_room import COMMAND, kept
from tests.stage import Stage, stage
from tests.stories.seeing import form, patient, shown, typed

TITLE = "payload=%7B%7D of the payload service is lost"
"""Bolt takes a command whose text holds "payload" for a button, and loses it."""


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path, http=True) as scene, scene.bot_running():
        yield patient(scene)


@pytest.fixture
async def ana(scene: Stage) -> Person:
    scene.slack.channel("general", with_bot=True)
    return scene.person("ana")


async def post(scene: Stage, body: str, headers: Mapping[str, str]) -> int:
    address = f"http://127.0.0.1:{scene.bot.addresses.port}/slack/events"
    async with (
        aiohttp.ClientSession() as http,
        http.post(
            address, data=BytesIO(body.encode()), headers={"Content-Type": FORM, **headers}
        ) as answer,
    ):
        return answer.status


def declaring(scene: Stage, person: Person) -> str:
    return urlencode(typed(scene, person, COMMAND.removeprefix("/incident ")))


def now() -> int:
    return int(time.time())


def forged(scene: Stage, body: str) -> dict[str, dict[str, str]]:
    """Headers by which nobody may declare anything, by what is wrong with them."""
    genuine = signed(scene.slack.signing_secret, body, now())
    long_ago = signed(scene.slack.signing_secret, body, now() - 301)
    return {
        "none": {},
        "another secret": signed("0" * 32, body, now()),
        "another body": signed(scene.slack.signing_secret, body + "x", now()),
        "too old": long_ago,
        "no number": {**genuine, "X-Slack-Request-Timestamp": "yesterday"},
        "no version": {**genuine, "X-Slack-Signature": "abc"},
        "not even ASCII": {**genuine, "X-Slack-Signature": "v0=\u00e9\u00e9"},
        "empty": {"X-Slack-Request-Timestamp": "", "X-Slack-Signature": ""},
        "endless number": {**genuine, "X-Slack-Request-Timestamp": "9" * 400},
    }


async def test_a_declare_over_http_ends_in_a_ready_room(scene: Stage, ana: Person) -> None:
    answer = await ana.slash(COMMAND)
    await scene.settle()

    assert answer.status == "ok"
    assert scene.rooms == ["inc-1-checkout-is-failing"]
    assert any("has its room" in message.text for message in ana.private)


async def test_what_slack_did_not_sign_is_refused_and_does_nothing(
    scene: Stage, ana: Person
) -> None:
    body = declaring(scene, ana)

    statuses = {why: await post(scene, body, head) for why, head in forged(scene, body).items()}
    genuine = await post(scene, body, signed(scene.slack.signing_secret, body, now()))
    await scene.settle()

    assert statuses == dict.fromkeys(statuses, 401)
    assert genuine == 200
    assert [incident.number for incident, _ in await kept(scene.url)] == [1]


async def test_a_command_that_speaks_of_a_payload_is_a_command(scene: Stage, ana: Person) -> None:
    answer = await ana.slash(f"/incident declare sev2 {TITLE}")
    await scene.settle()

    assert "INC-1" in answer.text
    [(incident, _)] = await kept(scene.url)
    assert incident.title == TITLE


async def test_a_form_and_a_button_work_over_http(scene: Stage, ana: Person) -> None:
    await ana.slash("/incident declare")
    await scene.settle()
    await ana.submit(title="Search finds nothing", severity="sev2")
    await scene.settle()
    [announcement] = scene.announcements
    ben = scene.person("ben")
    await ben.click(announcement, "announcement.join")
    await scene.settle()

    assert "has its room" in shown(form(ana))
    assert ben.id in scene.room("inc-1-search-finds-nothing").members


@pytest.mark.long
async def test_an_event_that_slack_repeats_is_done_once(tmp_path: Path) -> None:
    """The bot is too slow for Slack's patience, and hears the same words again and again."""
    async with stage(tmp_path, http=True) as scene:
        scene.slack.patience = 0.1
        scene.slack.http_retry_delays = (0, 0, 0)
        async with scene.bot_running():
            patient(scene).slack.channel("general", with_bot=True)
            scene.slack.faults.lose_events = True  # that she has come
            cleo = scene.slack.newcomer("cleo")
            scene.slack.faults.lose_events = False
            scene.slack.faults.latency = 0.25  # whoever is unknown is asked about before the commit

            await cleo.mention(COMMAND.removeprefix("/incident "))
            await scene.settle()

            assert events_received(scene) > 2
            assert scene.rooms == ["inc-1-checkout-is-failing"]
            assert len(cleo.private) == 1
            assert len(cleo.inbox()) == 1


def events_received(scene: Stage) -> int:
    """How often Slack has told of somebody's words."""
    page = scene.bot.bot.surroundings.metrics.text().decode()
    lines = [line.split() for line in page.splitlines() if "events_received" in line]
    return round(sum(float(line[-1]) for line in lines if '"app_mention"' in line[0]))


async def test_what_is_too_large_is_refused_before_it_is_read(scene: Stage, ana: Person) -> None:
    body = declaring(scene, ana) + "&more=" + "x" * LARGEST_BODY

    status = await post(scene, body, signed(scene.slack.signing_secret, body, now()))

    assert status == 413
    assert await kept(scene.url) == []


async def test_slack_can_verify_the_address(scene: Stage) -> None:
    assert await scene.slack.verify_url()
