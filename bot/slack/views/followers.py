"""What those hear who subscribed to an incident or a severity, and what they follow."""

from __future__ import annotations

from typing import Any

from bot.incident.severity import Severity
from bot.language import Tongue
from bot.response.subscribe import Mine
from bot.slack.views import blocks
from bot.slack.views.announcement import headline
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import Mrkdwn, tell
from bot.slack.views.bulletins import LIMIT, SPOKEN, cut
from bot.slack.views.scene import Scene


def update(scene: Scene, markup: str) -> dict[str, Any]:
    text = cut(Mrkdwn(markup), LIMIT)
    return {"text": cut(text, SPOKEN), "blocks": [*blocks.sections(text), _end(scene)]}


def notice(scene: Scene) -> dict[str, Any]:
    incident, tongue = scene.incident, scene.tongue
    text = headline(scene)
    if scene.room:
        text = Mrkdwn(f"{text} {blocks.room(scene.room)}")
    why = tell(tongue, "You follow incidents of this severity; updates come here.")
    off = (tongue.say("Unsubscribe"), f"unsubscribe {incident.severity}")
    return {"text": text, "blocks": [blocks.section(text), blocks.context(why), blocks.runs(off)]}


def begun(scene: Scene) -> Answer:
    reference = scene.incident.reference
    said = tell(
        scene.tongue,
        "You follow *{reference}*: its updates come to you by direct message.",
        reference=reference,
    )
    off = (scene.tongue.say("Unsubscribe"), f"unsubscribe {reference}")
    return Answer(said, (blocks.runs(off),))


def ended(tongue: Tongue, what: str) -> Answer:
    return Answer(tell(tongue, "You no longer follow *{what}*.", what=what))


def severity_begun(tongue: Tongue, severity: Severity) -> Answer:
    said = tell(
        tongue,
        "You follow *{severity}*: new incidents and their updates come to you by direct message.",
        severity=severity.named(tongue.locale),
    )
    off = (tongue.say("Unsubscribe"), f"unsubscribe {severity.key}")
    return Answer(said, (blocks.runs(off),))


def following(tongue: Tongue, mine: Mine) -> Answer:
    every = [*mine.references, *mine.severities]
    if not every:
        said = tell(
            tongue,
            "You follow nothing. `{command} subscribe INC-42` follows an incident,"
            " `{command} subscribe sev1` a severity.",
        )
        return Answer(said)
    said = tell(tongue, "You follow: {what}", what=", ".join(every))
    lines = [
        (tongue.say("Unsubscribe {what}", what=one), f"unsubscribe {one}") for one in every[:10]
    ]
    return Answer(said, (blocks.runs(*lines),))


def _end(scene: Scene) -> blocks.Block:
    tongue, reference = scene.tongue, scene.incident.reference
    return blocks.context(
        tell(
            tongue,
            "You get this because you subscribed. `{command} unsubscribe {reference}` ends it.",
            reference=reference,
        )
    )
