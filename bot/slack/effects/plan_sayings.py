"""What is said: what a verb has promised to say, and what has fallen due."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.incident.due import Nudge, due
from bot.incident.ids import UserId
from bot.response.effects import LookAgain, Wanted
from bot.response.sayings import PREFIX
from bot.response.turn import is_there
from bot.slack.effects.drawing import ROOM, Drawing
from bot.slack.views.sayings import SAYINGS, Saying, Way


def promised(drawing: Drawing) -> Iterator[Wanted]:
    for key, effect in drawing.standing.effects.items():
        if key.startswith(PREFIX):
            yield wanted_now(drawing, key, effect.detail)


def nudges(drawing: Drawing) -> Iterator[Wanted | LookAgain]:
    """What is due is said; what was said before stays as it was said."""
    standing, scene = drawing.standing, drawing.scene
    for nudge in due(standing.incident, standing.tasks, scene.policy):
        said = standing.effects.get(nudge.key)
        if nudge.only_follows and not (said and is_there(said)):
            continue
        yield when_due(drawing, nudge)


def when_due(drawing: Drawing, nudge: Nudge) -> Wanted | LookAgain:
    if nudge.at > drawing.standing.now:
        return LookAgain(nudge.at)
    detail = {"what": nudge.what, "to": nudge.to or "", **nudge.parts}
    return wanted_now(drawing, nudge.key, detail)


def wanted_now(drawing: Drawing, key: str, detail: Mapping[str, str]) -> Wanted:
    saying: Saying = SAYINGS[detail["what"]]
    to = UserId(detail["to"])
    scene = drawing.tongue_of(to) if to else drawing.scene
    content: dict[str, Any] = saying.draw(scene, detail)
    match saying.way:
        case Way.ROOM:
            return Wanted(key, drawing.kinds.said, content, ROOM)
        case Way.DIRECT:
            return Wanted(key, drawing.kinds.direct, {**content, "user": to})
        case Way.WHISPER:
            return Wanted(key, drawing.kinds.whispered, {**content, "user": to}, ROOM)
