"""What facts of repeats and of a review say in a document, and which facts say nothing in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.incident.changes import ReasonGiven, RelatedLinked, RelatedUnlinked
from bot.incident.postmortem import review_facts as r
from bot.incident.postmortem.words import clock
from bot.incident.repeat_facts import RepeatConfirmed, RepeatDenied
from bot.incident.timeline import Fact

if TYPE_CHECKING:
    from bot.incident.postmortem.parts import Row
    from bot.incident.postmortem.sentences import Teller

OF_THE_REVIEW = frozenset(
    {
        "postmortem_owner",
        "postmortem_refused",
        "postmortem_meeting",
        "postmortem_in_review",
        "postmortem_approved",
        "postmortem_reviewed",
        "postmortem_published",
        "postmortem_returned",
    }
)
"""Told under how complete it is: they are of the document, and not of what it tells."""
SILENT = frozenset(
    {
        # told by other facts, or by the state that they lead to
        "likeness_noted",
        "similar_found",
        "task_added",
        "task_changed",
        "action_answered",
        "handover_offered",
        "postmortem_drafted",
        "section_written",
        "alerts_parted",
        # told in the section of updates
        "update_skipped",
        # of how the bot and its channel worked
        "channel_opened",
        "channel_renamed",
        "channel_moved",
        "channel_archived",
        "channel_unarchived",
        "archiving_put_off",
        "join_asked",
        "repair_asked",
        "exported",
        "words_erased",
        "scribing_begun",
        "scribing_ended",
        "quiet_asked",
        "rest_put_off",
        "item_ticked",
        "way_asked",
        "question_asked",
        "question_answered",
        "update_postponed",
        "approval_asked",
        "approval_refused",
        "audience_chosen",
        "promises_taken",
    }
)
"""A test holds this against all facts: each is here or has a sentence."""


def later_said(teller: Teller, fact: Fact) -> str:
    return _linked(teller, fact) or _owned(teller, fact) or _reviewed(teller, fact)


def _linked(teller: Teller, fact: Fact) -> str:
    """The number of a private incident is never said."""
    say = teller.tongue.say
    match fact:
        case RelatedLinked() | RelatedUnlinked() | RepeatConfirmed() | RepeatDenied():
            number = fact.number
            return _of_other(teller, fact) if number in teller.evidence.earlier.visible else ""
        case ReasonGiven(reason=reason):
            return say("Because: {reason}", reason=teller.reason(reason))
    return ""


def _of_other(teller: Teller, fact: Fact) -> str:
    say = teller.tongue.say
    match fact:
        case RelatedLinked(number=number):
            return say("Related to INC-{number}", number=number)
        case RelatedUnlinked(number=number):
            return say("No longer related to INC-{number}", number=number)
        case RepeatConfirmed(number=number):
            return say("A repeat of INC-{number}", number=number)
        case RepeatDenied(number=number):
            return say("No repeat of INC-{number}", number=number)
    return ""


def _owned(teller: Teller, fact: Fact) -> str:
    say, name = teller.tongue.say, teller.evidence.name
    match fact:
        case r.OwnerNamed(owner=owner):
            return say("Post-mortem owner: {name}", name=name(owner))
        case r.OwnershipRefused(user=user):
            said = "{name} does not own the post-mortem; nobody does now"
            return say(said, name=name(user))
        case r.MeetingSet(at=None):
            return say("The post-mortem's meeting is called off")
        case r.MeetingSet(at=at) if at is not None:
            return say("The post-mortem is talked about {at}", at=clock(at))
    return ""


def _reviewed(teller: Teller, fact: Fact) -> str:
    say, name = teller.tongue.say, teller.evidence.name
    match fact:
        case r.ReviewAsked(reviewers=reviewers, despite=why):
            names = ", ".join(map(name, reviewers))
            return teller.because(say("Post-mortem in review by {names}", names=names), why)
        case r.ReviewApproved(user=user):
            return say("Post-mortem approved by {name}", name=name(user))
        case r.PostmortemReviewed():
            return say("Post-mortem reviewed")
        case r.PostmortemPublished(despite=why):
            return teller.because(say("Post-mortem published"), why)
        case r.PostmortemReturned(reason=why):
            return teller.because(say("Post-mortem back to draft"), why)
    return ""


def review_rows(teller: Teller) -> Iterator[Row]:
    """Whose it is, who looked at it, and why it went on where something was missing."""
    evidence = teller.evidence
    for number, one in enumerate(evidence.facts):
        if one.fact.kind in OF_THE_REVIEW and (said := teller.fact(one.fact)):
            at = one.occurred_at
            link = evidence.of_effect("postmortem")
            yield evidence.untimed(evidence.keys[number], f"{clock(at)}: {said}", at=at, link=link)
