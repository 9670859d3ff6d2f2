"""A bot that runs: everything started in its order, and stopped so that nothing is lost."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypedDict, Unpack

from slack_sdk.web.async_client import AsyncWebClient

from bot.app.bot import Bot, assemble
from bot.app.checkup import Checkup
from bot.app.due import Upkeep
from bot.app.gauges import Gauges
from bot.app.identity import Identity, identify
from bot.app.opening import open_surroundings, require_known_severities
from bot.app.serving import served
from bot.app.surroundings import Surroundings
from bot.response.find import complete_index
from bot.response.findings import Finding
from bot.response.ports import Clock
from bot.settings import Settings
from bot.shipped import bot_version
from bot.slack.checks import SlackChecks
from bot.slack.gateway import Gateway
from bot.slack.inbound import Inbound
from bot.slack.manifest import shipped_manifest
from bot.slack.sockets import Sockets
from bot.storage.address import sqlite_file
from bot.storage.backup import back_up
from bot.telemetry.heartbeat import Heartbeat
from bot.telemetry.logs import logger
from bot.web.app import Addresses
from bot.web.probes import Probes, SocketState

GRACE = 8.0
"""Seconds to finish what was begun; platforms kill ten after asking to stop."""
ECHO_LOOK = 5.0
BACKUP_EVERY = timedelta(hours=24)

log = logger(__name__)


class Timing(TypedDict, total=False):
    """Seconds in which the sockets act, where they are not to be the usual ones of `Sockets`."""

    stagger: float
    ping_interval: float
    deadline: float
    linger: float
    shortest_pause: float


@dataclass
class Running:
    bot: Bot
    checkup: Checkup
    probes: Probes
    sockets: Sockets | None = None
    addresses: Addresses = field(default_factory=lambda: Addresses(0, 0))
    died: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the bot can no longer hear Slack and has to be started anew."""
    stopping: bool = False
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def socket_state(self) -> SocketState | None:
        if self.sockets is None:
            return None
        return SocketState(self.sockets.connected, self.sockets.wanted)

    def socket_count(self) -> tuple[int, int] | None:
        state = self.socket_state()
        return (state.connected, state.wanted) if state else None

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        self.tasks.append(asyncio.create_task(work))


@asynccontextmanager
async def running(
    settings: Settings, clock: Clock, *, sockets: int = 2, **timing: Unpack[Timing]
) -> AsyncIterator[Running]:
    """The bot runs while inside. Raises StartRefused or LedgerDown when it must not or cannot."""
    async with AsyncExitStack() as stack:
        around = await open_surroundings(stack, settings, clock)
        await require_known_severities(around.database, settings.policy)
        who = await identify(around.gateway, around.database, clock, around.retry)
        run = _made(around, who)
        await run.bot.recorder.try_unread_again()
        await complete_index(around.database)
        run.sockets = _sockets(run, sockets, timing)
        run.addresses = await stack.enter_async_context(served(run.bot, run.probes))
        await _start(run)
        try:
            yield run
        finally:
            await _stop(run)


def _made(around: Surroundings, who: Identity) -> Running:
    """The checkup is asked for by the bot and asks the running bot: tied together here."""

    async def look() -> Sequence[Finding]:
        return await run.checkup()

    bot = assemble(around, who, look)
    scopes = shipped_manifest()["oauth_config"]["scopes"]["bot"]
    slack = SlackChecks(around.gateway, bot.incidents_channel, around.policy, scopes)
    run = Running(
        bot,
        Checkup(
            around.settings,
            around.database,
            around.clock,
            slack,
            bot.desk.on_call,
            around.policy,
            lambda: run.socket_count(),
        ),
        _probes(around, lambda: run),
    )
    return run


def _probes(around: Surroundings, run: Callable[[], Running]) -> Probes:
    gauges = Gauges(around.settings, around.database, around.clock, around.metrics)
    return Probes(
        version=bot_version(),
        metrics=around.metrics,
        ping=around.database.ping,
        migrations_pending=gauges.migrations_pending,
        oldest_effect=gauges.oldest_effect,
        refresh=gauges.refresh,
        sockets=lambda: run().socket_state(),
        stopping=lambda: run().stopping,
    )


def _sockets(run: Running, count: int, timing: Timing) -> Sockets | None:
    around = run.bot.surroundings
    token = around.settings.slack_app_token
    if token is None:
        return None
    opener = AsyncWebClient(
        token=token.get_secret_value(),
        base_url=around.settings.slack_api_url,
        session=around.session,
        retry_handlers=[],
    )
    gateway = Gateway(opener, around.clock, around.metrics)

    async def open_url() -> str:
        return str((await gateway.call("apps.connections.open"))["url"])

    return Sockets(
        open_url=open_url,
        session=around.session,
        handle=Inbound(run.bot.bolt),
        metrics=around.metrics,
        on_dead=run.died.set,
        on_back=run.bot.missed,
        count=count,
        **timing,
    )


async def _start(run: Running) -> None:
    around = run.bot.surroundings
    if sqlite_file(around.settings.database_url.get_secret_value()) is not None:
        run.bot.scheduler.watch(Upkeep(around.clock, BACKUP_EVERY, lambda: _backed_up(run)))
    run.start(run.bot.scheduler.run())
    if run.sockets is not None:
        await run.sockets.start()
        run.start(_watch_echoes(run, run.sockets))
    if url := around.settings.heartbeat_url:
        beat = Heartbeat(
            url.get_secret_value(),
            clock=around.clock,
            ready=run.probes.ready,
            session=around.session,
        )
        run.start(beat.run())


async def _backed_up(run: Running) -> None:
    settings = run.bot.surroundings.settings
    now = run.bot.surroundings.clock.now()
    await back_up(settings.database_url.get_secret_value(), settings.backup_folder, now=now)


async def _watch_echoes(run: Running, sockets: Sockets) -> None:
    """A post of ours that does not come back: the sockets look alive and are deaf."""
    while not run.died.is_set():
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(ECHO_LOOK):
                await run.died.wait()
        if run.bot.echoes.overdue():
            log.warning("an own post has not come back, reconnecting")
            sockets.suspect_deaf()
            run.bot.missed()


async def _stop(run: Running) -> None:
    """Stop taking; finish what was begun, or leave it to the next start; then close."""
    run.stopping = True
    over = time.monotonic() + GRACE
    if run.sockets is not None:
        await run.sockets.stop_taking()
    await run.bot.boundary.drain(_left(over))
    await run.bot.scheduler.stop(_left(over))
    if run.sockets is not None:
        await run.sockets.close(_left(over))
    for task in run.tasks:
        task.cancel()
    await asyncio.gather(*run.tasks, return_exceptions=True)


def _left(over: float) -> float:
    """Seconds until then: what stops share one grace, however many wait for it."""
    return max(0.0, over - time.monotonic())
