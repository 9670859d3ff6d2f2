"""Quiet, as the card and whoever asked for it see it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.slack.views import blocks
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import Block, tell
from bot.slack.views.scene import Scene


def card_quiet(scene: Scene) -> Iterator[Block]:
    """Only while it lasts."""
    until, now = scene.incident.quiet_until, scene.facts.now
    if until is not None and now is not None and now < until:
        at = blocks.moment(until)
        yield blocks.context(tell(scene.tongue, ":no_bell: No nudges until {at}", at=at))


def asked(scene: Scene) -> Answer:
    incident, tongue = scene.incident, scene.tongue
    if incident.quiet_until is None:
        return Answer(tell(tongue, "*{reference}*: nudges are back.", reference=incident.reference))
    said = tell(
        tongue,
        "*{reference}*: no nudges until {at}. Escalation goes on.",
        reference=incident.reference,
        at=blocks.moment(incident.quiet_until),
    )
    off = (tongue.say("End it now"), f"quiet {incident.reference} off")
    return Answer(said, (blocks.runs(off),))
