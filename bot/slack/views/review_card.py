"""The review on the draft's card: whose it is, when it is talked about, and the next step."""

from __future__ import annotations

from collections.abc import Iterator

from bot.incident.postmortem.sections import SECTIONS, name_of
from bot.incident.postmortem.state import PostmortemStatus
from bot.slack.views import blocks
from bot.slack.views.blocks import Block, Mrkdwn, tell
from bot.slack.views.scene import Scene

WRITE, REVIEW, SCHEDULE, DESPITE = "pm_write", "pm_review", "pm_schedule", "pm_despite"
"""Names of the forms."""


def review_lines(scene: Scene) -> Iterator[Mrkdwn]:
    tongue, state = scene.tongue, scene.incident.postmortem
    if state.meeting_at is not None:
        at = blocks.moment(state.meeting_at)
        yield tell(tongue, ":calendar: Talked about {at}", at=at)
    review = state.review
    if review.reviewers and state.status is not PostmortemStatus.DRAFT:
        yield tell(tongue, "Reviewers: {names}", names=", ".join(_reviewers(scene)))
    if review.despite:
        yield tell(tongue, "Went on although something was missing: {why}", why=review.despite)
    if _has_changed(scene):
        yield tell(tongue, ":pencil2: Changed since it was approved.")


def on_the_card(scene: Scene) -> Iterator[Block]:
    """A line on the incident's own card, once there is something to say."""
    tongue, state = scene.tongue, scene.incident.postmortem
    if state.meeting_at is not None:
        at = blocks.moment(state.meeting_at)
        yield blocks.context(tell(tongue, ":calendar: Post-mortem talked about {at}", at=at))
    if state.status is PostmortemStatus.PUBLISHED:
        yield blocks.context(tell(tongue, ":memo: Post-mortem published"))


def review_buttons(scene: Scene) -> Iterator[Block]:
    """The next step, and writing; each is as good as the line it stands for."""
    tongue, incident = scene.tongue, scene.incident
    reference = incident.reference
    elements = [write_pick(scene)]
    match incident.postmortem.status:
        case PostmortemStatus.DRAFT:
            elements.append(blocks.opens(tongue.say("Schedule…"), SCHEDULE, incident.id))
            elements.append(blocks.opens(tongue.say("Ask for review…"), REVIEW, incident.id))
        case PostmortemStatus.IN_REVIEW:
            elements.append(_run(tongue.say("Approve"), f"postmortem {reference} approve", 0))
            elements.append(_run(tongue.say("Back to draft"), f"postmortem {reference} draft", 1))
        case PostmortemStatus.REVIEWED:
            elements.append(_run(tongue.say("Publish"), f"postmortem {reference} publish", 0))
            elements.append(_run(tongue.say("Back to draft"), f"postmortem {reference} draft", 1))
    elements.append(_run(tongue.say("Revisions"), f"postmortem {reference} revisions", 2))
    yield blocks.buttons(*elements, block_id="review")


def write_pick(scene: Scene) -> Block:
    """Unfolds into the sections in which people write."""
    incident, tongue = scene.incident, scene.tongue
    sections = SECTIONS[incident.postmortem.template]
    options = [(name_of(tongue, one), f"{incident.id}:{one.value}") for one in sections]
    return blocks.pick(tongue.say("Write in…"), f"open.{WRITE}", options)


def _reviewers(scene: Scene) -> Iterator[str]:
    review = scene.incident.postmortem.review
    for user in dict.fromkeys((*review.reviewers, *review.approvals)):
        name = scene.name_of(user)
        yield f"{name} ✓" if user in review.approvals else name


def _has_changed(scene: Scene) -> bool:
    state = scene.incident.postmortem
    over = state.status in (PostmortemStatus.REVIEWED, PostmortemStatus.PUBLISHED)
    approved = state.review.approvals.values()
    return over and bool(approved) and max(approved) < state.revisions


def _run(label: str, line: str, place: int) -> Block:
    return blocks.button(label, f"run.{place}", line)
