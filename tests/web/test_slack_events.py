"""Nothing that is not from Slack reaches Bolt, and what is reaches it whole."""

from __future__ import annotations

import asyncio
import io
import json
import time
from urllib.parse import urlencode

import aiohttp
import pytest
from slack_bolt.response import BoltResponse

from bot.web.app import LARGEST_BODY
from tests.web.conftest import SECRET, House, signed

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
EVENT = json.dumps({"type": "event_callback", "event": {"type": "message"}}).encode()


async def post(
    house: House,
    browser: aiohttp.ClientSession,
    body: bytes,
    headers: dict[str, str] | None = None,
    content_type: str = JSON,
) -> tuple[int, str]:
    headers = signed(body) if headers is None else headers
    headers = {"Content-Type": content_type, **headers}
    url, data = house.url("/slack/events"), io.BytesIO(body)
    async with browser.post(url, data=data, headers=headers) as answer:
        return answer.status, await answer.text()


async def test_a_signed_event_reaches_bolt_and_its_answer_goes_back(
    house: House, browser: aiohttp.ClientSession
) -> None:
    house.answer = BoltResponse(status=200, body='{"text":"opening"}')

    status, text = await post(house, browser, EVENT)

    assert (status, text) == (200, '{"text":"opening"}')
    request = house.dispatched[0]
    assert request.body["event"] == {"type": "message"}
    assert request.raw_body == EVENT.decode()
    assert request.mode == "http"


GENUINE = signed(EVENT)
BAD_HEADERS = {
    "nothing at all": {},
    "no signature": {k: v for k, v in GENUINE.items() if "Time" in k},
    "no timestamp": {k: v for k, v in GENUINE.items() if "Sign" in k},
    "a timestamp in words": {**GENUINE, "X-Slack-Request-Timestamp": "yesterday"},
    "an endless timestamp": {**GENUINE, "X-Slack-Request-Timestamp": "9" * 5000},
    "a negative timestamp": {**GENUINE, "X-Slack-Request-Timestamp": "-1"},
    "a timestamp in other digits": {**GENUINE, "X-Slack-Request-Timestamp": "١٢٣٤٥٦٧٨٩٠"},
    "an empty signature": {**GENUINE, "X-Slack-Signature": ""},
    "a signature that is none": {**GENUINE, "X-Slack-Signature": "v0=" + "ü" * 64},
    "a signature with a tail": {
        **GENUINE,
        "X-Slack-Signature": GENUINE["X-Slack-Signature"] + "00",
    },
    "another's secret": signed(EVENT, secret="somebody else's"),  # pragma: allowlist secret
    "an old request": signed(EVENT, at=time.time() - 302),
    "a request from the future": signed(EVENT, at=time.time() + 86_400),
    "another body's signature": signed(EVENT + b" "),
}


@pytest.mark.parametrize("headers", BAD_HEADERS.values(), ids=BAD_HEADERS.keys())
async def test_what_is_not_signed_right_gets_401_and_an_empty_body(
    house: House, browser: aiohttp.ClientSession, headers: dict[str, str]
) -> None:
    assert await post(house, browser, EVENT, headers) == (401, "")
    assert house.dispatched == []


async def test_an_unsigned_ssl_check_is_refused_like_anything_else(
    house: House, browser: aiohttp.ClientSession
) -> None:
    status, _ = await post(house, browser, b"ssl_check=1&token=x", {}, FORM)

    assert status == 401
    assert house.dispatched == []


async def test_a_body_over_the_limit_is_refused(
    house: House, browser: aiohttp.ClientSession
) -> None:
    body = b'{"event":"' + b"x" * LARGEST_BODY + b'"}'

    status, _ = await post(house, browser, body)

    assert status == 413
    assert house.dispatched == []


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (EVENT, "text/plain"),
        (EVENT, "multipart/form-data; boundary=x"),
        (b"{not json", JSON),
        (b"[1]", JSON),
        (b"[" * 100_000, JSON),
        (b"\xff\xfe", JSON),
        (b"", JSON),
        (b"payload={broken", FORM),
        (b"payload=7", FORM),
    ],
)
async def test_what_slack_never_sends_gets_400_even_if_signed(
    house: House, browser: aiohttp.ClientSession, body: bytes, content_type: str
) -> None:
    status, _ = await post(house, browser, body, content_type=content_type)

    assert status == 400
    assert house.dispatched == []


async def test_a_command_that_speaks_of_a_payload_is_read_as_a_command(
    house: House, browser: aiohttp.ClientSession
) -> None:
    fields = {
        "command": "/incident",
        "text": "bad payload in queue",
        "user_id": "U1",
        "team_id": "T1",
        "channel_id": "C1",
        "response_url": "http://127.0.0.1/r",
    }

    status, _ = await post(house, browser, urlencode(fields).encode(), content_type=FORM)

    request = house.dispatched[0]
    assert status == 200
    assert request.body == fields
    assert request.context.user_id == "U1"
    assert request.context.team_id == "T1"
    assert request.context.response_url == "http://127.0.0.1/r"


async def test_an_empty_command_keeps_its_empty_text(
    house: House, browser: aiohttp.ClientSession
) -> None:
    await post(house, browser, b"command=%2Fincident&text=&user_id=U1", content_type=FORM)

    assert house.dispatched[0].body["text"] == ""


async def test_a_command_is_one_whatever_else_the_form_holds(
    house: House, browser: aiohttp.ClientSession
) -> None:
    await post(house, browser, b"command=%2Fincident&text=x&payload=%7B%7D", content_type=FORM)

    assert house.dispatched[0].body["text"] == "x"


async def test_a_button_press_is_unwrapped_from_its_payload(
    house: House, browser: aiohttp.ClientSession
) -> None:
    press = {"type": "block_actions", "user": {"id": "U2", "team_id": "T1"}}

    await post(
        house, browser, urlencode({"payload": json.dumps(press)}).encode(), content_type=FORM
    )

    assert house.dispatched[0].body == press
    assert house.dispatched[0].context.user_id == "U2"


async def test_retry_headers_reach_bolt(house: House, browser: aiohttp.ClientSession) -> None:
    await post(house, browser, EVENT, {**signed(EVENT), "X-Slack-Retry-Num": "2"})

    assert house.dispatched[0].headers["x-slack-retry-num"] == ["2"]


async def test_every_answer_is_counted_and_timed_by_kind(
    house: House, browser: aiohttp.ClientSession
) -> None:
    await post(house, browser, EVENT)
    house.answer = BoltResponse(status=500, body="")
    await post(house, browser, b"command=%2Fincident&text=x", content_type=FORM)

    def count(kind: str, outcome: str) -> float | None:
        labels = {"transport": "http", "kind": kind, "outcome": outcome}
        return house.metrics.registry.get_sample_value("incident_bot_answer_seconds_count", labels)

    assert count("events_api", "in_time") == 1
    assert count("slash_commands", "none") == 1


async def test_bolt_itself_accepts_what_it_is_given(
    house: House, browser: aiohttp.ClientSession
) -> None:
    """Its own check of the signature included, and its matching of the command."""
    from slack_bolt.async_app import AsyncAck, AsyncApp
    from slack_bolt.authorization import AuthorizeResult

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-none")

    bolt = AsyncApp(signing_secret=SECRET, authorize=authorize)
    heard: asyncio.Queue[str] = asyncio.Queue()

    @bolt.command("/incident")
    async def command(ack: AsyncAck, command: dict[str, str]) -> None:
        await heard.put(command["text"])
        await ack("opening")

    house.bolt = bolt.async_dispatch
    body = urlencode({"command": "/incident", "text": "the payload is lost", "team_id": "T1"})
    async with browser.post(
        house.url("/slack/events"),
        data=body,
        headers={"Content-Type": FORM, **signed(body.encode())},
    ) as answer:
        assert (answer.status, await answer.text()) == (200, "opening")

    assert heard.get_nowait() == "the payload is lost"
