"""The whole timeline of an incident, to be taken out of the bot: facts and key entries in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.incident.entry import Entry
from bot.incident.ids import MessageTs
from bot.incident.incident import Incident
from bot.incident.message import Revision, messages_of
from bot.incident.timeline import KEY_FACTS
from bot.response.entry_ports import TimelineLine
from bot.response.ports import UnitOfWork
from bot.response.timeline import site_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Chronicle:
    """`lines`: by when they happened, then by when that was written down; nothing hidden."""

    incident: Incident
    lines: tuple[TimelineLine, ...]
    revisions: Mapping[MessageTs, tuple[Revision, ...]] = field(default_factory=dict)
    """The words of the messages that entries were made of, the first ones first."""
    names: Mapping[str, str] = field(default_factory=dict)
    site: str = ""


async def chronicle_of(work: UnitOfWork, incident: Incident) -> Chronicle:
    facts = [e for e in await work.timeline.of(incident.id) if e.fact.kind in KEY_FACTS]
    entries = [entry for entry in await work.entries.of(incident.id) if entry.shown]
    people = await work.people.everybody()
    lines: list[TimelineLine] = [*facts, *entries]
    return Chronicle(
        incident=incident,
        lines=tuple(sorted(lines, key=lambda one: (one.occurred_at, one.recorded_at))),
        revisions=await _revisions(work, incident, entries),
        names={str(person.id): person.name for person in people},
        site=await site_of(work),
    )


async def _revisions(
    work: UnitOfWork, incident: Incident, entries: list[Entry]
) -> dict[MessageTs, tuple[Revision, ...]]:
    followed = [entry.ts for entry in entries if entry.ts and not entry.typed and not entry.struck]
    if incident.channel is None or not followed:
        return {}
    heard = await work.messages.about(incident.channel, followed)
    return {message.ts: message.revisions for message in messages_of(heard)}
