"""Updates that wait for approval: asked of whoever is in command, with what would be sent."""

from __future__ import annotations

from collections.abc import Iterator

from bot.incident.audience import Audience
from bot.incident.composing import Wish, compose
from bot.incident.effect import Effect
from bot.incident.reach import audiences_of
from bot.incident.update_contents import Around
from bot.incident.updates import Waiting
from bot.response.effects import Wanted
from bot.response.update_sending import APPROVAL
from bot.slack.effects.drawing import ROOM, Drawing
from bot.slack.views import approvals as views


def approvals(drawing: Drawing) -> Iterator[Wanted]:
    for key, effect in drawing.standing.effects.items():
        if key.startswith(APPROVAL):
            yield Wanted(key, drawing.kinds.said, _content(drawing, effect), ROOM)


def _content(drawing: Drawing, effect: Effect) -> dict[str, object]:
    scene = drawing.scene
    if "answer" in effect.detail:
        return views.settled(scene, effect.detail)
    waiting = list(_waiting(drawing, effect.key.removeprefix(APPROVAL)))
    if not waiting:
        return views.void(scene, effect.detail)
    lines = [_line(drawing, audience, one) for audience, one in waiting]
    return views.asked(scene, waiting[0][1], lines)


def _waiting(drawing: Drawing, id: str) -> Iterator[tuple[Audience, Waiting]]:
    incident = drawing.incident
    for audience in audiences_of(incident, drawing.scene.policy):
        waiting = incident.updates.of(audience.key).waiting
        if waiting is not None and waiting.id == id:
            yield audience, waiting


def _line(drawing: Drawing, audience: Audience, waiting: Waiting) -> views.Line:
    """As it reads now, for as things stand when it is approved it goes out."""
    scene = drawing.scene
    wish = Wish(
        letter=waiting.letter,
        next_at=waiting.next_at,
        no_change=waiting.no_change,
        slower=waiting.slower,
    )
    around = Around(waiting.at, scene.facts.names, scene.tasks)
    composed = compose(drawing.incident, audience, scene.policy, wish, around)
    return views.Line(audience, drawing.renderer.render(audience, composed.moment, composed.facts))
