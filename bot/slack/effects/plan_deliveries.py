"""The updates that were sent and have not arrived everywhere: each of their ways on its own."""

from __future__ import annotations

from collections.abc import Iterator

from bot.incident.effect import Effect, EffectState
from bot.incident.reach import is_announced
from bot.response.effects import Wanted
from bot.response.update_delivery import PREFIX, same_way
from bot.slack.effects.drawing import ROOM, Drawing

ANNOUNCEMENT = "announcement"
"""The effect in whose thread some of them stand."""
_UNDER_WAY = frozenset({EffectState.PENDING, EffectState.TRYING, EffectState.UNWANTED})
_OVER = frozenset({EffectState.DONE, EffectState.DROPPED})


def deliveries_left(drawing: Drawing) -> Iterator[Wanted]:
    """What goes the same way keeps its order; what was refused holds up nothing after it."""
    ahead: dict[str, str] = {}
    for effect in _in_order(drawing):
        way = same_way(effect.key)
        kind = drawing.kinds.updates[_kind_of(effect)]
        needs = (*_needs(drawing, effect), *([ahead[way]] if way in ahead else []))
        yield Wanted(effect.key, kind, effect.detail, needs)
        if effect.state in _UNDER_WAY:
            ahead[way] = effect.key


def _in_order(drawing: Drawing) -> list[Effect]:
    found = [
        effect
        for effect in drawing.standing.effects.values()
        if effect.key.startswith(PREFIX) and effect.state not in _OVER
    ]
    return sorted(found, key=lambda effect: int(effect.detail["nth"]))


def _needs(drawing: Drawing, effect: Effect) -> tuple[str, ...]:
    match _kind_of(effect):
        case "room":
            return ROOM
        case "announcement" if _is_announced(drawing):
            return (ANNOUNCEMENT,)
    return ()


def _is_announced(drawing: Drawing) -> bool:
    announced = is_announced(drawing.incident, drawing.scene.policy)
    return announced or ANNOUNCEMENT in drawing.standing.effects


def _kind_of(effect: Effect) -> str:
    return effect.detail["destination"].partition(":")[0]
