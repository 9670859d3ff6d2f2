"""What facts do to the part of the state that the post-mortem needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.incident.changes import PostmortemWaived, StatusChanged
from bot.incident.lifecycle import Status
from bot.incident.postmortem.facts import PostmortemDrafted, SectionWritten
from bot.incident.postmortem.review_facts import after_review
from bot.incident.postmortem.revisions import Piece
from bot.incident.postmortem.sections import SECTIONS, Template
from bot.incident.postmortem.state import Postmortem, PostmortemStatus

if TYPE_CHECKING:
    from bot.incident.incident import Incident
    from bot.incident.timeline import TimelineEntry


def postmortem_after(incident: Incident, entry: TimelineEntry) -> Postmortem:
    """`incident` as it was before this fact. Pure."""
    now = incident.postmortem
    match entry.fact:
        case PostmortemDrafted() as fact:
            return now.model_copy(
                update={
                    "status": PostmortemStatus.DRAFT,
                    "template": fact.template,
                    "drafted_at": entry.occurred_at,
                    "owner": fact.owner,
                    "due_at": fact.due_at,
                    "review": now.review.anew(),
                }
            )
        case StatusChanged(after=Status.CANCELLED) if now.is_drafted and _is_short(now):
            return now.model_copy(update={"template": Template.SHORT})
        case PostmortemWaived():
            return now.model_copy(update={"status": PostmortemStatus.WAIVED})
        case SectionWritten() as fact:
            return _written(now, fact)
    return after_review(now, entry)


def _is_short(now: Postmortem) -> bool:
    """Nobody has written where the short template has no place: it would no longer show."""
    return {*now.written, *now.taken} <= {*SECTIONS[Template.SHORT]}


def _written(now: Postmortem, fact: SectionWritten) -> Postmortem:
    if fact.piece is Piece.FACTS:
        others = tuple(one for one in now.taken if one is not fact.section)
        taken = others if fact.empty else (*others, fact.section)
        return now.model_copy(update={"taken": taken, "revisions": fact.number})
    written = {one: n for one, n in now.written.items() if one is not fact.section}
    if not fact.empty:
        written[fact.section] = fact.markers
    return now.model_copy(update={"written": written, "revisions": fact.number})
