"""Leaving an audience out of an incident: an explicit choice, with its reason."""

from __future__ import annotations

from collections.abc import Sequence

from bot.incident.reach import audiences_of
from bot.language import N_
from bot.slack.views import blocks, inputs
from bot.slack.views.audiences import audience_name
from bot.slack.views.blocks import Block, tell
from bot.slack.views.incident_form import IncidentForm, Typed
from bot.slack.views.scene import Scene

WHY_LIMIT = 300


def _draw(scene: Scene, typed: Typed) -> Sequence[Block]:
    tongue = scene.tongue
    every = list(audiences_of(scene.incident, scene.policy))[:10]
    if not every:
        return [blocks.section(tell(tongue, "Nobody is told of this incident anyway."))]
    options = [(one.key, audience_name(tongue, one)) for one in every]
    outside = [one.key for one in every if one.outside]
    ticked = typed["audiences"].split() if "audiences" in typed else outside
    return [
        inputs.ticks("audiences", tongue.say("Who is not told of this incident?"), options, ticked),
        inputs.text("why", tongue.say("Why not?"), typed.get("why", ""), limit=WHY_LIMIT),
    ]


FORM = IncidentForm("update_off", N_("Leave audiences out"), N_("Save"), _draw)
