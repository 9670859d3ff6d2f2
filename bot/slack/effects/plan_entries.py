"""Key entries in the channel: a line for what was typed, a small reaction for what was marked."""

from __future__ import annotations

from collections.abc import Iterator

from bot.incident.entry import objections_end
from bot.response.effects import LookAgain, Wanted
from bot.response.entry_ports import LINE, REACTION
from bot.slack.effects.drawing import ROOM, Drawing
from bot.slack.views.entries import line

ANSWER = "writing_hand"
"""The reaction by which the bot says that a mark was seen."""


def entry_lines(drawing: Drawing) -> Iterator[Wanted | LookAgain]:
    by_id = {entry.id: entry for entry in drawing.standing.entries}
    for entry in drawing.standing.entries:
        until = objections_end(entry)
        if until is not None and until > drawing.standing.now:
            yield LookAgain(until)
        if entry.said:
            content = line(drawing.scene, entry, by_id.get(entry.about or entry.id))
            yield Wanted(LINE + entry.id, drawing.kinds.said, content, ROOM)


def answered_marks(drawing: Drawing) -> Iterator[Wanted]:
    """A mark that nobody had answered when it was taken away is not answered any more."""
    for entry in drawing.standing.entries:
        key = REACTION + entry.id
        present = entry.marked and not entry.hidden
        if entry.typed or entry.struck or not (present or key in drawing.standing.effects):
            continue
        place = {"channel": entry.channel, "ts": entry.ts}
        content = {**place, "name": ANSWER, "present": present}
        yield Wanted(key, drawing.kinds.reaction, content, ROOM)
