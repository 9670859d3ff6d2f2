"""Servers on this machine that stand for calendars and PagerDuty, and whoever reads them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bot.incident.ids import UserId
from bot.incident.on_call import KnownPerson, OnCallPolicy, Schedule
from bot.oncall.fetching import Fetcher
from bot.oncall.pagerduty import PagerDuty
from bot.oncall.people import People
from bot.oncall.rosters import Rosters
from bot.oncall.sources import Sources
from bot.response.outcomes import Unclear
from bot.sandbox.hand_clock import HandClock
from bot.storage.ledger import Database
from tests.databases import SQLITE_FIRST, Kind, fresh_url

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
PATIENCE = 0.4
"""Seconds: what hangs is waited for in real time."""


@dataclass
class Book:
    """Slack's knowledge of addresses, which can be away."""

    people: dict[str, UserId] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    is_away: bool = False

    async def user_of(self, email: str) -> UserId | None:
        self.asked.append(email)
        if self.is_away:
            raise Unclear("users.lookupByEmail", "http_500")
        return self.people.get(email)


@dataclass
class Elsewhere:
    """A server whose answer a test sets, and everything it was asked."""

    url: str = ""
    answer: Handler | None = None
    asked: list[web.Request] = field(default_factory=list)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request)
        assert self.answer is not None
        return await self.answer(request)

    def says(self, text: str, **headers: str) -> None:
        async def answer(request: web.Request) -> web.StreamResponse:
            return web.Response(text=text, headers=headers)

        self.answer = answer

    def refuses(self, status: int) -> None:
        async def answer(request: web.Request) -> web.StreamResponse:
            return web.Response(status=status)

        self.answer = answer


@dataclass
class Reading:
    """What reads schedules, on a clock the test moves."""

    elsewhere: Elsewhere
    book: Book
    clock: HandClock
    database: Database
    session: aiohttp.ClientSession
    secrets: dict[str, str]
    schedules: Sequence[Schedule] = (Schedule(key="checkout", feed_from="FEED"),)
    people: dict[str, KnownPerson] = field(default_factory=dict)

    def policy(self) -> OnCallPolicy:
        return OnCallPolicy(schedules=tuple(self.schedules), people=self.people)

    def rosters(self) -> Rosters:
        """As after a start: nothing is remembered but what is in the database."""
        fetcher = Fetcher(self.session, patience=PATIENCE)
        service = PagerDuty(fetcher, self.elsewhere.url, "hidden-token")
        sources = Sources(fetcher, self.secrets.get, service)
        people = People(self.policy, self.book, self.database, self.clock)
        return Rosters(self.policy, sources, people, self.database, self.clock)


@pytest.fixture(params=SQLITE_FIRST)
async def reading(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Reading]:
    kind: Kind = request.param
    async with AsyncExitStack() as stack:
        elsewhere = await _served(stack)
        session = await stack.enter_async_context(aiohttp.ClientSession())
        database = await Database.open(await fresh_url(kind, tmp_path))
        stack.push_async_callback(database.close)
        secrets = {"FEED": f"{elsewhere.url}/hidden/feed.ics"}
        yield Reading(elsewhere, Book(), HandClock(), database, session, secrets)


async def _served(stack: AsyncExitStack) -> Elsewhere:
    elsewhere, app = Elsewhere(), web.Application()
    app.router.add_route("*", "/{path:.*}", elsewhere.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    elsewhere.url = f"http://{host}:{port}"
    return elsewhere
