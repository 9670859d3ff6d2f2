"""An incident that is under way: where most stories about running one begin."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from bot.incident.incident import Incident
from bot.response.postmortem import CARD
from bot.sandbox.people import Person
from bot.sandbox.workspace import Channel, Message
from bot.storage.ledger import Database
from tests.stage import Stage

TITLE = "Checkout is failing"


async def declared(scene: Stage, by: str = "ana", severity: str = "sev1") -> tuple[Person, Channel]:
    """Who declared it, standing in its room."""
    person = scene.person(by)
    await person.slash(f"/incident declare {severity} {TITLE}")
    await later(scene)
    room = scene.room(scene.rooms[-1])
    return person, room


async def later(scene: Stage, **time: float) -> None:
    """Until cards that may be edited again by then are."""
    await scene.settle()
    await scene.forward(**(time or {"seconds": 3}))
    await scene.settle()


async def leap(scene: Stage, **time: float) -> None:
    """Days at once: whatever sleeps wakes up once, instead of every few seconds on the way."""
    await scene.clock.step(scene.clock.now() + timedelta(**time))
    await later(scene)


@asynccontextmanager
async def ledger(scene: Stage) -> AsyncIterator[Database]:
    """What the bot remembers, to look at beside it."""
    database = await Database.open(scene.url)
    try:
        yield database
    finally:
        await database.close()


async def incident(scene: Stage, number: int = 1) -> Incident:
    """As the ledger has it now."""
    async with ledger(scene) as database, database.look() as work:
        found = await work.incidents.numbered(number)
    assert found is not None
    return found


async def draft_card(scene: Stage, room: Channel) -> Message:
    """The message that shows how far the post-mortem has got."""
    async with ledger(scene) as database, database.look() as work:
        effects = await work.effects.of((await incident(scene)).id)
    [found] = [one for one in effects if one.key == CARD]
    return next(one for one in room.messages if one.ts == found.result["ts"])
