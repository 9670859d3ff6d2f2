"""The timeline: pages of what matters, and everything in order."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass

from bot.incident.entry import Entry, EntryKind
from bot.incident.incident import Incident
from bot.incident.permalink import permalink as address
from bot.incident.timeline import KEY_FACTS
from bot.response.entry_ports import PageWanted, TimelinePage
from bot.response.ports import Desk, UnitOfWork

PER_PAGE = 12
IDENTITY = "identity"
"""The note in which the bot keeps who it is in Slack, and where."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Narrowed:
    """To which lines a timeline is narrowed; by default to none of them more than to others."""

    facts: Collection[str] = KEY_FACTS
    kinds: Collection[EntryKind] = tuple(EntryKind)
    hidden: bool = False


async def site_of(work: UnitOfWork) -> str:
    """The workspace's address, as Slack last told it; empty before it ever did."""
    note = await work.notes.get(IDENTITY)
    return str(json.loads(note).get("site") or "") if note else ""


def permalink(site: str, entry: Entry) -> str | None:
    """Where Slack shows the message; a reply opens in its thread. None: there is none."""
    if not (site and entry.channel and entry.ts) or entry.struck:
        return None
    return address(site, entry.channel, entry.ts, entry.thread)


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
