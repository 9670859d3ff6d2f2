"""What the declarer sees: the room is being opened, and then, where it is."""

from __future__ import annotations

from collections.abc import Iterator

from bot.incident.roles import Role
from bot.language import Tongue
from bot.slack.views import blocks
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import Block, Mrkdwn, Part, tell
from bot.slack.views.names import severity_name
from bot.slack.views.role_buttons import take_buttons
from bot.slack.views.scene import Scene


def opened(scene: Scene, *notes: Mrkdwn) -> Answer:
    """The link once there is a room; until then, that one is being opened."""
    if scene.room is None:
        return Answer(blocks.joined([_opening(scene), *notes]))
    return Answer(blocks.joined([_ready(scene, scene.room), *notes]), tuple(command_buttons(scene)))


def command_buttons(scene: Scene) -> Iterator[Block]:
    """Where nobody commands by having declared, whoever declared is asked."""
    empty = scene.incident.is_open and scene.incident.commander is None
    if empty and not scene.severity.declarer_is_ic:
        yield take_buttons(scene, [Role.IC])


def p0_note(tongue: Tongue) -> Mrkdwn:
    return tell(
        tongue, "I took `p0` for sev1. Where `p0` is your highest, set `priorities: from_zero`."
    )


def joined_room(scene: Scene) -> Answer:
    tongue, reference = scene.tongue, scene.incident.reference
    if scene.room is None:
        said = tell(
            tongue,
            "You are expected in *{reference}*; the invitation comes with its room.",
            reference=reference,
        )
    else:
        room = blocks.room(scene.room)
        said = tell(
            tongue, "You are let into *{reference}*: {room}", reference=reference, room=room
        )
    return Answer(said)


def in_already(scene: Scene) -> Answer:
    room = blocks.room(scene.room or "")
    return Answer(tell(scene.tongue, "You are in already: {room}", room=room))


def _opening(scene: Scene) -> Mrkdwn:
    return tell(
        scene.tongue,
        "{emoji} Opening *{reference}*, {severity}: {title}. The link follows in a moment.",
        emoji=Part(scene.severity.emoji),
        reference=scene.incident.reference,
        severity=severity_name(scene.tongue, scene.severity),
        title=scene.incident.title,
    )


def _ready(scene: Scene, room: str) -> Mrkdwn:
    return tell(
        scene.tongue,
        "*{reference}* has its room: {room}",
        reference=scene.incident.reference,
        room=blocks.room(room),
    )
