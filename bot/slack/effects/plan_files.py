"""Files: those that were asked for are sent, those that were posted are kept, each once."""

from __future__ import annotations

from collections.abc import Iterator

from bot.incident.ids import UserId
from bot.incident.kept_file import KeepFiles
from bot.response.effects import Wanted
from bot.response.export import FILE
from bot.response.keep_files import KEEP
from bot.slack.effects.drawing import ROOM, Drawing
from bot.slack.views import export


def kept(drawing: Drawing) -> Iterator[Wanted]:
    if drawing.scene.policy.keep_files is KeepFiles.NONE:
        return
    for key, effect in drawing.standing.effects.items():
        if key.startswith(KEEP):
            content = {"ts": effect.detail["ts"], "file": effect.detail["file"]}
            yield Wanted(key, drawing.kinds.keep_file, content, ROOM)


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
