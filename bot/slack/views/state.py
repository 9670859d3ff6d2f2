"""How an incident stands, with buttons for where it may go; and the form that changes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.incident.fields import fields_of
from bot.incident.incident import IMPACT_LIMIT, TITLE_LIMIT
from bot.incident.lifecycle import Status, may_go
from bot.incident.timeline import Fact
from bot.language import N_, Tongue
from bot.slack.views import blocks, inputs
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import Block, Mrkdwn, tell
from bot.slack.views.guides import service_choice
from bot.slack.views.incident_form import IncidentForm, Typed
from bot.slack.views.names import severity_name, status_name
from bot.slack.views.scene import Scene
from bot.slack.views.sentences import entry_line, sentence

STATES = (Status.INVESTIGATING, Status.IDENTIFIED, Status.MONITORING)
"""Those that are simply set; the ends have verbs of their own."""

LOWERED_BECAUSE = (
    N_("Less impact than thought"),
    N_("A workaround holds"),
    N_("Set too high by mistake"),
)


def state(scene: Scene) -> Answer:
    return Answer(summary(scene), (ways_on(scene),))


def summary(scene: Scene) -> Mrkdwn:
    incident, tongue = scene.incident, scene.tongue
    lines = [
        tell(
            tongue,
            "*{reference}* {severity}, *{status}*: {title}",
            reference=incident.reference,
            severity=severity_name(tongue, scene.severity),
            status=status_name(tongue, incident.status),
            title=incident.title,
        )
    ]
    if incident.impact:
        lines.append(tell(tongue, "Impact: {impact}", impact=incident.impact))
    lines += [entry_line(scene, entry) for entry in scene.recent]
    return blocks.joined(lines)


def ways_on(scene: Scene) -> Block:
    incident, tongue = scene.incident, scene.tongue
    merged = incident.status is Status.MERGED
    to = [s for s in STATES if may_go(incident.status, s) and not merged]
    lines = [
        (status_name(tongue, s).capitalize(), f"status {incident.reference} {s.value}") for s in to
    ]
    row = blocks.runs(*lines)
    row["elements"].append(blocks.opens(tongue.say("Change…"), CHANGE.name, incident.id))
    return row


def changed(scene: Scene, facts: Sequence[Fact], *notes: Mrkdwn) -> Answer:
    """What was just done, to the one who did it."""
    said = [line for fact in facts if (line := sentence(scene, fact))]
    reference = tell(scene.tongue, "*{reference}*", reference=scene.incident.reference)
    return Answer(blocks.joined([Mrkdwn(f"{reference} {' · '.join(said)}"), *notes]))


def asking_why(scene: Scene, answer: Answer) -> Answer:
    """A lower severity is set at once; why is one tap, and may stay open."""
    tongue, reference = scene.tongue, scene.incident.reference
    reasons = [tongue.say(reason) for reason in LOWERED_BECAUSE]
    row = blocks.runs(*((reason, f"reason {reference} {reason}") for reason in reasons))
    return replace(answer.noting(tell(tongue, "Why is it lower now?")), more=(row,))


def _draw(scene: Scene, typed: Typed) -> Sequence[Block]:
    tongue, now = scene.tongue, {**fields_of(scene.incident), **typed}
    levels = [(level.key, level.named(tongue.locale)) for level in scene.policy.severities]
    return [
        inputs.choice("status", tongue.say("Status"), _statuses(scene, tongue), now["status"]),
        inputs.choice("severity", tongue.say("Severity"), levels, now["severity"]),
        inputs.text("title", tongue.say("Title"), now["title"], limit=TITLE_LIMIT),
        inputs.text(
            "impact",
            tongue.say("Who is affected, and how?"),
            now["impact"],
            limit=IMPACT_LIMIT,
            optional=True,
            multiline=True,
        ),
        *service_choice(tongue, scene.policy, now["service"]),
        inputs.text("reason", tongue.say("Why? (optional)"), now.get("reason", ""), optional=True),
    ]


def _statuses(scene: Scene, tongue: Tongue) -> list[tuple[str, str]]:
    """As it is, and what may simply follow."""
    now = scene.incident.status
    shown = [s for s in Status if s is now or (s in STATES and may_go(now, s))]
    return [(status.value, status_name(tongue, status)) for status in shown]


CHANGE = IncidentForm("change", N_("Change the incident"), N_("Save"), _draw)
