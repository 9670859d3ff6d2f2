"""Which facts each step of a review is, or why it cannot be taken; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.incident.errors import NoChange
from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.postmortem.errors import NotDrafted
from bot.incident.postmortem.markers import Marker, markers
from bot.incident.postmortem.review_errors import (
    NobodyToReview,
    NotTheOwner,
    NotYetMeant,
    OwnReview,
    ReasonForGate,
)
from bot.incident.postmortem.review_facts import (
    MeetingSet,
    OwnerNamed,
    OwnershipRefused,
    PostmortemPublished,
    PostmortemReturned,
    PostmortemReviewed,
    ReviewApproved,
    ReviewAsked,
)
from bot.incident.postmortem.sections import SECTIONS, Section
from bot.incident.postmortem.state import PostmortemStatus
from bot.incident.task import Task
from bot.incident.timeline import Fact

STEPS: Mapping[PostmortemStatus, tuple[PostmortemStatus, ...]] = {
    PostmortemStatus.DRAFT: (PostmortemStatus.IN_REVIEW,),
    PostmortemStatus.IN_REVIEW: (PostmortemStatus.REVIEWED, PostmortemStatus.DRAFT),
    PostmortemStatus.REVIEWED: (PostmortemStatus.PUBLISHED, PostmortemStatus.DRAFT),
    PostmortemStatus.PUBLISHED: (PostmortemStatus.DRAFT,),
    PostmortemStatus.WAIVED: (PostmortemStatus.DRAFT,),
}
NEEDED = frozenset(
    {
        Section.SUMMARY,
        Section.IMPACT,
        Section.CAUSE,
        Section.FACTORS,
        Section.RESOLUTION,
        Section.ACTIONS,
    }
)
"""Without these it does not go into review, unless somebody says why."""


def lacking(incident: Incident, tasks: Sequence[Task]) -> list[Marker]:
    """What keeps it from the review: a needed section without words, a marker in what people
    wrote, an action item without owner or date.
    """
    sections = NEEDED & {*SECTIONS[incident.postmortem.template]}
    found = markers(incident, tasks)
    return [one for one in found if one.inside or one.section in sections]


def naming(incident: Incident, owner: UserId) -> OwnerNamed:
    _require_drafted(incident)
    before = incident.postmortem.owner
    if before == owner:
        raise NoChange(incident.reference)
    return OwnerNamed(owner=owner, before=before)


def refusing(incident: Incident, user: UserId) -> OwnershipRefused:
    _require_drafted(incident)
    if incident.postmortem.owner != user:
        raise NotTheOwner(incident.reference)
    return OwnershipRefused(user=user)


def scheduling(incident: Incident, at: datetime | None) -> MeetingSet:
    """Also while it runs: whoever knows when they will talk about it may say so."""
    before = incident.postmortem.meeting_at
    if before == at:
        raise NoChange(incident.reference)
    return MeetingSet(at=at, before=before)


def asking(
    incident: Incident, tasks: Sequence[Task], reviewers: Sequence[UserId], despite: str
) -> ReviewAsked:
    """In review already, others may be named; raises ReasonForGate with what is missing."""
    _require_drafted(incident)
    state = incident.postmortem
    if state.status is PostmortemStatus.IN_REVIEW and not reviewers:
        raise NoChange(incident.reference)
    if state.status not in (PostmortemStatus.DRAFT, PostmortemStatus.IN_REVIEW):
        raise NotYetMeant(incident.reference, state.status, PostmortemStatus.IN_REVIEW)
    named = tuple(dict.fromkeys((*state.review.reviewers, *reviewers)))
    if not named:
        raise NobodyToReview(incident.reference)
    missing = lacking(incident, tasks)
    if missing and not despite and state.status is PostmortemStatus.DRAFT:
        raise ReasonForGate(incident.reference, missing)
    return ReviewAsked(reviewers=named, despite=despite if missing else "")


def approving(incident: Incident, user: UserId) -> list[Fact]:
    """Whoever approves reviews it, named or not; the last of those named ends the review."""
    state = incident.postmortem
    if state.status is not PostmortemStatus.IN_REVIEW:
        raise NotYetMeant(incident.reference, state.status, PostmortemStatus.REVIEWED)
    if user == state.owner:
        raise OwnReview(incident.reference)
    if state.review.approvals.get(user) == state.revisions:
        raise NoChange(incident.reference)
    facts: list[Fact] = [ReviewApproved(user=user, revisions=state.revisions)]
    if not [other for other in state.review.missing if other != user]:
        facts.append(PostmortemReviewed())
    return facts


def publishing(incident: Incident, tasks: Sequence[Task], despite: str) -> list[Fact]:
    """Reviewed, and nothing missing; or whatever its state, with the reason."""
    _require_drafted(incident)
    state, missing = incident.postmortem, lacking(incident, tasks)
    if state.status is PostmortemStatus.PUBLISHED:
        raise NoChange(incident.reference)
    is_reviewed = state.status is PostmortemStatus.REVIEWED
    if despite or (is_reviewed and not missing):
        return [PostmortemPublished(despite=despite if missing or not is_reviewed else "")]
    raise ReasonForGate(incident.reference, missing, unreviewed=not is_reviewed)


def returning(incident: Incident, reason: str) -> PostmortemReturned:
    _require_drafted(incident)
    before = incident.postmortem.status
    if before is None or before is PostmortemStatus.DRAFT:
        raise NoChange(incident.reference)
    return PostmortemReturned(before=before, reason=reason)


def _require_drafted(incident: Incident) -> None:
    if not incident.postmortem.is_drafted:
        raise NotDrafted(incident.reference)
