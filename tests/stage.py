"""A stage for stories: the local Slack, the whole bot on a clock the test moves, and people."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.app.running import Running, running
from bot.sandbox.hand_clock import HandClock
from bot.sandbox.manifest import granted
from bot.sandbox.people import Person
from bot.sandbox.slack import LocalSlack
from bot.sandbox.workspace import Channel, Message
from bot.settings import Settings, load
from bot.slack.manifest import shipped_manifest
from bot.telemetry import logs
from tests.databases import Kind, fresh_url

PATIENT = 10.0
"""Seconds in which an ack has to come: on a machine that is busy with other tests Slack's three may
pass without anybody's fault. Whoever tests just that sets them.
"""


@dataclass
class Stage:
    slack: LocalSlack
    clock: HandClock
    settings: Settings
    url: str
    run: Running | None = None

    @property
    def bot(self) -> Running:
        assert self.run is not None, "the bot does not run"
        return self.run

    def person(self, name: str, **traits: Any) -> Person:
        return self.slack.person(name, **traits)

    def room(self, name: str) -> Channel:
        """The channel with this name; says which there are when there is none."""
        return self.slack.workspace.channel_named(name)

    @property
    def rooms(self) -> list[str]:
        channels = self.slack.workspace.channels.values()
        return sorted(c.name for c in channels if c.name.startswith("inc-"))

    @property
    def announcements(self) -> list[Message]:
        return self.room("incidents").messages

    async def settle(self) -> None:
        """Until nothing is under way but what waits for the clock."""
        await self.clock.idle()

    async def forward(self, **time: float) -> None:
        await self.clock.forward(**time)

    @asynccontextmanager
    async def bot_running(self, **options: Any) -> AsyncIterator[Running]:
        """One life of the bot on this stage's database."""
        async with running(self.settings, self.clock, stagger=0.0, **options) as run:
            self.run = run
            if run.sockets is not None:
                await run.sockets.until_connected(run.sockets.wanted)
            if self.settings.slack_signing_secret is not None:
                port = run.addresses.port
                self.slack.http_events(f"http://127.0.0.1:{port}/slack/events")
            self.clock.settle[:] = [run.bot.scheduler.idle, self.slack.settle]
            self.clock.settle.append(run.bot.scheduler.idle)
            try:
                await self.settle()
                yield run
            finally:
                self.clock.settle.clear()
                self.run = None


@asynccontextmanager
async def stage(
    tmp_path: Path,
    *,
    kind: Kind = "sqlite",
    http: bool = False,
    config: str = "",
    without: str = "",
    **environ: str,
) -> AsyncIterator[Stage]:
    """The scene is set; the bot does not run yet. `without`: a scope that was not granted."""
    logging.getLogger(logs.OWN).setLevel(logging.INFO)  # pytest shows them beside what failed
    clock = HandClock()
    scopes, events = granted(shipped_manifest())
    url = await fresh_url(kind, tmp_path)
    (tmp_path / "config.yml").write_text(config, encoding="utf-8")
    async with LocalSlack(
        clock=lambda: clock.now().timestamp(), scopes=scopes - {without}, events=events
    ) as slack:
        slack.channel("general")
        slack.channel("incidents")
        inbound = {"SLACK_SIGNING_SECRET" if http else "SLACK_APP_TOKEN": ""}
        inbound = dict.fromkeys(inbound, slack.signing_secret if http else slack.app_token)
        environment = {
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_API_URL": slack.api_url,
            "DATABASE_URL": url,
            "HOST": "127.0.0.1",
            "INCIDENT_BOT_CONFIG": str(tmp_path / "config.yml"),
            **inbound,
            **environ,
        }
        slack.patience = PATIENT
        settings = load(environment, folder=tmp_path, mounts="")
        yield Stage(slack, clock, settings.model_copy(update={"port": 0}), url)
