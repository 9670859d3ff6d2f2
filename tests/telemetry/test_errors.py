"""The error tracker hears what broke and where, and not a word that anybody wrote."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from bot.telemetry import errors
from bot.telemetry.correlation import correlated
from bot.telemetry.logs import logger
from tests.telemetry.log_reader import Log

WORDS = "the customer's words"
SECRET = "xoxb-123-456-abcDEF"  # pragma: allowlist secret


class Receiver:
    """Stands where the tracker's server would; keeps each envelope as it came."""

    def __init__(self) -> None:
        self.envelopes: list[str] = []
        self.arrived = asyncio.Event()
        self.dsn = ""

    async def take(self, request: web.Request) -> web.Response:
        self.envelopes.append((await request.read()).decode())
        self.arrived.set()
        return web.json_response({"id": "1"})

    async def event(self) -> dict[str, Any]:
        async with asyncio.timeout(10):
            await self.arrived.wait()
        event: dict[str, Any] = json.loads(self.envelopes[0].splitlines()[2])
        return event


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/api/7/envelope/", receiver.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.dsn = f"http://key@127.0.0.1:{runner.addresses[0][1]}/7"
    yield receiver
    await runner.cleanup()


@pytest.fixture
async def tracker(receiver: Receiver) -> AsyncIterator[errors.Tracker]:
    tracker = errors.start(receiver.dsn, "staging", "1.2.3")
    yield tracker
    await asyncio.to_thread(tracker.stop)


def fail_with(text: str) -> None:
    local_variable = f"{text} in a local variable"
    raise LookupError(local_variable)


async def test_a_logged_exception_arrives_without_anybodys_words(
    log: Log, receiver: Receiver, tracker: errors.Tracker
) -> None:
    logger("bot.x").warning(WORDS, token=SECRET)
    with correlated("event-1"):
        try:
            try:
                fail_with(WORDS)
            except LookupError as error:
                raise RuntimeError(SECRET) from error
        except RuntimeError:
            logger("bot.x").exception(f"failed over {WORDS}", text=WORDS)

    event = await receiver.event()

    assert (event["environment"], event["release"]) == ("staging", "1.2.3")
    assert event["tags"] == {"correlation": "event-1"}
    first, last = event["exception"]["values"]
    assert (first["type"], last["type"]) == ("LookupError", "RuntimeError")
    frame = first["stacktrace"]["frames"][-1]
    assert (frame["function"], frame["module"]) == ("fail_with", "tests.telemetry.test_errors")
    assert frame["lineno"] > 0
    for leak in (WORDS, SECRET, "local variable", "local_variable", "customer"):
        assert leak not in receiver.envelopes[0]


async def test_a_librarys_logged_exception_is_tracked_too(
    log: Log, receiver: Receiver, tracker: errors.Tracker
) -> None:
    try:
        fail_with(WORDS)
    except LookupError:
        logging.getLogger("slack_bolt.AsyncApp").exception("Failed: %s", WORDS)

    event = await receiver.event()

    assert event["logger"] == "slack_bolt.AsyncApp"
    assert "customer" not in receiver.envelopes[0]


async def test_an_exception_that_is_passed_along_is_tracked_like_a_caught_one(
    log: Log, receiver: Receiver, tracker: errors.Tracker
) -> None:
    logger("bot.x").error("kept unread", exc_info=KeyError(WORDS))

    event = await receiver.event()

    assert event["exception"]["values"][0]["type"] == "KeyError"


async def test_what_is_no_error_and_what_comes_after_the_end_is_not_sent(
    log: Log, receiver: Receiver
) -> None:
    tracker = errors.start(receiver.dsn, "staging", "1.2.3")
    logger("bot.x").error("without an exception")
    logger("bot.x").warning("with one", exc_info=KeyError())

    await asyncio.to_thread(tracker.stop)
    logger("bot.x").error("too late", exc_info=KeyError())

    assert receiver.envelopes == []


async def test_a_tracker_that_cannot_be_reached_holds_up_nothing(log: Log) -> None:
    tracker = errors.start("http://key@127.0.0.1:9/7", "staging", "1.2.3")
    logger("bot.x").error("failed", exc_info=KeyError())

    async with asyncio.timeout(8):
        await asyncio.to_thread(tracker.stop, 0.2)

    assert log.lines[0]["event"] == "failed"


def test_nothing_is_imported_for_a_tracker_that_nobody_has() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from bot.telemetry import errors, logs; sys.exit('sentry_sdk' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
