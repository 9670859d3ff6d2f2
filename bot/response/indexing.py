"""The words of an incident that can be looked for, read anew from all that was written of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.incident.entry import Entry
from bot.incident.ids import IncidentId
from bot.incident.listing import told_by
from bot.response.ports import UnitOfWork


async def told_of(work: UnitOfWork, incident: IncidentId) -> str:
    facts = told_by(entry.fact for entry in await work.timeline.of(incident))
    return " ".join([facts, *_typed(await work.entries.of(incident))])


def _typed(entries: Iterable[Entry]) -> Iterator[str]:
    """What people typed or corrected; of what was taken back nothing is found, kept or not."""
    for entry in entries:
        if not entry.struck:
            yield from (one.text for one in entry.corrections if one.text)
