"""Files that were asked for: each is sent once, to where it was asked to."""

from __future__ import annotations

from collections.abc import Iterator

from bot.incident.ids import UserId
from bot.response.effects import Wanted
from bot.response.export import FILE
from bot.slack.effects.drawing import ROOM, Drawing
from bot.slack.views import export


def files(drawing: Drawing) -> Iterator[Wanted]:
    for key, effect in drawing.standing.effects.items():
        if not key.startswith(FILE):
            continue
        to = UserId(effect.detail["to"])
        scene = drawing.tongue_of(to) if to else drawing.scene
        content = {"format": effect.detail["format"], "locale": scene.tongue.locale}
        content |= export.file(scene, effect.detail)
        if to:
            yield Wanted(key, drawing.kinds.direct_file, {**content, "user": to})
        else:
            yield Wanted(key, drawing.kinds.file, content, ROOM)
