"""Answers to whoever pages somebody, is paged, or calls a step off."""

from __future__ import annotations

from collections.abc import Iterable

from bot.incident.duty import called_next, first_called
from bot.incident.timeline import Fact
from bot.slack.views import blocks
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import Mrkdwn, Part, tell
from bot.slack.views.page_words import escalated
from bot.slack.views.scene import Scene

MOST = 5
"""Buttons in a row, so that a telephone shows them side by side."""


def whom(scene: Scene) -> Answer:
    """Bare `page`: one more press, for waking people is not a slip of the hand."""
    tongue, incident, policy = scene.tongue, scene.incident, scene.policy
    line = f"page {incident.reference}"
    choices: list[tuple[str, str]] = []
    if first_called(policy, incident):
        choices.append((tongue.say("On call"), f"{line} on-call"))
    if called_next(policy, incident):
        choices.append((tongue.say("Second on call"), f"{line} secondary"))
    choices += [
        (contact.named(tongue.locale), f"{line} {contact.key}")
        for contact in policy.escalation.contacts
    ]
    said = tell(
        tongue,
        "Page whom? `{command} page @ben The database is gone` takes people, user groups, roles,"
        " services and contacts.",
    )
    row = (blocks.runs(*choices[:MOST]),) if choices else ()
    return Answer(said, row)


def here_already(scene: Scene, said: str) -> Answer:
    tongue, reference = scene.tongue, scene.incident.reference
    text = tell(tongue, "They are in {reference} already. Page them anyway?", reference=reference)
    again = (tongue.say("Page anyway"), f"page {reference} anyway {said}")
    return Answer(text, (blocks.runs(again),))


def paged(scene: Scene, facts: Iterable[Fact]) -> Answer:
    said = [_sentence(scene, fact) for fact in facts]
    why = (scene.tongue.say("Why?"), f"why {scene.incident.reference}")
    return Answer(blocks.joined(said), (blocks.runs(why),))


def on_it(scene: Scene) -> Answer:
    tongue, reference = scene.tongue, scene.incident.reference
    if not scene.incident.is_open:
        return Answer(tell(tongue, "{reference} is over. Thank you.", reference=reference))
    if scene.incident.private or scene.room is None:
        return Answer(tell(tongue, "You are on {reference}. Thank you.", reference=reference))
    room = blocks.room(scene.room)
    return Answer(tell(tongue, "You are on {reference}: {room}", reference=reference, room=room))


def waived(scene: Scene, facts: Iterable[Fact]) -> Answer:
    return Answer(blocks.joined([_sentence(scene, fact) for fact in facts]))


def _sentence(scene: Scene, fact: Fact) -> Mrkdwn:
    said, reference = Part(escalated(scene, fact)), scene.incident.reference
    return tell(scene.tongue, "*{reference}*: {said}", reference=reference, said=said)
