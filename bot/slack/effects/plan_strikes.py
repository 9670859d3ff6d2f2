"""Edits owed to messages that repeat deleted words, and do not follow by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.incident.effect import Effect
from bot.incident.ids import UserId
from bot.response.effects import Wanted
from bot.response.strikes import STRIKE
from bot.response.turn import is_there
from bot.slack.effects.drawing import Drawing
from bot.slack.views import blocks
from bot.slack.views.blocks import tell
from bot.slack.views.sayings import SAYINGS, Way
from bot.slack.views.task_words import DELETED


def strikes(drawing: Drawing) -> Iterator[Wanted]:
    """None for a message that never came to be: what is said from now on repeats nothing."""
    for key, effect in drawing.standing.effects.items():
        if key.startswith(STRIKE) and _may_stand(drawing, effect.detail["of"]):
            yield _strike(drawing, effect)


def _may_stand(drawing: Drawing, key: str) -> bool:
    message = drawing.standing.effects.get(key)
    return message is not None and (is_there(message) or message.attempts > 0)


def _strike(drawing: Drawing, effect: Effect) -> Wanted:
    detail, kinds = effect.detail, drawing.kinds
    saying = SAYINGS[detail["what"]]
    kind = kinds.struck if saying.way is Way.ROOM else kinds.struck_direct
    to = UserId(detail["to"])
    scene = drawing.tongue_of(to) if to else drawing.scene
    content: dict[str, Any] = {"of": detail["of"]}
    if to and drawing.standing.hidden_from(to):
        said = tell(scene.tongue, DELETED)
        content |= {"text": said, "blocks": [blocks.section(said)]}
    else:
        content |= saying.draw(scene, detail)
    return Wanted(effect.key, kind, content, (detail["of"],))
