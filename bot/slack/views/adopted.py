"""What is said of an adopted channel: that it is an incident's now, and when it may have begun."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.incident.ids import UserId
from bot.incident.incident import TITLE_LIMIT
from bot.incident.question import Declaration
from bot.incident.text import shortened
from bot.language import Tongue
from bot.response.history import FIRST_WORDS, FIRST_WORDS_LATER
from bot.slack.views import blocks
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import Mrkdwn, Part, tell
from bot.slack.views.names import severity_name
from bot.slack.views.opened import command_buttons
from bot.slack.views.saying import Saying, Way
from bot.slack.views.scene import Scene

FOR_SURE = "adopt.for_sure"
KEPT = 900
"""So much of a title goes through a button: it holds 2,000 characters, some of them doubled."""


def adopted(scene: Scene, *notes: Mrkdwn) -> Answer:
    said = tell(
        scene.tongue,
        "{emoji} {room} is the channel of *{reference}* now, {severity}: {title}. I read back what"
        " was said here before.",
        emoji=Part(scene.severity.emoji),
        room=blocks.room(scene.room or ""),
        reference=scene.incident.reference,
        severity=severity_name(scene.tongue, scene.severity),
        title=scene.incident.title,
    )
    return Answer(blocks.joined([said, *notes]), tuple(command_buttons(scene)))


def doubt(tongue: Tongue, declaration: Declaration) -> Answer:
    text = tell(
        tongue,
        "“{title}” may not be for everybody, and everybody can read this channel. Nothing is done"
        " yet. Make it a private channel in its settings, invite me and type `{command} adopt`"
        " again; or let everybody know.",
        title=shortened(declaration.title, TITLE_LIMIT),
    )
    chosen = {"title", "severity", "severity_assumed"}
    kept = declaration.model_copy(update={"title": shortened(declaration.title, KEPT)})
    value = json.dumps(kept.model_dump(include=chosen), ensure_ascii=False)
    button = blocks.button(tongue.say("Adopt it for everybody"), FOR_SURE, value)
    return Answer(text, (blocks.buttons(button),))


def first_words(scene: Scene, detail: Mapping[str, str]) -> dict[str, Any]:
    at, reference = datetime.fromisoformat(detail["at"]), scene.incident.reference
    text = tell(
        scene.tongue,
        "The first message in the channel of *{reference}* is {name}'s, of {at}. Did it start"
        " then? `{command} started 13:50` says another time.",
        reference=reference,
        name=scene.name_of(UserId(detail["user"])),
        at=blocks.moment(at),
    )
    line = f"started {reference} {at:%Y-%m-%d %H:%M} UTC"
    return Answer(text, (blocks.runs((scene.tongue.say("It started then"), line)),)).message()


SAYINGS: Mapping[str, Saying] = {
    FIRST_WORDS: Saying(Way.WHISPER, first_words),
    FIRST_WORDS_LATER: Saying(Way.DIRECT, first_words),
}
