"""A team with somebody for every step of the matrix, and what became of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from bot.sandbox.hand_clock import START
from bot.sandbox.people import Person
from bot.sandbox.workspace import Channel, Message
from tests.databases import Kind
from tests.stage import Stage, stage
from tests.stories.running import TITLE, later

CALLED = ("ben", "sue", "max", "dora", "vera")
"""On call, second on call, manager, director, VP."""
TEAM = (*CALLED, "sam")
ROTA = "rota: {{turns: [{who}@example.com], from: 2025-12-29 09:00}}"
CONFIG = f"""
schedules:
  first: {{{ROTA.format(who="ben")}}}
  second: {{{ROTA.format(who="sue")}}}
  security: {{{ROTA.format(who="sam")}}}
  managers: {{{ROTA.format(who="max")}}}
  directors: {{{ROTA.format(who="dora")}}}
  vps: {{{ROTA.format(who="vera")}}}
on_call: {{primary: first, secondary: second, security: security}}
contacts:
  manager: {{name: {{en: engineering manager, fr: responsable technique}}, schedule: managers}}
  director: {{schedule: directors}}
  vp: {{schedule: vps}}
"""


@asynccontextmanager
async def team(
    tmp_path: Path, config: str = CONFIG, *, kind: Kind = "sqlite", **environ: str
) -> AsyncIterator[Stage]:
    """Everybody is there before the bot is, which does not run yet."""
    async with stage(tmp_path, kind=kind, http=False, config=config, **environ) as scene:
        for name in ("ana", *TEAM):
            scene.person(name)
        yield scene


async def declare(scene: Stage, severity: str = "sev1", by: str = "ana") -> tuple[Person, Channel]:
    """Whoever is on call is paged by then."""
    person = scene.person(by)
    await person.slash(f"/incident declare {severity} {TITLE}")
    await scene.settle()
    await later(scene)
    return person, scene.room(scene.rooms[-1])


async def until(scene: Stage, minute: float, *, short_of: float = 0) -> None:
    """So many minutes after the beginning, less these seconds; nothing happens on the way there,
    as when the machine slept.
    """
    moment = START + timedelta(minutes=minute, seconds=-short_of)
    await scene.clock.step(moment - timedelta(seconds=3))
    await later(scene, seconds=3)


def pages(scene: Stage, name: str) -> list[Message]:
    """What this person was paged with by direct message."""
    return [
        m
        for m in scene.person(name).inbox()
        if "rotating_light" in m.text or "private, open" in m.text
    ]


def paged(scene: Stage) -> list[str]:
    """Who was paged so far."""
    return [name for name in TEAM if pages(scene, name)]


def notices(scene: Stage, name: str = "ana") -> list[str]:
    """The steps that were announced to this person."""
    return [m.text for m in scene.person(name).inbox() if "by the rule" in m.text]
