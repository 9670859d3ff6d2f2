"""An incident whose room is ready: one of everything, however rough the way there was."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from bot.incident.effect import Effect, EffectState
from bot.incident.incident import LOOK_AGAIN, Incident
from bot.sandbox.call import Call
from bot.sandbox.people import Person
from bot.sandbox.slack import LocalSlack
from bot.sandbox.workspace import Channel, Message
from bot.settings import load
from bot.storage.ledger import Database
from tests.stage import Stage, stage

TITLE = "Checkout is failing"
COMMAND = f"/incident declare sev1 {TITLE}"
ROOM = "inc-1-checkout-is-failing"
LINKS = (
    "https://graphs.example.com/",
    "https://runbooks.example.com/",
    "https://page.example.com/",
)


@dataclass(frozen=True)
class Cast:
    """Ana declares; Ben and, by their group, Cleo and Dan are to be there at a sev1."""

    slack: LocalSlack
    ana: Person
    ben: Person
    group: str
    others: tuple[Person, ...]

    @property
    def config(self) -> str:
        """Something of everything that a room can have."""
        return f"""
severities:
  sev1:
    invite_users: [{self.ben.id}]
    invite_groups: [{self.group}]
links:
  - title: Dashboards
    url: {LINKS[0]}
  - title: Runbooks
    url: {LINKS[1]}
without_the_bot: {LINKS[2]}
"""

    @property
    def everyone(self) -> set[str]:
        return {self.slack.bot.id, self.ana.id, self.ben.id, *(one.id for one in self.others)}


def cast(slack: LocalSlack) -> Cast:
    slack.channel("incidents")
    others = (slack.person("cleo"), slack.person("dan"))
    group = slack.user_group("oncall", *others)
    return Cast(slack, slack.person("ana"), slack.person("ben"), group, others)


def own_folder(tmp_path: Path, name: str) -> Path:
    """For one of several bots of a test."""
    folder = tmp_path / name
    folder.mkdir()
    return folder


def rooms(slack: LocalSlack) -> list[Channel]:
    return [c for c in slack.workspace.channels.values() if c.name.startswith("inc-")]


def place(slack: LocalSlack, call: Call) -> str:
    """The call by its name and what it is about, the same in every run."""
    said = call.arguments
    id = str(said.get("channel") or said.get("channel_id") or "")
    channel = slack.workspace.channels.get(id)
    return " ".join([call.method, channel.name if channel else id, said.get("link", "")]).strip()


def links(people: Cast) -> list[Message]:
    """Each time Ana was told where the room is."""
    told = [*people.ana.private, *people.ana.inbox()]
    where = f"<#{rooms(people.slack)[0].id}>"
    return [message for message in told if where in message.text]


def assert_one_of_everything(people: Cast) -> None:
    [room] = rooms(people.slack)
    assert room.name == ROOM
    assert room.members == people.everyone
    assert len([m for m in room.history if m.subtype == "channel_join"]) == len(people.everyone)
    assert len(room.messages) == 1, [message.text for message in room.messages]
    [card] = room.messages
    assert TITLE in card.text
    assert [pin.message for pin in room.pins] == [card]
    assert TITLE in room.topic
    assert TITLE in room.purpose
    assert sorted(mark["link"] for mark in room.bookmarks) == sorted(LINKS)
    [announcement] = people.slack.workspace.channel_named("incidents").messages
    assert TITLE in announcement.text
    assert len(links(people)) in (1, 2)


async def kept(url: str) -> list[tuple[Incident, list[Effect]]]:
    """Every incident of this database, also those that have ended, with its effects."""
    database = await Database.open(url)
    found, numbers = [], count(1)
    try:
        async with database.look() as work:
            while one := await work.incidents.numbered(next(numbers)):
                found.append((one, list(await work.effects.of(one.id))))
    finally:
        await database.close()
    return found


async def undone(url: str, now: datetime | None = None) -> list[str]:
    """What the database has to do by now, as it says itself; empty when nothing is half-made.

    A bot that is a process of its own goes by the real time, and is looking at what it will look at
    in a moment: so much is left in case that its look is cut short.
    """
    found = await kept(url)
    left = [f"{e.key} {e.state} {e.error}" for _, effects in found for e in effects if not _done(e)]
    now = now or datetime.now(UTC) + LOOK_AGAIN
    due = [one for one, _ in found if one.wake_at is not None and one.wake_at <= now]
    return left + [f"{one.reference} wakes" for one in due]


async def _rows(url: str) -> list[str]:
    """What the database knows of each effect, for whoever asks why a story failed."""
    return [repr(effect) for _, effects in await kept(url) for effect in effects]


def _done(effect: Effect) -> bool:
    """Also what nobody wants any more: its question was answered before it was asked."""
    done = effect.state is EffectState.DONE and effect.next_attempt_at is None
    return done or effect.state is EffectState.UNWANTED


@asynccontextmanager
async def ready_stage(tmp_path: Path, **options: Any) -> AsyncIterator[tuple[Stage, Cast]]:
    """A stage whose bot does not run yet, with this cast and their configuration."""
    async with stage(tmp_path, **options) as scene:
        people = cast(scene.slack)
        file = tmp_path / "config.yml"
        file.write_text(people.config, encoding="utf-8")
        environ = {
            "SLACK_BOT_TOKEN": scene.slack.bot_token,
            "SLACK_APP_TOKEN": scene.slack.app_token,
            "DATABASE_URL": scene.url,
            "INCIDENT_BOT_CONFIG": str(file),
        }
        policy = load(environ, folder=tmp_path, mounts="").policy
        scene.settings = scene.settings.model_copy(update={"policy": policy})
        try:
            yield scene, people
        except AssertionError:
            print(*await _rows(scene.url), sep="\n")  # noqa: T201 - pytest shows it
            raise
