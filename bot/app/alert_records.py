"""What an operator sees of alerts on record, beside a bot that runs or while none does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.app.operator import desk_of
from bot.incident.kept_alert import KeptAlert
from bot.incident.unread_alert import UnreadAlert
from bot.settings import Settings

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Record:
    kept: KeptAlert
    incident: str | None
    """The reference of the incident that took it."""


async def records(settings: Settings, *, firing: bool, limit: int | None) -> list[Record]:
    """Whatever was heard of last comes first; `limit`: None for all."""
    found: list[Record] = []
    references: dict[str, str] = {}
    async with desk_of(settings) as desk, desk.ledger.look() as work:
        while limit is None or len(found) < limit:
            most = AT_ONCE if limit is None else min(AT_ONCE, limit - len(found))
            page = await work.alerts.latest(most, offset=len(found), firing=firing)
            for kept in page:
                if kept.incident and kept.incident not in references:
                    incident = await work.incidents.get(kept.incident)
                    references[kept.incident] = incident.reference
                found.append(Record(kept, references.get(kept.incident or "")))
            if len(page) < most:
                break
    return found


async def unread(settings: Settings) -> Sequence[UnreadAlert]:
    async with desk_of(settings) as desk, desk.ledger.look() as work:
        return await work.unread_alerts.all()


async def forget_unread(settings: Settings, source: str | None) -> int:
    """Those of this sender, or all; how many there were."""
    async with desk_of(settings) as desk, desk.ledger.work() as work:
        return await work.unread_alerts.remove(source)
