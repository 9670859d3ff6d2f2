"""Both sockets are dead and the process lives: it heals or ends, says so, and loses nothing."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.sandbox.manifest import granted
from bot.sandbox.slack import LocalSlack
from bot.slack.manifest import shipped_manifest
from tests.child import Cradle, cradle, until
from tests.databases import fresh_url
from tests.ready_room import COMMAND, rooms
from tests.stage import Stage, stage
from tests.stories.seeing import patient

DEAF = 3
QUICKLY = {"ping_interval": 0.1, "linger": 0.2, "shortest_pause": 0.05}
SAID = COMMAND.removeprefix("/incident ")


async def readiness(scene: Stage) -> int:
    address = f"http://127.0.0.1:{scene.bot.addresses.port}/readyz"
    async with aiohttp.ClientSession() as http, http.get(address) as answer:
        return answer.status


async def test_dead_sockets_are_seen_replaced_and_nothing_is_lost(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene, scene.bot_running(**QUICKLY, deadline=60.0):
        patient(scene).slack.channel("general", with_bot=True)
        sockets = scene.bot.sockets
        assert sockets is not None
        assert await readiness(scene) == 200

        scene.slack.faults.dead_sockets = True
        await scene.person("ana").mention(SAID)
        await until(lambda: sockets.connected == 0)
        while_dead = await readiness(scene)
        scene.slack.faults.dead_sockets = False
        await sockets.until_connected(sockets.wanted)
        await until(lambda: bool(scene.rooms))
        await scene.settle()

        assert while_dead == 503
        assert await readiness(scene) == 200
        assert scene.rooms == ["inc-1-checkout-is-failing"]
        assert not scene.bot.died.is_set()


@pytest.mark.long
async def test_sockets_that_stay_dead_end_the_process_and_the_next_one_has_it_all(
    tmp_path: Path,
) -> None:
    async with stage(tmp_path) as scene:
        scene.slack.channel("general", with_bot=True)
        async with scene.bot_running(**QUICKLY, deadline=0.5) as run:
            scene.slack.faults.dead_sockets = True
            await scene.person("ana").mention(SAID)
            await until(run.died.is_set)
            assert await readiness(scene) == 503
        scene.slack.faults.dead_sockets = False

        async with scene.bot_running():
            await until(lambda: bool(scene.rooms))
            await patient(scene).settle()

        assert scene.rooms == ["inc-1-checkout-is-failing"]


@asynccontextmanager
async def process(tmp_path: Path) -> AsyncIterator[tuple[Cradle, LocalSlack]]:
    scopes, events = granted(shipped_manifest())
    async with LocalSlack(scopes=scopes, events=events) as slack:
        slack.channel("incidents")
        slack.channel("general", with_bot=True)
        url = await fresh_url("sqlite", tmp_path)
        async with cradle(slack, tmp_path, url) as children:
            yield children, slack


@pytest.mark.long
@pytest.mark.timeout(180)
async def test_within_a_minute_the_process_has_ended_and_the_next_one_has_it_all(
    tmp_path: Path,
) -> None:
    async with process(tmp_path) as (children, slack):
        child = await children.life()
        slack.faults.dead_sockets = True
        died = time.monotonic()
        await slack.person("ana").mention(SAID)

        await until(lambda: not slack.sockets or child.ended, 60)
        code = await child.exit_code(60 - (time.monotonic() - died))
        slack.faults.dead_sockets = False
        await children.life()
        await until(lambda: bool(rooms(slack)))

        assert code == DEAF
        assert time.monotonic() - died < 90


@pytest.mark.long
@pytest.mark.timeout(180)
async def test_within_a_minute_the_process_has_healed_when_slack_takes_new_sockets(
    tmp_path: Path,
) -> None:
    async with process(tmp_path) as (children, slack):
        child = await children.life()
        slack.faults.dead_sockets = True
        slack.faults.dead_sockets = False  # those that are open stay dead
        await slack.person("ana").mention(SAID)

        await until(lambda: bool(rooms(slack)), 60)

        assert not child.ended
        assert (await child.ready())[0] == 200
