"""The ladder of lateness: who is told, privately, that an update is due soon or was not sent."""

from __future__ import annotations

from collections.abc import Iterator

from bot.incident.cadence import dues
from bot.incident.due_tasks import answerable
from bot.incident.ids import UserId
from bot.incident.lateness import (
    Rung,
    Step,
    late_again_at,
    late_by,
    next_step,
    step,
    through_quiet,
)
from bot.incident.policy import Policy
from bot.response.effects import LookAgain, Wanted
from bot.slack.effects.drawing import Drawing
from bot.slack.views import lateness as views
from bot.slack.views.drafts import writer_of


def lateness(drawing: Drawing) -> Iterator[Wanted | LookAgain]:
    """Only the newest rung is said; the card counts the minutes."""
    now, quiet = drawing.standing.now, drawing.incident.quiet_until
    found = dues(drawing.incident, drawing.scene.policy)
    if at := next_step(found, now):
        yield LookAgain(at)
    if late_by(found, now) is not None and (again := late_again_at(found, now)):
        yield LookAgain(again)
    reached = step(found, now)
    if reached is None:
        return
    if quiet is not None and now < quiet and not through_quiet(reached.rung):
        yield LookAgain(quiet)
        return
    yield from _said(drawing, reached)


def _said(drawing: Drawing, reached: Step) -> Iterator[Wanted]:
    commander = answerable(drawing.incident)
    match reached.rung:
        case Rung.SOON:
            to = writer_of(drawing.scene) or commander
            yield _told(drawing, reached, reached.key, to)
        case Rung.LATE:
            yield _told(drawing, reached, reached.key, commander)
        case Rung.VERY_LATE:
            yield _told(drawing, reached, reached.key, commander)
            for user in _contact(drawing.scene.policy):
                if user != commander:
                    yield _told(drawing, reached, f"{reached.key}:{user}", user)


def _contact(policy: Policy) -> tuple[UserId, ...]:
    found = policy.escalation.contact(policy.late_update_contact)
    return found.users if found else ()


def _told(drawing: Drawing, reached: Step, key: str, to: UserId) -> Wanted:
    content = views.reminder(drawing.tongue_of(to), reached, to)
    return Wanted(key, drawing.kinds.direct, {**content, "user": to})
