"""A sentence a fact, for the facts of a review."""

from __future__ import annotations

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
from bot.incident.text import shortened
from bot.incident.timeline import Fact
from bot.language import Tongue
from bot.slack.views import blocks
from bot.slack.views.blocks import Mrkdwn, tell
from bot.slack.views.scene import Scene

QUOTED = 150


def step_said(scene: Scene, fact: Fact) -> Mrkdwn:
    tongue = scene.tongue
    match fact:
        case OwnerNamed(owner=owner):
            return tell(tongue, "Post-mortem owner: {name}", name=scene.name_of(owner))
        case OwnershipRefused(user=user):
            name = scene.name_of(user)
            return tell(tongue, "{name} does not own the post-mortem; nobody does now", name=name)
        case MeetingSet(at=None):
            return tell(tongue, "The post-mortem's meeting is called off")
        case MeetingSet(at=at) if at is not None:
            return tell(tongue, "The post-mortem is talked about {at}", at=blocks.moment(at))
        case ReviewAsked(reviewers=reviewers):
            names = ", ".join(map(scene.name_of, reviewers))
            return tell(tongue, "Post-mortem in review by {names}", names=names)
        case ReviewApproved(user=user):
            return tell(tongue, "Post-mortem approved by {name}", name=scene.name_of(user))
    return _ended(tongue, fact)


def _ended(tongue: Tongue, fact: Fact) -> Mrkdwn:
    match fact:
        case PostmortemReviewed():
            return tell(tongue, "Post-mortem reviewed")
        case PostmortemPublished(despite=why) if why:
            return tell(tongue, "Post-mortem published: {why}", why=shortened(why, QUOTED))
        case PostmortemPublished():
            return tell(tongue, "Post-mortem published")
        case PostmortemReturned(reason=why) if why:
            return tell(tongue, "Post-mortem back to draft: {why}", why=shortened(why, QUOTED))
        case PostmortemReturned():
            return tell(tongue, "Post-mortem back to draft")
    return Mrkdwn("")
