"""The form that merges an incident into another one, or only links the two."""

from __future__ import annotations

from collections.abc import Sequence

from bot.language import N_
from bot.slack.views import inputs
from bot.slack.views.blocks import Block
from bot.slack.views.incident_form import IncidentForm, Typed
from bot.slack.views.scene import Scene

OTHER, HOW = "other", "how"
MERGE, RELATED = "merge", "related"


def _draw(scene: Scene, typed: Typed) -> Sequence[Block]:
    tongue = scene.tongue
    ways = [
        (MERGE, tongue.say("It is the same: go on there (asked once more)")),
        (RELATED, tongue.say("They have to do with each other: link them")),
    ]
    label = tongue.say("Which incident?")
    return [
        inputs.text(OTHER, label, typed.get(OTHER, ""), limit=20, hint="INC-7"),
        inputs.choice(HOW, tongue.say("What about it?"), ways, typed.get(HOW, MERGE)),
    ]


FORM = IncidentForm("link", N_("Merge or link"), N_("Go on"), _draw)
