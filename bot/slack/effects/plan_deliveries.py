"""The updates that were sent and have not arrived everywhere: each of their ways on its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.incident.cadence import rhythm_of
from bot.incident.effect import Effect, EffectState
from bot.incident.reach import is_announced
from bot.response.effects import Wanted
from bot.response.turn import is_there
from bot.response.update_delivery import PREFIX, delivery_of, same_way
from bot.slack.effects.drawing import ROOM, Drawing

ANNOUNCEMENT = "announcement"
"""The effect in whose thread some of them stand."""
_UNDER_WAY = frozenset({EffectState.PENDING, EffectState.TRYING, EffectState.UNWANTED})
_OVER = frozenset({EffectState.DONE, EffectState.DROPPED})


def deliveries_left(drawing: Drawing) -> Iterator[Wanted]:
    """What goes the same way keeps its order; what was refused holds up nothing after it."""
    ahead: dict[str, str] = {}
    left = _in_order(drawing)
    for effect in left:
        way = same_way(effect.key)
        kind = drawing.kinds.updates[_kind_of(effect)]
        first = _heard_first(drawing, effect, left)
        needs = (*_needs(drawing, effect), *first, *([ahead[way]] if way in ahead else []))
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


def _heard_first(drawing: Drawing, effect: Effect, left: Sequence[Effect]) -> Iterator[str]:
    """Those who get the questions read it before those who ask; what fails is not waited for."""
    audience, policy = delivery_of(effect).audience, drawing.scene.policy
    for other in left:
        one = delivery_of(other).audience
        first = one != audience and rhythm_of(drawing.incident, one, policy).before == audience
        if first and other.state in _UNDER_WAY and not _is_held_up(drawing, other, left):
            yield other.key


def _is_held_up(drawing: Drawing, effect: Effect, left: Sequence[Effect]) -> bool:
    """It, or what has to come before it, has failed, if only once."""
    nth, effects = int(effect.detail["nth"]), drawing.standing.effects
    way = [one for one in left if same_way(one.key) == same_way(effect.key)]
    earlier = [one for one in way if int(one.detail["nth"]) <= nth]
    needed = [effects[key] for key in _needs(drawing, effect) if key in effects]
    return any(one.error is not None and not is_there(one) for one in (*earlier, *needed))


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
