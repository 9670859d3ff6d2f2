"""Buttons by which an empty role is taken; one press is enough."""

from __future__ import annotations

from collections.abc import Sequence

from bot.incident.roles import Role
from bot.slack.views import blocks
from bot.slack.views.blocks import Block
from bot.slack.views.names import role_name
from bot.slack.views.scene import Scene


def take_label(scene: Scene, role: Role) -> str:
    if role is Role.IC:
        return scene.tongue.say("Take command")
    return scene.tongue.say("Take: {role}", role=role_name(scene.tongue, role))


def take_buttons(scene: Scene, roles: Sequence[Role]) -> Block:
    reference = scene.incident.reference
    lines = [(take_label(scene, role), f"take {reference} {role.value}") for role in roles]
    row = blocks.runs(*lines)
    for role, element in zip(roles, row["elements"], strict=True):
        if role is Role.IC:
            element["style"] = "primary"
    return row
