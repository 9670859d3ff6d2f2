"""What the end of an incident wants: its channel archived in time, and open again when it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from bot.incident.archiving import NOTICE, archive_at, notice
from bot.incident.effect import EffectState
from bot.response.effects import LookAgain, Wanted
from bot.response.turn import is_there
from bot.slack.effects.archive import ARCHIVE, UNARCHIVE
from bot.slack.effects.drawing import ROOM, Drawing
from bot.slack.views.ends import by_an_admin

LOOK_EVERY = timedelta(minutes=10)
"""So often the bot looks whether a channel was unarchived, should Slack not have told it."""


def archiving(drawing: Drawing) -> Iterator[Wanted | LookAgain]:
    """Never less than a day after the channel was told."""
    incident, ended = drawing.incident, drawing.incident.ended_at
    at = _announced(drawing, archive_at(incident, drawing.scene.policy))
    if at is None or ended is None or incident.archived:
        return
    if at > drawing.standing.now:
        yield LookAgain(at)
    else:
        key = f"{ARCHIVE}{int(ended.timestamp())}"
        yield Wanted(key, drawing.kinds.archive, {}, ROOM)


def opening(drawing: Drawing) -> Iterator[Wanted | LookAgain]:
    """Open again, but archived: by the bot if Slack lets it, else by whoever is told how."""
    if not (drawing.incident.is_open and drawing.incident.archived):
        return
    standing = drawing.standing
    slot = int(standing.now.timestamp() // LOOK_EVERY.total_seconds())
    yield Wanted(UNARCHIVE, drawing.kinds.unarchive, {"slot": slot}, ROOM)
    yield LookAgain(datetime.fromtimestamp((slot + 1) * LOOK_EVERY.total_seconds(), UTC))
    tried = standing.effects.get(UNARCHIVE)
    if tried is not None and tried.error is not None:
        to = drawing.incident.status_by or drawing.incident.declared_by
        times = sum(1 for key in standing.effects if key.startswith(ARCHIVE))
        content = {**by_an_admin(drawing.tongue_of(to)), "user": to}
        yield Wanted(f"nudge:unarchive:{times}", drawing.kinds.direct, content)


def is_within_reach(drawing: Drawing, wanted: Wanted | LookAgain) -> bool:
    """Nothing can be said, set or edited in an archived channel; what is elsewhere goes on."""
    return not drawing.incident.archived or _is_elsewhere(drawing, wanted)


def archived_last(
    drawing: Drawing, found: Sequence[Wanted | LookAgain]
) -> Sequence[Wanted | LookAgain]:
    """Whatever is still to be done in the channel comes first: afterwards nothing can be."""
    if not any(_is_ahead(drawing, wanted) for wanted in found):
        return found
    return [wanted for wanted in found if not _is_archiving(drawing, wanted)]


def _is_ahead(drawing: Drawing, wanted: Wanted | LookAgain) -> bool:
    if isinstance(wanted, LookAgain) or _is_archiving(drawing, wanted):
        return False
    return not _is_elsewhere(drawing, wanted) and _is_to_do(drawing, wanted)


def _is_to_do(drawing: Drawing, wanted: Wanted) -> bool:
    """Also what waits its turn; not what Slack has refused."""
    effects = drawing.standing.effects
    effect = effects.get(wanted.key)
    if effect is None:
        return all(need in effects and is_there(effects[need]) for need in wanted.needs)
    match effect.state:
        case EffectState.DONE:
            return wanted.kind.edited and effect.done != wanted.digest
        case EffectState.DROPPED:
            return False
        case EffectState.FAILED:
            return effect.wanted != wanted.digest
        case _:
            return True


def _is_archiving(drawing: Drawing, wanted: Wanted | LookAgain) -> bool:
    return isinstance(wanted, Wanted) and wanted.kind is drawing.kinds.archive


def _is_elsewhere(drawing: Drawing, wanted: Wanted | LookAgain) -> bool:
    kinds = drawing.kinds
    said = (kinds.announcement, kinds.direct, kinds.direct_file, kinds.struck_direct, kinds.link)
    updates = (kind for way, kind in kinds.updates.items() if way != "room")
    elsewhere = (*said, *updates, *kinds.pages.all, kinds.keep_file, kinds.unarchive)
    if isinstance(wanted, LookAgain) or wanted.kind is kinds.by_itself:
        return True
    return any(wanted.kind is kind for kind in (kinds.channel, *elsewhere))


def _announced(drawing: Drawing, at: datetime | None) -> datetime | None:
    told = notice(drawing.incident, drawing.scene.policy)
    if at is None or told is None:
        return at
    said = drawing.standing.effects.get(told.key)
    if said is None or said.first_attempt_at is None or not is_there(said):
        return None
    return max(at, said.first_attempt_at + NOTICE)
