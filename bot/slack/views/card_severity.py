"""On the card: a severity that nobody has chosen is asked for, until somebody has."""

from __future__ import annotations

from collections.abc import Iterator

from bot.slack.views import blocks
from bot.slack.views.blocks import Block, tell
from bot.slack.views.names import severity_name
from bot.slack.views.scene import Scene

SHOWN = 5
"""So many buttons stand in a row."""


def severity_asked(scene: Scene) -> Iterator[Block]:
    incident, tongue = scene.incident, scene.tongue
    if not (incident.severity_assumed and incident.is_open):
        return
    assumed = severity_name(tongue, scene.severity)
    yield blocks.section(
        tell(
            tongue,
            "*How bad is it?* Nobody has said, so I take it for {severity}. If unsure, take the"
            " higher.",
            severity=assumed,
        )
    )
    levels = list(scene.policy.severities)[:SHOWN]
    lines = [(severity_name(tongue, one), f"sev {incident.reference} {one.key}") for one in levels]
    yield blocks.runs(*lines, block_id="severity_asked")
