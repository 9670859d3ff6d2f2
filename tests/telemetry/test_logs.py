"""A log line is JSON, says where and when, and never what anybody wrote or must keep secret."""

from __future__ import annotations

import asyncio
import json
import logging
from datetime import UTC, datetime
from enum import Enum
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.telemetry.correlation import correlated
from bot.telemetry.logs import logger
from tests.telemetry.log_reader import Log

WORDS = "the customer's words"


def test_a_line_has_time_level_event_logger_and_its_parts(log: Log) -> None:
    logger("bot.response.declare").info("declared", incident="abc", number=42)

    line = log.lines[0]
    assert datetime.fromisoformat(line.pop("timestamp")).tzinfo is not None
    assert line == {
        "level": "info",
        "event": "declared",
        "logger": "bot.response.declare",
        "incident": "abc",
        "number": 42,
    }


async def test_lines_carry_the_correlation_of_what_caused_them(log: Log) -> None:
    async def work() -> None:
        logger("bot.x").info("in a task")

    with correlated("event-1"):
        logger("bot.x").info("inside")
        task = asyncio.create_task(work())
    await task
    logger("bot.x").info("outside")

    assert [line.get("correlation") for line in log.lines] == ["event-1", "event-1", None]


def test_an_exception_is_its_type_and_its_way_without_text_or_values(log: Log) -> None:
    def deepest(text: str) -> None:
        raise KeyError(text)

    try:
        try:
            deepest(WORDS)
        except KeyError as error:
            raise ExceptionGroup(WORDS, [ValueError(WORDS)]) from error
    except ExceptionGroup:
        logger("bot.x").exception("work failed")

    told = log.lines[0]["exception"]
    assert told["type"] == "ExceptionGroup"
    assert told["errors"] == [{"type": "ValueError", "frames": []}]
    assert told["cause"]["type"] == "KeyError"
    assert told["cause"]["frames"][-1].startswith("tests.telemetry.test_logs:")
    assert told["cause"]["frames"][-1].endswith("in deepest")
    assert WORDS not in log.text


SECRETS = (
    "xoxb-123-456-abcDEF",
    "xoxe.xoxp-1-Mi0yLTEyMzQ",
    "xapp-1-A012-345-abc",
    "https://hooks.slack.com/services/T0/B0/abc",
    "https://hooks.slack.com/commands/T0/123/abc",
    "http://127.0.0.1:4000/actions/T0/1/abc",
    "http://127.0.0.1:4000/response/abc",
    'a passphrase "with" quotes\nand é',
    "pa55word",
    "tick3t",
)  # pragma: allowlist secret


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("place", ["event", "part", "inside", "name", "foreign", "foreign args"])
def test_no_secret_reaches_the_log_from_anywhere(log: Log, secret: str, place: str) -> None:
    log.configure("DEBUG", 'a passphrase "with" quotes\nand é', "pa55word", "tick3t", "")
    own, foreign = logger("bot.x"), logging.getLogger("slack_sdk.web")
    log_in: dict[str, Any] = {
        "event": lambda: own.error(f"said {secret} aloud"),
        "part": lambda: own.error("x", where=secret),
        "inside": lambda: own.error("x", where={"a": [(secret,)], secret: 1}),
        "name": lambda: logger(f"bot.{secret}").error("x"),
        "foreign": lambda: foreign.error(secret),
        "foreign args": lambda: foreign.error("got %s", secret),
    }

    log_in[place]()

    assert len(log.lines) == 1
    assert secret not in log.text
    assert json.dumps(secret)[1:-1] not in log.text


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://bot:pa55@db.example/incidents",
        "wss://wss.example.com/link/?ticket=t1cket&app_id=A1",
        "https://example.com/ping?key=t1cket",
    ],
)
def test_passwords_and_queries_of_urls_are_masked_and_the_rest_is_kept(log: Log, url: str) -> None:
    logger("bot.x").info("x", url=url)

    assert "pa55" not in log.text
    assert "t1cket" not in log.text
    assert url.split("://")[0] in log.lines[0]["url"]


@pytest.mark.parametrize(
    "name", ["token", "bot_token", "Authorization", "response_url", "password", "body", "payload"]
)
def test_what_is_called_a_secret_is_one(log: Log, name: str) -> None:
    logger("bot.x").info("x", **{name: "plain"})

    assert log.lines[0][name] == "***"


def test_of_two_secrets_that_begin_alike_nothing_is_left_over(log: Log) -> None:
    log.configure("INFO", "hunter", "hunter2000")

    logger("bot.x").info("x", a="hunter2000", b="hunter")

    assert (log.lines[0]["a"], log.lines[0]["b"]) == ("***", "***")


def test_a_secret_of_digits_is_masked_as_a_number_too(log: Log) -> None:
    log.configure("INFO", "8412")

    logger("bot.x").info("x", number=8412, other=8413)

    assert (log.lines[0]["number"], log.lines[0]["other"]) == ("***", 8413)


def test_values_become_plain_data_and_what_is_unknown_its_type(log: Log) -> None:
    class Colour(Enum):
        RED = "red"

    class Message:
        def __repr__(self) -> str:
            return WORDS

    moment = datetime(2026, 1, 1, tzinfo=UTC)
    logger("bot.x").info("x", a=Colour.RED, b=moment, c=None, d=True, e={1}, f=Message())

    line = log.lines[0]
    assert [line[key] for key in "abcde"] == ["red", "2026-01-01T00:00:00+00:00", None, True, [1]]
    assert line["f"].endswith("Message>")
    assert WORDS not in log.text


async def test_bolts_refusal_of_a_signature_does_not_bring_the_body_into_the_log(
    log: Log,
) -> None:
    for level in ("INFO", "DEBUG"):
        log.configure(level)
        # pragma: allowlist nextline secret
        app = AsyncApp(signing_secret="s", token="xoxb-none")
        request = AsyncBoltRequest(
            body="command=%2Fincident&text=the+customer%27s+words",
            headers={"x-slack-signature": "v0=no", "x-slack-request-timestamp": "1"},
        )
        assert (await app.async_dispatch(request)).status == 401

    refusals = [line for line in log.lines if line["logger"].startswith("slack_bolt")]
    assert "Invalid request signature detected" in [line["event"] for line in refusals]
    assert "customer" not in log.text


async def test_bolts_warning_about_an_unhandled_request_does_not_quote_it(log: Log) -> None:
    from slack_bolt.authorization import AuthorizeResult

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-none")

    # pragma: allowlist nextline secret
    app = AsyncApp(signing_secret="s", authorize=authorize)
    body = {"type": "event_callback", "event": {"type": "message", "text": WORDS}}
    await app.async_dispatch(AsyncBoltRequest(body=body, mode="socket_mode"))

    assert [line["event"] for line in log.lines] == ["Unhandled request"]


async def test_an_error_in_a_forgotten_task_is_told_without_its_text(log: Log) -> None:
    async def fail() -> None:
        raise ValueError(WORDS)

    loop = asyncio.get_running_loop()
    task = asyncio.create_task(fail())
    await asyncio.wait({task})
    loop.call_exception_handler(
        {
            "message": "Task exception was never retrieved",
            "exception": task.exception(),
            "task": task,
        }
    )

    line = log.lines[0]
    assert (line["event"], line["exception"]["type"]) == (
        "Task exception was never retrieved",
        "ValueError",
    )
    assert WORDS not in log.text


@pytest.mark.parametrize(
    ("setting", "heard"),
    [
        ("DEBUG", {"bot": "debug", "slack_sdk": "debug", "sqlalchemy": "warning"}),
        ("INFO", {"bot": "info", "slack_sdk": "warning", "sqlalchemy": "warning"}),
        ("ERROR", {"bot": "error", "slack_sdk": "error", "sqlalchemy": "error"}),
    ],
)
def test_others_only_warn_unless_somebody_debugs(
    log: Log, setting: str, heard: dict[str, str]
) -> None:
    log.configure(setting)
    for name in heard:
        # Bolt gives its loggers a level of their own.
        family = logging.getLogger(f"{name}.part")
        family.setLevel(logging.DEBUG if name == "slack_sdk" else logging.NOTSET)
        for level in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR):
            family.log(level, "x")

    lowest: dict[str, str] = {}
    for line in log.lines:
        lowest.setdefault(line["logger"].split(".")[0], line["level"])
    assert lowest == heard


def test_configuring_again_replaces_and_does_not_add(log: Log) -> None:
    log.configure("WARNING")

    logger("bot.x").info("unheard")
    logger("bot.x").warning("heard")

    assert [line["event"] for line in log.lines] == ["heard"]
