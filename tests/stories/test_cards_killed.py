"""The bot is killed around its card and around a page: there is one of each, and no second."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.incident.ids import SuggestionId
from bot.incident.suggestion import Gathered, Suggestion
from bot.sandbox.call import Call, Phase
from bot.sandbox.faults import CallLost
from bot.sandbox.manifest import granted
from bot.sandbox.people import Person
from bot.sandbox.slack import LocalSlack
from bot.sandbox.workspace import Channel, Message
from bot.slack.manifest import shipped_manifest
from bot.storage.ledger import Database
from tests.child import Cradle, cradle, until
from tests.databases import fresh_url
from tests.lengths import quick
from tests.stories.alerting import SIREN

PHASES: tuple[Phase, ...] = ("before effect", "after effect")
CONFIG = """
alerts: {{watch: [alerts]}}
schedules: {{first: {{rota: {{turns: [{who}], from: 2020-01-06 09:00}}}}}}
on_call: {{primary: first}}
"""


@dataclass
class Scene:
    slack: LocalSlack
    cradle: Cradle
    url: str
    ana: Person
    ben: Person
    alerts: Channel

    def kill_at(self, phase: Phase, channel: str) -> list[str]:
        """At the first post there."""
        struck: list[str] = []

        def strike(call: Call, at: Phase) -> None:
            there = call.method == "chat.postMessage" and call.arguments.get("channel") == channel
            if there and at == phase and not struck:
                struck.append(call.method)
                self.cradle.lives[-1].kill()
                raise CallLost

        self.slack.faults.on_call.append(strike)
        return struck

    async def undone(self) -> bool:
        database = await Database.open(self.url)
        try:
            async with database.look() as work:
                wake = await work.suggestions.next_wake()
                looked_at = wake is not None and wake <= datetime.now(UTC)
                return looked_at or bool(await work.suggestion_effects.undone())
        finally:
            await database.close()

    async def survived(self, struck: list[str]) -> None:
        """The life in which it struck is over, and the next one brings it to its end."""
        assert await self.cradle.lives[-1].exit_code() < 0
        assert len(struck) == 1
        await self.cradle.life()

        async def all_done() -> bool:
            return not await self.undone()

        await until(all_done)


@asynccontextmanager
async def scene_in(folder: Path) -> AsyncIterator[Scene]:
    scopes, events = granted(shipped_manifest())
    async with LocalSlack(scopes=scopes, events=events) as slack:
        slack.channel("incidents")
        ana, ben, alerts = slack.person("ana"), slack.person("ben"), slack.channel("alerts")
        await ana.invite(alerts, slack.bot)
        url = await fresh_url("sqlite", folder)
        async with cradle(slack, folder, url, CONFIG.format(who=ben.id)) as children:
            yield Scene(slack, children, url, ana, ben, alerts)


@pytest.mark.long
@pytest.mark.timeout(120)
@pytest.mark.parametrize("phase", PHASES)
async def test_there_is_one_card_however_the_bot_dies(tmp_path: Path, phase: Phase) -> None:
    async with scene_in(tmp_path) as scene:
        await scene.cradle.life()
        message = await scene.ana.say("the site is down", channel=scene.alerts)
        struck = scene.kill_at(phase, scene.alerts.id)

        await scene.ana.react(message, SIREN)
        await scene.survived(struck)

        assert len(_own(scene, scene.alerts)) == 1


@pytest.mark.timeout(120)
@pytest.mark.parametrize("phase", quick(PHASES, 1))
async def test_whoever_is_called_is_called_once_however_the_bot_dies(
    tmp_path: Path, phase: Phase
) -> None:
    async with scene_in(tmp_path) as scene:
        await _waiting_for_six_minutes(scene)
        struck = scene.kill_at(phase, scene.ben.direct.id)

        await scene.cradle.start()
        await scene.survived(struck)

        assert len(_own(scene, scene.ben.direct)) == 1


async def _waiting_for_six_minutes(scene: Scene) -> None:
    """A critical alert that nobody has decided about."""
    opened_at = datetime.now(UTC) - timedelta(minutes=6)
    alert = Gathered(id="a", dedup_key="a", source="grafana", title="Down", starts_at=opened_at)
    suggestion = Suggestion(
        id=SuggestionId("s"),
        title="Down",
        place="incidents",
        patience_seconds=300,
        critical=True,
        gathered=(alert,),
        opened_at=opened_at,
        wake_at=opened_at,
    )
    database = await Database.open(scene.url)
    async with database.work() as work:
        await work.suggestions.put(suggestion)
    await database.close()


def _own(scene: Scene, place: Channel) -> list[Message]:
    bot = scene.slack.bot.bot_id
    return [one for one in place.everything.values() if one.bot_id == bot and not one.deleted]
