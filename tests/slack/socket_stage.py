"""A local Slack, and sockets to it whose handler is in the hands of the test."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from bot.response.outcomes import Busy, Refused
from bot.sandbox.slack import LocalSlack
from bot.slack.sockets import Ack, SocketRequest, Sockets
from bot.telemetry.metrics import Metrics

QUICK = {
    "stagger": 0.0,
    "ping_interval": 0.1,
    "deadline": 30.0,
    "linger": 0.3,
    "shortest_pause": 0.05,
}


@dataclass
class Stage:
    slack: LocalSlack
    session: aiohttp.ClientSession
    metrics: Metrics = field(default_factory=Metrics)
    requests: list[SocketRequest] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    answers: list[Ack | Exception | None] = field(default_factory=list)
    """For the requests to come, in their order; an ack for those after."""
    urls: list[str] = field(default_factory=list)
    url_trouble: list[Exception] = field(default_factory=list)
    died: list[float] = field(default_factory=list)
    dead: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        """Whatever happens before there is a connection is told to nobody."""
        self.gate.set()
        self.room = self.slack.channel("inc-1", members=[self.slack.person("ana")], with_bot=True)

    async def open_url(self) -> str:
        if self.url_trouble:
            raise self.url_trouble.pop(0)
        headers = {"Authorization": f"Bearer {self.slack.app_token}"}
        address = self.slack.api_url + "apps.connections.open"
        async with self.session.post(address, headers=headers) as response:
            answer = await response.json()
        if not answer["ok"]:
            kind = Busy if answer["error"] == "ratelimited" else Refused
            raise kind("apps.connections.open", answer["error"])
        self.urls.append(answer["url"])
        return str(answer["url"])

    async def handle(self, request: SocketRequest) -> Ack | None:
        self.requests.append(request)
        self.arrived.set()
        await self.gate.wait()
        answer = self.answers.pop(0) if self.answers else Ack()
        if isinstance(answer, Exception):
            raise answer
        return answer

    def on_dead(self) -> None:
        self.died.append(asyncio.get_running_loop().time())
        self.dead.set()

    @asynccontextmanager
    async def sockets(self, **settings: Any) -> AsyncIterator[Sockets]:
        """Quick and without pauses between them, unless said otherwise."""
        sockets = Sockets(
            session=self.session,
            open_url=self.open_url,
            handle=self.handle,
            on_dead=self.on_dead,
            metrics=self.metrics,
            **{**QUICK, **settings},
        )
        await sockets.start()
        try:
            yield sockets
        finally:
            self.gate.set()
            await sockets.close(grace=1)

    def count(self, kind: str, outcome: str) -> float:
        labels = {"transport": "socket", "kind": kind, "outcome": outcome}
        name = "incident_bot_answer_seconds_count"
        return self.metrics.registry.get_sample_value(name, labels) or 0.0

    def texts(self) -> list[str]:
        """Of the messages that were handled, each once."""
        events = (
            request.payload["event"] for request in self.requests if "event" in request.payload
        )
        return list(dict.fromkeys(e["text"] for e in events if e.get("subtype") is None))


async def until(condition: Callable[[], object], within: float = 10.0) -> None:
    """Look again at each turn of the loop; fail when it does not come true in time."""
    async with asyncio.timeout(within):
        while not condition():  # noqa: ASYNC110 - whatever can be looked at, not only events
            await asyncio.sleep(0)


@asynccontextmanager
async def staged() -> AsyncIterator[Stage]:
    async with LocalSlack() as slack, aiohttp.ClientSession(trust_env=True) as session:
        slack.redeliver_after = 0.2
        yield Stage(slack, session)
