"""The review of a post-mortem: what it asks of whom, and the invitation to its meeting."""

from __future__ import annotations

from collections.abc import Iterator

from bot.incident.due_review import Leads, review_reminders
from bot.incident.ids import UserId
from bot.incident.policy import Policy
from bot.response.effects import LookAgain, Wanted
from bot.slack.effects.drawing import ROOM, Drawing
from bot.slack.effects.plan_sayings import when_due
from bot.slack.effects.reach import reach_of
from bot.slack.views.review_meeting import invitation

MEETING = "review:meeting:"
"""Keys: `review:meeting:<how often one was set>`."""


def leads_of(policy: Policy) -> tuple[UserId, ...]:
    """Who hears when its owner does not act."""
    contact = policy.escalation.contact(policy.review.contact)
    return contact.users if contact else ()


def review(drawing: Drawing) -> Iterator[Wanted | LookAgain]:
    policy, now = drawing.scene.policy, drawing.standing.now
    leads = Leads(leads_of(policy))
    for nudge in review_reminders(drawing.incident, leads, policy, reach_of(drawing), now):
        yield when_due(drawing, nudge)


def meeting(drawing: Drawing) -> Iterator[Wanted]:
    """A file for calendars, each time it is set or called off; it replaces those before."""
    state = drawing.incident.postmortem
    if state.meeting_at or state.review.meeting_was:
        key = f"{MEETING}{state.review.meetings}"
        yield Wanted(key, drawing.kinds.file, invitation(drawing.scene), ROOM)
