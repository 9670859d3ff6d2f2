"""The bot as a process of its own, on real time: for tests that kill it, stop it or signal it."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from bot.sandbox.slack import LocalSlack
from tests.lives import Life, begin

ROOT = Path(__file__).parents[1]
GLANCE = 0.02
PATIENCE = 30.0
"""Seconds. A process on a busy machine takes its time; a test fails when all of them are over."""
AT_START = ("conversations.join", "users.list", "usergroups.list")
"""What every start asks of Slack in the background."""


async def until(holds: Callable[[], bool | Awaitable[bool]], within: float = PATIENCE) -> None:
    """Another process can only be looked at again and again: until this holds."""
    give_up = time.monotonic() + within
    while not await _holds(holds):
        if time.monotonic() > give_up:
            raise TimeoutError(f"not within {within} s")
        await asyncio.sleep(GLANCE)


async def _holds(condition: Callable[[], bool | Awaitable[bool]]) -> bool:
    outcome = condition()
    return outcome if isinstance(outcome, bool) else await outcome


_PORTS = iter(range(10_000 + os.getpid() * 97 % 20_000, 32_000))
"""Below those that systems hand out by themselves: nobody's outgoing call takes one meanwhile."""


def free_port() -> int:
    return next(port for port in _PORTS if _is_free(port))


def _is_free(port: int) -> bool:
    with socket.socket() as probe, suppress(OSError):
        probe.bind(("127.0.0.1", port))
        return True
    return False


@dataclass
class Child:
    """One life of the bot's process."""

    process: Life
    slack: LocalSlack
    url: str
    log: Path
    calls_before: int
    """How many calls Slack had received when it was started."""
    http: aiohttp.ClientSession = field(repr=False)

    @property
    def ended(self) -> bool:
        return self.process.returncode is not None

    def kill(self) -> None:
        self.process.send(signal.SIGKILL)

    def signal(self, number: signal.Signals) -> None:
        self.process.send(number)

    async def exit_code(self, within: float = PATIENCE) -> int:
        await until(lambda: self.ended, within)
        code = self.process.returncode
        assert code is not None
        return code

    async def settled(self) -> None:
        """Until it hears, and has asked what every start asks."""
        await until(self._has_settled)
        assert not self.ended, self.told()

    async def _has_settled(self) -> bool:
        asked = {c.method for c in self.slack.calls[self.calls_before :] if c.outcome == "ok"}
        return self.ended or (asked.issuperset(AT_START) and (await self.ready())[0] == 200)

    async def ready(self) -> tuple[int, dict[str, object]]:
        """What a platform's probe hears; (0, {}) when nobody answers."""
        try:
            async with self.http.get(f"{self.url}/readyz") as answer:
                return answer.status, await answer.json()
        except aiohttp.ClientError:
            return 0, {}

    def told(self) -> str:
        """Everything it has said on its standard streams."""
        return self.log.read_text(encoding="utf-8")


@dataclass
class Cradle:
    """Starts the same bot again and again, on the same database and the same Slack."""

    slack: LocalSlack
    folder: Path
    environ: dict[str, str]
    http: aiohttp.ClientSession
    lives: list[Child] = field(default_factory=list)

    async def start(self, **more: str) -> Child:
        """Returns at once; `Child.settled` waits."""
        port = free_port()
        log = self.folder / f"life-{len(self.lives) + 1}.log"
        process = begin({**self.environ, "PORT": str(port), **more}, self.folder, log)
        url = f"http://127.0.0.1:{port}"
        child = Child(process, self.slack, url, log, len(self.slack.calls), self.http)
        self.lives.append(child)
        return child

    async def life(self, **more: str) -> Child:
        """Started, and settled."""
        child = await self.start(**more)
        await child.settled()
        return child


@asynccontextmanager
async def cradle(
    slack: LocalSlack, folder: Path, database_url: str, config: str = "", **environ: str
) -> AsyncIterator[Cradle]:
    """Over Socket Mode, with short pauses. No process outlives the block."""
    (folder / "config.yml").write_text(config, encoding="utf-8")
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),  # for the process of its own that lays out a PDF
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": database_url,
        "HOST": "127.0.0.1",
        "INCIDENT_BOT_CONFIG": str(folder / "config.yml"),
        "RETRY_BASE_SECONDS": "0.05",
        "SLACK_TIMEOUT_SECONDS": "1.5",
        "SETTLE_SECONDS": "0.1",
        **environ,
    }
    present = {name: value for name, value in environment.items() if value}
    async with aiohttp.ClientSession() as http:
        children = Cradle(slack, folder, present, http)
        try:
            yield children
        finally:
            for child in children.lives:
                if not child.ended:
                    child.kill()
                    await child.exit_code()
