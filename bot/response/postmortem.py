"""The post-mortem: drafted when an incident is resolved, read from the ledger, shown to people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.incident.effect import Effect
from bot.incident.ids import ChannelId, MessageTs
from bot.incident.incident import Incident
from bot.incident.policy import Policy
from bot.incident.postmortem.document import Document, document
from bot.incident.postmortem.drafting import drafted, is_due, tongue_of
from bot.incident.postmortem.evidence import Evidence
from bot.incident.timeline import Fact
from bot.response.change import Changed, Request, change, record
from bot.response.effects import Order, Repeats, Result
from bot.response.ports import Desk, UnitOfWork
from bot.response.repeats import earlier_of
from bot.response.timeline import site_of

DRAFT = "postmortem:draft:"
"""Keys: `postmortem:draft:<when it was resolved>`, with `:again` where a short one becomes full."""
CARD = "postmortem"
"""Key of the message in the channel that shows how far the draft has got."""


PUBLISHED = "postmortem:published:"
"""Keys: `postmortem:published:<when>`; returned and published again, it is said again."""


def draft_key(incident: Incident) -> str:
    at, drafted = incident.status_at or incident.declared_at, incident.postmortem.drafted_at
    again = ":again" if drafted is not None and drafted >= at else ""
    return f"{DRAFT}{int(at.timestamp())}{again}"


class Drafting:
    """A kind of effect that touches nothing but the ledger: done and written at once."""

    repeats = Repeats.SAME_AGAIN
    edited = False

    def __init__(self, policy: Callable[[], Policy]) -> None:
        self._policy = policy

    async def deliver(self, order: Order) -> Result:
        return {}

    async def look_up(self, order: Order) -> Result | None:
        """Nothing was done outside, so it is simply done."""
        return {}

    async def record(self, work: UnitOfWork, order: Order, result: Result, now: datetime) -> None:
        """Somebody may have reopened it in the last moment, or asked for the draft themselves."""
        incident, policy = await work.incidents.get(order.incident.id), self._policy()
        if is_due(incident, policy):
            await record(work, incident.id, [drafted(incident, policy)], now)


async def draft(desk: Desk, request: Request) -> Changed:
    """For whoever asks, where nothing was drafted by itself. While it is open there is no draft:
    what is on record so far can be read all the same.
    """

    async def decide(work: UnitOfWork, incident: Incident, now: datetime) -> Sequence[Fact]:
        if incident.is_open or incident.postmortem.is_drafted:
            return []
        return [drafted(incident, desk.policy())]

    return await change(desk, request, decide)


async def document_of(work: UnitOfWork, incident: Incident, policy: Policy) -> Document:
    """As the ledger has it now, in the language of documents."""
    return document(await evidence_of(work, incident, policy), tongue_of(policy))


async def evidence_of(work: UnitOfWork, incident: Incident, policy: Policy) -> Evidence:
    people = await work.people.everybody()
    channel, origin = incident.channel, incident.imported_from
    return Evidence(
        incident=incident,
        facts=await work.timeline.of(incident.id),
        entries=[one for one in await work.entries.of(incident.id) if one.shown],
        tasks=await work.tasks.of(incident.id),
        people={str(person.id): person for person in people},
        said=await work.messages.said(channel) if channel else (),
        spots=_spots(await work.effects.of(incident.id)),
        revisions=await work.revisions.of(incident.id),
        earlier=await earlier_of(work, incident),
        site=await site_of(work) if origin is None else origin,
        policy=policy,
    )


def _spots(effects: Sequence[Effect]) -> dict[str, tuple[ChannelId, MessageTs]]:
    return {
        one.key: (ChannelId(one.result["channel"]), MessageTs(one.result["ts"]))
        for one in effects
        if "ts" in one.result and "channel" in one.result
    }
