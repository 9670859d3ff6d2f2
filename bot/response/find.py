"""Find incidents, as far as the one who asks may know of them."""

from __future__ import annotations

from dataclasses import replace

from bot.incident.errors import NoSuchIncident
from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.listing import Found, Listing
from bot.response.indexing import told_of
from bot.response.permission import may_see, require_member, require_welcome
from bot.response.ports import Desk, Ledger, UnitOfWork

AT_ONCE = 100
"""Incidents whose words are noted in one transaction, when the index is made again."""


async def find(desk: Desk, number: int, by: UserId) -> Incident:
    """A private incident answers to strangers as a number that was never used."""
    async with desk.ledger.look() as work:
        incident = await work.incidents.numbered(number)
        seen = incident is not None and await may_see(work, incident, by)
    if incident is None or not seen:
        await require_member(desk, by)
        raise NoSuchIncident(f"INC-{number}")
    await require_welcome(desk, by, incident.id)
    return incident


async def listed(desk: Desk, wanted: Listing) -> tuple[Found, int]:
    """A page of what is looked for, and which one it is, from 0.

    Private incidents are there for their people only, and for others not even counted.
    """
    await require_member(desk, wanted.by)
    async with desk.ledger.look() as work:
        return await nearest_page(work, wanted)


async def nearest_page(work: UnitOfWork, wanted: Listing) -> tuple[Found, int]:
    """Past the end, that is the last one."""
    found = await work.search.page(wanted)
    page, last = wanted.offset // wanted.limit, max(0, (found.total - 1) // wanted.limit)
    if page <= last:
        return found, page
    return await work.search.page(replace(wanted, offset=last * wanted.limit)), last


async def complete_index(ledger: Ledger) -> int:
    """Note the words of incidents that the index for searching lacks; how many those were."""
    async with ledger.look() as work:
        missing = await work.search.missing()
    for start in range(0, len(missing), AT_ONCE):
        async with ledger.work() as work:
            for id in missing[start : start + AT_ONCE]:
                await work.search.note(await work.incidents.get(id), await told_of(work, id))
    return len(missing)
