"""The bot's process is killed at every moment of a declare, and started again: one of everything.

The moments are those of a clean run: each call that Slack receives, before and after its effect.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.answer import Answer
from bot.sandbox.call import Call, Phase
from bot.sandbox.faults import CallLost
from bot.sandbox.manifest import granted
from bot.sandbox.slack import LocalSlack
from bot.slack.manifest import shipped_manifest
from tests.child import Child, Cradle, cradle, until
from tests.databases import Kind, fresh_url
from tests.ready_room import (
    COMMAND,
    ROOM,
    Cast,
    assert_one_of_everything,
    cast,
    kept,
    links,
    own_folder,
    place,
    undone,
)

Moment = tuple[str, Phase]
PHASES: tuple[Phase, ...] = ("before effect", "after effect")
TELLING: tuple[Moment, ...] = (
    ("conversations.create", "before effect"),
    ("conversations.create", "after effect"),
    (f"chat.postMessage {ROOM}", "after effect"),
    (f"pins.add {ROOM}", "after effect"),
)

UNHURRIED: dict[str, Any] = {"SLACK_TIMEOUT_SECONDS": "10"}
"""Where nobody is killed no call is to end in doubt, however busy the machine is."""


@dataclass
class Theatre:
    people: Cast
    cradle: Cradle
    url: str
    http: bool = False
    marks: list[str] = field(default_factory=list)
    """The calls of a declare so far."""

    @property
    def slack(self) -> LocalSlack:
        return self.people.slack

    async def life(self) -> Child:
        child = await self.cradle.start()
        if self.http:
            self.slack.http_events(f"{child.url}/slack/events")
        await child.settled()
        return child

    async def declare(self) -> Answer:
        return await self.people.ana.slash(COMMAND)

    async def all_done(self) -> None:
        async def nothing_left() -> bool:
            return bool(await kept(self.url)) and not await undone(self.url)

        await until(nothing_left)

    def kill_at(self, moment: Moment, child: Callable[[], Child], times: int = 1) -> list[Moment]:
        """From the next call on; what is returned fills up with the moments at which it struck."""
        struck: list[Moment] = []

        def strike(call: Call, phase: Phase) -> None:
            if (place(self.slack, call), phase) == moment and len(struck) < times:
                struck.append(moment)
                child().kill()
                raise CallLost

        self.slack.faults.on_call.append(strike)
        return struck


@asynccontextmanager
async def theatre(
    folder: Path, *, kind: Kind = "sqlite", http: bool = False, **environ: str
) -> AsyncIterator[Theatre]:
    scopes, events = granted(shipped_manifest())
    async with LocalSlack(scopes=scopes, events=events) as slack:
        people = cast(slack)
        url = await fresh_url(kind, folder)
        more = {"SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": slack.signing_secret} if http else {}
        async with cradle(slack, folder, url, people.config, **more, **environ) as children:
            yield Theatre(people, children, url, http)


async def calls_of_a_declare(folder: Path) -> list[str]:
    """The calls that Slack receives from the command to the last effect, from a clean run."""
    async with theatre(folder, **UNHURRIED) as scene:
        await scene.life()
        before = len(scene.slack.calls)
        await scene.declare()
        await scene.all_done()
        return [place(scene.slack, call) for call in scene.slack.calls[before:]]


async def killed_once(scene: Theatre, moment: Moment) -> None:
    """One life that ends at this moment, and another that brings it to its end."""
    child = await scene.life()
    struck = scene.kill_at(moment, lambda: child)
    answer = await scene.declare()
    assert await child.exit_code() < 0
    assert struck == [moment]
    child = await scene.life()
    if answer.status != "ok":
        await scene.declare()  # Slack has shown that it failed: people try again
    await scene.all_done()
    assert_one_of_everything(scene.people)
    assert await scene_numbers(scene) == [1]


async def scene_numbers(scene: Theatre) -> list[int]:
    return [incident.number for incident, _ in await kept(scene.url)]


@pytest.mark.parametrize(
    "moment",
    [TELLING[1], *(pytest.param(m, marks=pytest.mark.long) for m in (TELLING[0], *TELLING[2:]))],
    ids=" ".join,
)
async def test_a_kill_at_a_telling_moment_leaves_one_of_everything(
    tmp_path: Path, moment: Moment
) -> None:
    async with theatre(tmp_path) as scene:
        await killed_once(scene, moment)


@pytest.mark.long
@pytest.mark.timeout(900)
async def test_a_kill_at_any_moment_leaves_one_of_everything(tmp_path: Path) -> None:
    calls = await calls_of_a_declare(own_folder(tmp_path, "clean"))

    for number, call in enumerate(calls):
        for phase in PHASES:
            async with theatre(own_folder(tmp_path, f"{number}-{phase[:5]}")) as scene:
                await killed_once(scene, (call, phase))

    assert {call.partition(" ")[0] for call in calls} >= {
        "conversations.create",
        "conversations.invite",
        "conversations.setTopic",
        "conversations.setPurpose",
        "bookmarks.add",
        "chat.postMessage",
        "pins.add",
        "response_url",
    }


@pytest.mark.long
@pytest.mark.parametrize(("kind", "http"), [("sqlite", True), ("postgresql", False)])
async def test_a_kill_is_survived_over_http_and_on_postgresql_too(
    tmp_path: Path, kind: Kind, http: bool
) -> None:
    async with theatre(tmp_path, kind=kind, http=http) as scene:
        await killed_once(scene, ("conversations.create", "after effect"))


@pytest.mark.long
@pytest.mark.timeout(300)
async def test_every_kind_of_call_survives_a_kill_over_http_on_postgresql(tmp_path: Path) -> None:
    for number, moment in enumerate(TELLING):
        folder = own_folder(tmp_path, str(number))
        async with theatre(folder, kind="postgresql", http=True) as scene:
            await killed_once(scene, moment)


@pytest.mark.long
async def test_a_bot_killed_twice_in_a_row_still_makes_one_of_everything(tmp_path: Path) -> None:
    async with theatre(tmp_path) as scene:
        child = await scene.life()
        struck = scene.kill_at(("conversations.create", "after effect"), lambda: child)
        again = scene.kill_at((f"chat.postMessage {ROOM}", "after effect"), lambda: child)
        await scene.declare()
        await child.exit_code()
        child = await scene.cradle.start()
        await child.exit_code()

        child = await scene.life()
        await scene.all_done()

        assert (len(struck), len(again)) == (1, 1)
        assert_one_of_everything(scene.people)


@pytest.mark.long
async def test_a_bot_killed_between_commit_and_ack_has_lost_nothing(tmp_path: Path) -> None:
    """The command was recorded, and the one who typed it has seen it fail: both are made good."""
    async with theatre(tmp_path) as scene:
        child = await scene.life()
        eve = scene.slack.person("eve")  # unknown to the bot: it asks Slack before it commits

        def deafen(call: Call, phase: Phase) -> None:
            if call.method == "users.info":
                scene.slack.faults.dead_sockets = True

        scene.slack.faults.on_call.append(deafen)
        struck = scene.kill_at(("conversations.create", "before effect"), lambda: child)
        answer = await eve.slash(COMMAND)
        await child.exit_code()
        scene.slack.faults.dead_sockets = False

        child = await scene.life()
        repeated = await eve.slash(COMMAND)
        await scene.all_done()

        assert struck
        assert answer.status != "ok"
        assert "INC-1" in repeated.text
        assert await scene_numbers(scene) == [1]
        [room] = [c for c in scene.slack.workspace.channels.values() if c.name == ROOM]
        assert any(room.id in message.text for message in eve.private)


@pytest.mark.long
async def test_without_a_kill_the_declarer_is_told_the_link_exactly_once(tmp_path: Path) -> None:
    async with theatre(tmp_path, **UNHURRIED) as scene:
        await scene.life()

        await scene.declare()
        await scene.all_done()

        assert_one_of_everything(scene.people)
        assert len(links(scene.people)) == 1
