"""Checklist: say that items are done, or not done after all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.incident.changes import ItemTicked
from bot.incident.incident import Incident
from bot.incident.timeline import Fact
from bot.response.change import Changed, Request, change
from bot.response.ports import Desk, UnitOfWork


async def tick(desk: Desk, request: Request, marks: Mapping[str, bool]) -> Changed:
    """By the items' keys. What is so already gives no fact, whoever did it."""

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        return [
            ItemTicked(item=item, ticked=ticked)
            for item, ticked in marks.items()
            if (item in incident.ticks) != ticked
        ]

    return await change(desk, request, decide)
