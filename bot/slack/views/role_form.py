"""The form of all roles: who holds each, and who shall."""

from __future__ import annotations

from collections.abc import Sequence

from bot.incident.fields import fields_of
from bot.language import N_
from bot.slack.views import inputs
from bot.slack.views.blocks import Block
from bot.slack.views.incident_form import IncidentForm, Typed
from bot.slack.views.names import role_name
from bot.slack.views.scene import Scene

PREFIX = "role."


def _draw(scene: Scene, typed: Typed) -> Sequence[Block]:
    now = {**fields_of(scene.incident), **typed}
    names = {role: role_name(scene.tongue, role).capitalize() for role in scene.policy.roles}
    return [
        inputs.person(f"{PREFIX}{role.value}", name, now[f"{PREFIX}{role.value}"])
        for role, name in names.items()
    ]


FORM = IncidentForm("roles", N_("Roles"), N_("Save"), _draw)
