"""The bot's token goes to Slack's own hosts, and nowhere else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_sdk.web.async_client import AsyncWebClient

from bot.response.outcomes import Busy, NotDone, Refused
from bot.slack.downloads import Downloads, is_slacks_own
from bot.telemetry.metrics import Metrics

SLACK, GOVERNMENT = "https://slack.com/api/", "https://slack-gov.com/api/"
LOCAL = "http://127.0.0.1:8080/api/"


@pytest.mark.parametrize(
    ("url", "api"),
    [
        ("https://files.slack.com/files-pri/T1-F1/a.png", SLACK),
        ("https://slack.com/files-pri/T1-F1/a.png", SLACK),
        ("https://files.slack.com/a.png", "https://www.slack.com/api/"),
        ("https://files.slack-gov.com/files-pri/T1-F1/a.png", GOVERNMENT),
        ("http://127.0.0.1:8080/files-pri/T1-F1/a.png", LOCAL),
    ],
)
def test_slacks_own(url: str, api: str) -> None:
    assert is_slacks_own(url, api)


@pytest.mark.parametrize(
    ("url", "api"),
    [
        ("https://example.com/a.png", SLACK),
        ("https://slack.com.example.com/a.png", SLACK),
        ("https://notslack.com/a.png", SLACK),
        ("https://files.slack.com@example.com/a.png", SLACK),
        ("https://example.com\\@files.slack.com/a.png", SLACK),
        ("https://files.slack.com\t.example.com/a.png", SLACK),
        ("http://files.slack.com/a.png", SLACK),
        ("https://files.slack.com:8443/a.png", SLACK),
        ("https://files.slack.com:port/a.png", SLACK),
        ("https://files.slack.com/a.png", GOVERNMENT),
        ("http://127.0.0.1:8081/a.png", LOCAL),
        ("//files.slack.com/a.png", SLACK),
        ("", SLACK),
        ("https:///a.png", SLACK),
        ("https://[::1/a.png", SLACK),
    ],
)
def test_not_slacks(url: str, api: str) -> None:
    assert not is_slacks_own(url, api)


PIXELS = b"\x89PNG" * 1000
ANSWERS: dict[str, tuple[int, str, type[NotDone], str]] = {
    "sign-in": (200, "text/html", Refused, "missing_scope"),
    "sent-away": (302, "text/plain", Refused, "missing_scope"),
    "forbidden": (403, "text/plain", Refused, "http_403"),
    "unknown": (404, "text/plain", Busy, "http_404"),
    "busy": (429, "text/plain", Busy, "http_429"),
    "unwell": (503, "text/html", Busy, "http_503"),
}


@asynccontextmanager
async def downloads() -> AsyncIterator[tuple[Downloads, str, list[str]]]:
    """Where files are, and which tokens have been shown there."""
    tokens: list[str] = []

    async def serve(http: web.Request) -> web.Response:
        tokens.append(http.headers["Authorization"])
        if http.match_info["name"] == "graph.png":
            return web.Response(body=PIXELS, content_type="image/png")
        status, type, _, _ = ANSWERS[http.match_info["name"]]
        headers = {"Location": "/graph.png"}
        return web.Response(status=status, text="no", content_type=type, headers=headers)

    app = web.Application()
    app.router.add_get("/{name}", serve)
    async with TestServer(app) as server, aiohttp.ClientSession() as session:
        base = f"http://{server.host}:{server.port}/"
        client = AsyncWebClient(token="xoxb-1", base_url=f"{base}api/")
        yield Downloads(client, session, Metrics()), base, tokens


async def test_a_file_is_fetched_with_the_token() -> None:
    async with downloads() as (fetch, base, tokens):
        assert await fetch.get(f"{base}graph.png", len(PIXELS)) == PIXELS
        assert tokens == ["Bearer xoxb-1"]


async def test_what_is_larger_than_allowed_is_not_read_to_its_end() -> None:
    async with downloads() as (fetch, base, _):
        assert await fetch.get(f"{base}graph.png", len(PIXELS) - 1) is None


@pytest.mark.parametrize("name", ANSWERS)
async def test_no_other_answer_is_taken_for_a_file(name: str) -> None:
    _, _, kind, why = ANSWERS[name]
    async with downloads() as (fetch, base, tokens):
        with pytest.raises(kind) as failed:
            await fetch.get(f"{base}{name}", len(PIXELS))

        assert failed.value.why == why
        assert len(tokens) == 1, "it is not followed to where it is sent"


async def test_elsewhere_the_token_is_not_shown() -> None:
    async with downloads() as (fetch, _, _), downloads() as (_, elsewhere, tokens):
        with pytest.raises(Refused):
            await fetch.get(f"{elsewhere}graph.png", len(PIXELS))

        assert tokens == []
