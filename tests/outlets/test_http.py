"""What the answers of other people's servers mean, and how long they may be."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from aiohttp import web

from bot.outlets.http import LONGEST_ANSWER, Http, classed, seconds_of
from bot.response.outcomes import Busy, NotDone, Refused, Unclear
from tests.child import free_port
from tests.outlets.delivering import http_server, session

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
async def http() -> AsyncIterator[Http]:
    async with session() as opened:
        yield Http(opened, 5.0)


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_well_is_well(status: int) -> None:
    assert classed("x", status) is None


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        *((status, Refused) for status in (301, 302, 307, 308, 400, 401, 403, 404, 410, 422)),
        *((status, Busy) for status in (408, 420, 425, 429)),
        *((status, Unclear) for status in (500, 502, 503, 504)),
    ],
)
def test_every_other_answer_says_whether_to_try_again(status: int, kind: type[NotDone]) -> None:
    failed = classed("x", status)

    assert type(failed) is kind
    assert failed.why == f"http_{status}"


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("30", 30.0),
        ("0", 0.0),
        ("999999", 3600.0),
        ("Mon, 02 Mar 2026 12:02:00 GMT", 120.0),
        ("Mon, 02 Mar 2026 11:00:00 GMT", 0.0),
        ("Mon, 02 Mar 2099 11:00:00 GMT", 3600.0),
        ("soon", None),
        ("-5", None),
        ("", None),
        (None, None),
    ],
)
def test_how_long_to_wait_is_read_from_seconds_and_dates(
    said: str | None, seconds: float | None
) -> None:
    assert seconds_of(said, NOON) == seconds


def test_a_server_that_asks_for_a_pause_has_done_nothing() -> None:
    failed = classed("x", 503, "7")

    assert isinstance(failed, Busy)
    assert failed.retry_after == 7.0


async def test_a_redirect_is_not_followed(http: Http) -> None:
    asked: list[str] = []

    async def elsewhere(request: web.Request) -> web.StreamResponse:
        asked.append(request.path)
        raise web.HTTPTemporaryRedirect("/stolen")

    async with http_server(elsewhere) as address:
        with pytest.raises(Refused, match="http_307"):
            await http.send("x", f"{address}/hook", b"{}", {})

    assert asked == ["/hook"]


async def test_an_answer_that_has_no_end_is_cut_off(http: Http) -> None:
    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(LONGEST_ANSWER // 1_000_000 + 2):
            await response.write(b" " * 1_000_000)
        return response

    async with http_server(endless) as address:
        with pytest.raises(Unclear, match="answer_too_long"):
            await http.ask("x", "GET", address, {})


async def test_what_is_no_json_leaves_it_open(http: Http) -> None:
    async def page(request: web.Request) -> web.StreamResponse:
        return web.Response(text="<html>Welcome to the hotel</html>")

    async with http_server(page) as address:
        with pytest.raises(Unclear, match="answer_is_no_json"):
            await http.ask("x", "GET", address, {})


async def test_nobody_there_means_that_nothing_happened(http: Http) -> None:
    with pytest.raises(Busy):
        await http.send("x", f"http://127.0.0.1:{free_port()}/", b"", {})


async def test_a_server_that_hangs_is_given_up_and_leaves_it_open() -> None:
    over = asyncio.Event()

    async def hang(request: web.Request) -> web.StreamResponse:
        await over.wait()
        return web.Response()

    async with session() as opened, http_server(hang) as address:
        slow = Http(opened, 0.2)
        with pytest.raises(Unclear):
            await slow.send("x", address, b"", {})
        with pytest.raises(Unclear, match="TimeoutError"):
            async with slow.together("x"):
                await over.wait()
        over.set()


async def test_a_connection_that_breaks_leaves_it_open(http: Http) -> None:
    async def drop(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    async with http_server(drop) as address:
        with pytest.raises(Unclear):
            await http.send("x", address, b"", {})
