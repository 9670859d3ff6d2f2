"""The card's roles: who holds them, and buttons for those that stand empty."""

from __future__ import annotations

from collections.abc import Iterator

from bot.incident.roles import Role
from bot.slack.views import blocks
from bot.slack.views.blocks import Block, Mrkdwn, tell
from bot.slack.views.names import role_name
from bot.slack.views.role_buttons import take_buttons
from bot.slack.views.scene import Scene


def roles(scene: Scene) -> Iterator[Block]:
    incident = scene.incident
    held = [role for role in incident.roles if role not in scene.policy.roles]
    yield blocks.fields(*(_line(scene, role) for role in (*scene.policy.roles, *held)))
    if incident.is_open:
        yield _ways(scene, [role for role in scene.policy.roles if role not in incident.roles])


def _line(scene: Scene, role: Role) -> Mrkdwn:
    tongue, holder = scene.tongue, scene.incident.holder(role)
    name = scene.name_of(holder) if holder else tongue.say("nobody yet")
    said = role_name(tongue, role).capitalize()
    return tell(tongue, "*{role}*: {name}", role=said, name=name)


def _ways(scene: Scene, empty: list[Role]) -> Block:
    """The empty ones, and what mine asks of me."""
    row = take_buttons(scene, empty)
    line = f"roles {scene.incident.reference} mine"
    row["elements"].append(blocks.button(scene.tongue.say("My role"), f"run.{len(empty)}", line))
    return row
