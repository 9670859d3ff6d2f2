"""The facts of a review; `after_review` says what each makes of the state."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict

from bot.incident.ids import UserId
from bot.incident.postmortem.state import Postmortem, PostmortemStatus

if TYPE_CHECKING:
    from bot.incident.timeline import TimelineEntry


class _Fact(BaseModel):
    model_config = ConfigDict(frozen=True)


class OwnerNamed(_Fact):
    """Whoever is named owns it until they say that they do not."""

    kind: Literal["postmortem_owner"] = "postmortem_owner"
    owner: UserId
    before: UserId | None = None


class OwnershipRefused(_Fact):
    """By the owner; nobody owns it from then on."""

    kind: Literal["postmortem_refused"] = "postmortem_refused"
    user: UserId


class MeetingSet(_Fact):
    """When it is talked about; None: it is called off."""

    kind: Literal["postmortem_meeting"] = "postmortem_meeting"
    at: datetime | None
    before: datetime | None = None


class ReviewAsked(_Fact):
    """`despite`: why it goes into review with something missing."""

    kind: Literal["postmortem_in_review"] = "postmortem_in_review"
    reviewers: tuple[UserId, ...]
    despite: str = ""


class ReviewApproved(_Fact):
    """`user` approves it as it is after so many revisions."""

    kind: Literal["postmortem_approved"] = "postmortem_approved"
    user: UserId
    revisions: int


class PostmortemReviewed(_Fact):
    kind: Literal["postmortem_reviewed"] = "postmortem_reviewed"


class PostmortemPublished(_Fact):
    kind: Literal["postmortem_published"] = "postmortem_published"
    despite: str = ""


class PostmortemReturned(_Fact):
    """It is a draft again."""

    kind: Literal["postmortem_returned"] = "postmortem_returned"
    before: PostmortemStatus
    reason: str = ""


class RestPutOff(_Fact):
    """What a resolution leaves to do is asked for then, and not in the night."""

    kind: Literal["rest_put_off"] = "rest_put_off"
    until: datetime


ReviewFact = (
    OwnerNamed
    | OwnershipRefused
    | MeetingSet
    | ReviewAsked
    | ReviewApproved
    | PostmortemReviewed
    | PostmortemPublished
    | PostmortemReturned
    | RestPutOff
)


def after_review(now: Postmortem, entry: TimelineEntry) -> Postmortem:
    """Pure; facts of other kinds leave it as it is."""
    return _owned(now, entry) or _reviewed(now, entry) or now


def _owned(now: Postmortem, entry: TimelineEntry) -> Postmortem | None:
    at = entry.occurred_at
    match entry.fact:
        case OwnerNamed(owner=owner):
            return _with(now, {"owner_since": at}, owner=owner)
        case OwnershipRefused(user=user):
            refused = tuple(dict.fromkeys((*now.review.refused, user)))
            return _with(now, {"refused": refused, "owner_since": at}, owner=None)
        case MeetingSet(at=meeting, before=before):
            said = {"meeting_by": entry.by, "meetings": now.review.meetings + 1}
            return _with(now, {**said, "meeting_was": before}, meeting_at=meeting)
        case RestPutOff(until=until):
            return _with(now, {"rest_at": until})
    return None


def _reviewed(now: Postmortem, entry: TimelineEntry) -> Postmortem | None:
    at, review = entry.occurred_at, now.review
    match entry.fact:
        case ReviewAsked(reviewers=reviewers, despite=why):
            kept = {u: n for u, n in review.approvals.items() if u in reviewers}
            since = review.asked_at if now.status is PostmortemStatus.IN_REVIEW else at
            asked = {"reviewers": reviewers, "approvals": kept, "asked_at": since, "despite": why}
            return _with(now, asked, status=PostmortemStatus.IN_REVIEW)
        case ReviewApproved(user=user, revisions=revisions):
            return _with(now, {"approvals": {**review.approvals, user: revisions}})
        case PostmortemReviewed():
            return _with(now, {"reviewed_at": at}, status=PostmortemStatus.REVIEWED)
        case PostmortemPublished(despite=why):
            said = {"published_at": at, "despite": why or review.despite}
            return _with(now, said, status=PostmortemStatus.PUBLISHED)
        case PostmortemReturned():
            return now.model_copy(
                update={"review": review.anew(), "status": PostmortemStatus.DRAFT}
            )
    return None


def _with(now: Postmortem, review: Mapping[str, object], **more: object) -> Postmortem:
    return now.model_copy(update={"review": now.review.model_copy(update=review), **more})
