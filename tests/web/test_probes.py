"""The platform hears how the bot is in fixed words and numbers."""

from __future__ import annotations

import asyncio
import json
from contextlib import AsyncExitStack
from typing import Any

import aiohttp
import pytest

from bot.web.app import serve
from bot.web.probes import SocketState
from tests.telemetry.log_reader import reading_log
from tests.web.conftest import House


async def ask(house: House, browser: aiohttp.ClientSession, path: str) -> tuple[int, Any]:
    async with browser.get(house.url(path)) as answer:
        return answer.status, await answer.json()


async def test_a_bot_that_can_do_its_work_is_ready(
    house: House, browser: aiohttp.ClientSession
) -> None:
    house.sockets = SocketState(connected=1, wanted=2)
    house.oldest = 12.5

    status, state = await ask(house, browser, "/readyz")

    assert status == 200
    assert state.pop("uptime_seconds") >= 0
    assert state == {
        "status": "ready",
        "version": "1.2.3",
        "database": "ok",
        "migrations": "ok",
        "sockets": {"connected": 1, "wanted": 2},
        "oldest_pending_effect_seconds": 12.5,
    }


async def test_without_a_database_it_is_not_ready_and_says_so(
    house: House, browser: aiohttp.ClientSession
) -> None:
    house.database_up = False

    status, state = await ask(house, browser, "/readyz")

    assert status == 503
    assert (state["status"], state["database"]) == ("not ready", "down")
    assert (state["migrations"], state["oldest_pending_effect_seconds"]) == ("unknown", None)


async def test_a_database_that_does_not_answer_in_time_is_down() -> None:
    house = House(database_gate=asyncio.Event(), patience=0.01)

    assert (await house.probes().state())["database"] == "down"


async def test_pending_migrations_and_dead_sockets_and_stopping_are_not_ready(
    house: House, browser: aiohttp.ClientSession
) -> None:
    house.pending = True
    assert (await ask(house, browser, "/readyz"))[1]["migrations"] == "pending"
    assert (await ask(house, browser, "/readyz"))[0] == 503

    house.pending, house.sockets = False, SocketState(connected=0, wanted=2)
    assert (await ask(house, browser, "/readyz"))[0] == 503

    house.sockets, house.stopping = None, True
    status, state = await ask(house, browser, "/readyz")
    assert (status, state["status"]) == (503, "stopping")


async def test_it_lives_as_long_as_it_answers_whatever_else_is_broken(
    house: House, browser: aiohttp.ClientSession
) -> None:
    house.database_up = False

    assert await ask(house, browser, "/healthz") == (200, {"status": "alive"})


async def test_metrics_are_brought_up_to_date_before_they_are_served(
    house: House, browser: aiohttp.ClientSession
) -> None:
    async with browser.get(house.url("/metrics")) as answer:
        text = await answer.text()

    assert house.refreshed == 1
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    assert "incident_bot_ready 1.0" in text


async def test_metrics_are_served_without_a_database_too(
    house: House, browser: aiohttp.ClientSession
) -> None:
    house.database_up = False

    async with browser.get(house.url("/metrics")) as answer:
        assert answer.status == 200
        assert "incident_bot_ready 0.0" in await answer.text()


async def test_with_a_port_of_their_own_the_probes_are_nowhere_else(
    browser: aiohttp.ClientSession,
) -> None:
    house = House()

    async with serve(
        slack_events=house.slack_events().receive,
        probes=house.probes(),
        host="127.0.0.1",
        port=0,
        admin_port=0,
    ) as addresses:
        house.addresses = addresses
        assert addresses.admin_port != addresses.port
        for path in ("/healthz", "/readyz", "/metrics"):
            async with browser.get(house.url(path)) as answer:
                assert answer.status == 404
            admin = f"http://127.0.0.1:{addresses.admin_port}{path}"
            async with browser.get(admin) as answer:
                assert answer.status == 200
        async with browser.post(f"http://127.0.0.1:{addresses.admin_port}/slack/events") as answer:
            assert answer.status == 404


async def test_without_a_signing_secret_there_is_no_door_for_slack(
    browser: aiohttp.ClientSession,
) -> None:
    house = House()
    async with serve(
        slack_events=None, probes=house.probes(), host="127.0.0.1", port=0
    ) as addresses:
        house.addresses = addresses
        async with browser.post(house.url("/slack/events")) as answer:
            assert answer.status == 404


async def test_the_access_log_has_the_route_and_never_the_path_or_query(
    house: House, browser: aiohttp.ClientSession
) -> None:
    with reading_log() as log:
        async with browser.post(house.url("/slack/events?code=hidden")) as answer:
            assert answer.status == 401
        async with browser.get(house.url("/wp-login.php?user=hidden")) as answer:
            assert answer.status == 404
        async with browser.get(house.url("/healthz")) as answer:
            assert answer.status == 200

    lines = log.lines
    told = [(line["route"], line["method"], line["status"]) for line in lines]
    assert told == [("slack_events", "POST", 401), ("unknown", "GET", 404)]
    assert all(line["seconds"] >= 0 for line in lines)
    assert "hidden" not in json.dumps(lines)
    assert "wp-login" not in json.dumps(lines)


async def test_the_servers_own_access_log_with_its_paths_stays_off(
    browser: aiohttp.ClientSession,
) -> None:
    house = House()
    with reading_log() as log:
        log.configure("DEBUG")
        async with serve(slack_events=None, probes=house.probes(), host="127.0.0.1", port=0) as at:
            house.addresses = at
            await ask(house, browser, "/healthz")

    loggers = {line["logger"] for line in log.lines}
    assert "bot.web.access" in loggers
    assert "aiohttp.access" not in loggers


async def knock_until_refused(house: House, browser: aiohttp.ClientSession) -> None:
    while True:
        await ask(house, browser, "/healthz")


async def test_a_request_under_way_is_finished_before_the_server_is_gone(
    browser: aiohttp.ClientSession,
) -> None:
    house = House(database_gate=(gate := asyncio.Event()))
    server = AsyncExitStack()
    house.addresses = await server.enter_async_context(
        serve(slack_events=None, probes=house.probes(), host="127.0.0.1", port=0)
    )
    asked = asyncio.create_task(ask(house, browser, "/readyz"))
    await house.asked.wait()

    closing = asyncio.create_task(server.aclose())
    with pytest.raises(aiohttp.ClientConnectionError):
        await knock_until_refused(house, browser)
    done, _ = await asyncio.wait({closing}, timeout=0.2)
    assert not done
    gate.set()
    await closing

    assert (await asked)[0] == 200


async def test_a_request_that_does_not_end_does_not_keep_the_server(
    browser: aiohttp.ClientSession,
) -> None:
    house = House(database_gate=asyncio.Event(), patience=60)
    async with asyncio.timeout(5):
        async with serve(
            slack_events=None, probes=house.probes(), host="127.0.0.1", port=0, grace=0.1
        ) as at:
            house.addresses = at
            asked = asyncio.create_task(ask(house, browser, "/readyz"))
            await house.asked.wait()
        with pytest.raises(aiohttp.ClientError):
            await asked
