"""The form that offers a handover: which role, to whom, and what they have to look out for."""

from __future__ import annotations

from collections.abc import Sequence

from bot.language import N_
from bot.response.handover import NOTE_LIMIT
from bot.slack.views import inputs
from bot.slack.views.blocks import Block
from bot.slack.views.incident_form import IncidentForm, Typed
from bot.slack.views.names import role_name
from bot.slack.views.scene import Scene

ALL = "all"
ROLES, TO, NOTE = "handover_roles", "handover_to", "handover_note"


def _draw(scene: Scene, typed: Typed) -> Sequence[Block]:
    tongue = scene.tongue
    held = [
        (role.value, f"{role_name(tongue, role).capitalize()} ({scene.name_of(holding.user)})")
        for role, holding in scene.incident.roles.items()
    ]
    which = [(ALL, tongue.say("All that I hold")), *held]
    return [
        inputs.choice(ROLES, tongue.say("What is handed over?"), which, typed.get(ROLES, ALL)),
        inputs.person(TO, tongue.say("To whom?"), typed.get(TO, ""), optional=False),
        inputs.text(
            NOTE,
            tongue.say("Risks, and what comes next"),
            typed.get(NOTE, ""),
            limit=NOTE_LIMIT,
            optional=True,
            multiline=True,
        ),
    ]


FORM = IncidentForm("handover", N_("Hand over"), N_("Offer"), _draw)
