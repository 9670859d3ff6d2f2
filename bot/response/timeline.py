"""The timeline: pages of what matters, and everything in order."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.incident.entry import EntryKind
from bot.incident.incident import Incident
from bot.incident.timeline import KEY_FACTS
from bot.response.entry_ports import PageWanted, TimelinePage
from bot.response.ports import Desk

PER_PAGE = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Narrowed:
    """To which lines a timeline is narrowed; by default to none of them more than to others."""

    facts: Collection[str] = KEY_FACTS
    kinds: Collection[EntryKind] = tuple(EntryKind)
    hidden: bool = False


async def page_of(desk: Desk, incident: Incident, narrowed: Narrowed, page: int) -> TimelinePage:
    """Newest first; `page` counts from 1."""
    wanted = PageWanted(
        incident=incident.id,
        facts=narrowed.facts,
        kinds=narrowed.kinds,
        hidden=narrowed.hidden,
        offset=(page - 1) * PER_PAGE,
        limit=PER_PAGE,
    )
    async with desk.ledger.look() as work:
        return await work.entries.page(wanted)
