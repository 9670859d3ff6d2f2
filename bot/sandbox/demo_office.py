"""The demo's office: the local Slack, the bot that works in it, and the screen to look at them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console

from bot.app.running import Running, running
from bot.sandbox.call import Call, Phase
from bot.sandbox.demo_feed import Feed, Fresh
from bot.sandbox.demo_screen import Screen
from bot.sandbox.manifest import granted
from bot.sandbox.slack import LocalSlack
from bot.sandbox.workspace import Message, View
from bot.scheduler.clock import SystemClock
from bot.settings import Settings, load
from bot.slack.manifest import shipped_manifest
from bot.storage.migrate import migrate

QUIET = 0.15
"""Seconds without a call of the bot after which it has probably said what it had to say."""
PATIENCE = 20.0
PATIENT_SLACK = 10.0
"""Slack waits 3 s for an ack; here it also has to go well on a machine that is busy."""
CONFIG = """\
links:
  - {title: Dashboards, url: https://dashboards.example.com, emoji: bar_chart}
  - {title: Runbooks, url: https://runbooks.example.com, emoji: book}
without_the_bot: https://wiki.example.com/without-the-bot
severities:
  sev1:
    invite_groups: [ON_CALL]
"""


@dataclass
class Office:
    slack: LocalSlack
    run: Running
    screen: Screen
    feed: Feed
    _stirred: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.slack.faults.on_call.append(self._stir)

    def _stir(self, call: Call, phase: Phase) -> None:
        self._stirred.set()

    async def until(self, there: Callable[[], bool], patience: float = PATIENCE) -> bool:
        """Whether it came to be in time. Whatever the bot does goes through a call to Slack."""
        try:
            async with asyncio.timeout(patience):
                while not there():
                    await self._stirs()
        except TimeoutError:
            return there()
        return True

    async def calm(self, patience: float = PATIENCE) -> bool:
        """Until the bot has done all it wants to do; False when it has not in time."""
        try:
            async with asyncio.timeout(patience):
                while await self._stirs() or await self.undone():
                    await self.run.bot.scheduler.idle()
                await self.slack.settle()
        except TimeoutError:
            return False
        return True

    async def _stirs(self) -> bool:
        """Whether the bot calls Slack within a moment."""
        self._stirred.clear()
        try:
            async with asyncio.timeout(QUIET):
                await self._stirred.wait()
        except TimeoutError:
            return False
        return True

    async def undone(self) -> list[str]:
        async with self.run.bot.surroundings.database.look() as work:
            return [f"{i.reference} {e.key}" for i, e in await work.effects.undone()]

    def show_news(self) -> None:
        self.show(self.feed.fresh())

    def show(self, news: Sequence[Fresh]) -> None:
        for fresh in news:
            self.show_again(fresh.thing, changed=fresh.changed)

    def show_again(self, thing: Message | View, *, changed: bool = False) -> None:
        if isinstance(thing, View):
            self.screen.form(thing)
        else:
            self.screen.message(thing, changed=changed)


@asynccontextmanager
async def open_office(folder: Path, console: Console) -> AsyncIterator[Office]:
    """Everything lives in the folder and on free ports of this machine."""
    scopes, events = granted(shipped_manifest())
    async with LocalSlack(scopes=scopes, events=events) as slack:
        slack.patience = slack.trigger_lifetime = PATIENT_SLACK
        slack.channel("general", with_bot=True)
        slack.channel("incidents")
        on_call = slack.user_group("on-call", slack.person("dan"))
        (folder / "config.yml").write_text(CONFIG.replace("ON_CALL", on_call), encoding="utf-8")
        settings = _settings(folder, slack)
        await migrate(settings.database_url.get_secret_value(), backups=settings.backup_folder)
        async with running(settings, SystemClock(), stagger=0.0) as run:
            if run.sockets is not None:
                await run.sockets.until_connected(run.sockets.wanted)
            screen = Screen(console, slack.workspace)
            yield Office(slack, run, screen, Feed(slack.backstage))


def _settings(folder: Path, slack: LocalSlack) -> Settings:
    """A hiccup of Slack is repaired sooner than in production: nobody wants to wait in a demo."""
    environment = {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": f"sqlite:///{folder / 'incidents.db'}",
        "HOST": "127.0.0.1",
        "INCIDENT_BOT_CONFIG": str(folder / "config.yml"),
        "RETRY_BASE_SECONDS": "0.3",
        "SETTLE_SECONDS": "0.5",
    }
    settings = load(environment, folder=folder, mounts="")
    # Any free port; a person who sets PORT has to name one.
    return settings.model_copy(update={"port": 0})
