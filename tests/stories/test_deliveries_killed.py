"""The bot's process is killed between any two deliveries of an update: each place shows it once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.response.update_delivery import PREFIX
from bot.sandbox.call import Call, Phase
from bot.sandbox.faults import CallLost
from bot.sandbox.manifest import granted
from bot.sandbox.people import Person
from bot.sandbox.slack import LocalSlack
from bot.slack.manifest import shipped_manifest
from tests.child import Child, Cradle, cradle, until
from tests.databases import Kind, fresh_url
from tests.outlets.mail_server import PostOffice
from tests.outlets.receiver import Receiver
from tests.outlets.status_page import StatusPage
from tests.outlets.town import ENVIRON, Town, town
from tests.ready_room import kept, place, undone

PLACES = ("announcement", "channel", "statuspage", "webhook", "email")
PHASES: tuple[Phase, ...] = ("before effect", "after effect")
WORDS = ("First word", "Second word")
MOMENTS: list[tuple[Kind, str, Phase, str]] = [
    *(("sqlite", where, phase, WORDS[0]) for where in PLACES for phase in PHASES),
    *(("sqlite", where, phase, WORDS[1]) for where in PLACES[2:] for phase in PHASES),
    *(("postgresql", where, "after effect", WORDS[0]) for where in PLACES),
]


class Killer:
    """Ends the bot's process when an update with this word reaches a place."""

    def __init__(self, where: str, phase: Phase, slack: LocalSlack, around: Town) -> None:
        self.where, self.phase = where, phase
        self.slack, self.town = slack, around
        self.armed: Child | None = None
        self.struck = 0

    def prepare(self) -> None:
        shops: dict[str, PostOffice | StatusPage | Receiver] = {
            "email": self.town.office,
            "statuspage": self.town.page,
            "webhook": self.town.receiver,
        }
        if self.where in shops:
            shops[self.where].on = self.strike
            return
        channel = {"announcement": "incidents", "channel": "status"}[self.where]

        def on_call(call: Call, phase: Phase) -> None:
            if place(self.slack, call) == f"chat.postMessage {channel}" and self.armed:
                self.strike(phase)
                if self.struck and phase == self.phase:
                    raise CallLost

        self.slack.faults.on_call.append(on_call)

    def strike(self, phase: str) -> None:
        if self.armed is not None and phase == self.phase:
            self.struck += 1
            self.armed.kill()
            self.armed = None


def counted(slack: LocalSlack, around: Town) -> dict[str, list[int]]:
    """How often each place shows each of the words."""
    incidents, status = map(slack.workspace.channel_named, ("incidents", "status"))
    said = {
        "announcement": [m.text for m in incidents.everything.values() if m.is_reply],
        "channel": [m.text for m in status.messages],
        "statuspage": around.page.bodies(),
        "webhook": around.receiver.texts(),
    }
    return {key: [sum(w in text for text in texts) for w in WORDS] for key, texts in said.items()}


def letters(around: Town) -> list[tuple[str, str]]:
    """The Message-ID of each, and which of the words it says."""
    found = []
    for message in around.office.taken:
        body = message.get_body(("plain",))
        text = str(body.get_content()) if body else ""
        found.append((str(message["Message-ID"]), next(word for word in WORDS if word in text)))
    return found


@dataclass
class Stand:
    """A bot that can be killed, an incident that is declared, and everybody whom it reaches."""

    slack: LocalSlack
    town: Town
    url: str
    ana: Person
    children: Cradle
    child: Child

    async def says(self, word: str) -> None:
        await self.ana.slash(f"/incident update INC-1 {word}")

    async def rises_again(self) -> None:
        assert await self.child.exit_code() < 0
        self.child = await self.children.life()

    async def settled(self, updates: int = 0) -> None:
        """Until this many are written down, on a busy machine after the answer, and all is done."""

        async def all_done() -> bool:
            found = await kept(self.url)
            keys = [effect.key for _, effects in found for effect in effects]
            written = sum(key.startswith(PREFIX) for key in keys)
            return bool(found) and written == updates * len(PLACES) and not await undone(self.url)

        await until(all_done)


@asynccontextmanager
async def standing(folder: Path, kind: Kind) -> AsyncIterator[Stand]:
    scopes, events = granted(shipped_manifest())
    async with LocalSlack(scopes=scopes, events=events) as slack, town() as around:
        _, status = slack.channel("incidents"), slack.channel("status")
        url, ana = await fresh_url(kind, folder), slack.person("ana")
        await ana.invite(status, slack.bot)
        environ: dict[str, Any] = dict(ENVIRON)
        async with cradle(slack, folder, url, around.config, **environ) as children:
            stand = Stand(slack, around, url, ana, children, await children.life())
            await ana.slash("/incident declare sev1 Checkout is failing")
            await stand.settled()
            yield stand


@pytest.mark.long
@pytest.mark.parametrize(("kind", "where", "phase", "word"), MOMENTS)
async def test_a_kill_at_any_delivery_shows_the_update_once(
    tmp_path: Path, kind: Kind, where: str, phase: Phase, word: str
) -> None:
    """E-mail may come a second time, with the same Message-ID."""
    async with standing(tmp_path, kind) as stand:
        killer = Killer(where, phase, stand.slack, stand.town)
        killer.prepare()
        for count, said in enumerate(WORDS, start=1):
            killer.armed = stand.child if said == word else None
            await stand.says(said)
            if said == word:
                await stand.rises_again()
            await stand.settled(count)

        assert killer.struck == 1
        assert set(map(tuple, counted(stand.slack, stand.town).values())) == {(1, 1)}
        told = letters(stand.town)
        assert sorted(set(word for _, word in told)) == sorted(WORDS)
        assert len(set(told)) == 2
        assert len(told) <= 3
