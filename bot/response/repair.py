"""Repair: try again, or give up, what Slack has refused."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bot.incident.effect import UNDONE, Effect, EffectState
from bot.incident.ids import IncidentId, SuggestionId, UserId
from bot.incident.suggestion_errors import NotASuggestion
from bot.incident.timeline import RepairAsked
from bot.response.change import record
from bot.response.ports import Desk
from bot.response.suggest import awake

_FRESH: Mapping[str, object] = {
    "state": EffectState.PENDING,
    "attempts": 0,
    "unsure": 0,
    "next_attempt_at": None,
}


async def repair(
    desk: Desk, id: IncidentId, *, by: UserId | None = None, keys: Collection[str] = ()
) -> list[str]:
    """Try everything undone again at once (or only `keys`); which effects that was."""
    return await _change(desk, id, by, keys, _FRESH)


async def drop(desk: Desk, id: IncidentId, keys: Collection[str]) -> list[str]:
    """Give these effects up; they stay on record as dropped."""
    return await _change(desk, id, None, keys, {"state": EffectState.DROPPED})


async def repair_card(desk: Desk, id: SuggestionId, keys: Collection[str] = ()) -> list[str]:
    """The same for a card of alerts. Raises NotASuggestion."""
    return await _change_card(desk, id, keys, _FRESH)


async def drop_card(desk: Desk, id: SuggestionId, keys: Collection[str]) -> list[str]:
    return await _change_card(desk, id, keys, {"state": EffectState.DROPPED})


async def _change_card(
    desk: Desk, id: SuggestionId, keys: Collection[str], change: Mapping[str, object]
) -> list[str]:
    async with desk.ledger.work() as work:
        suggestion = await work.suggestions.get(id)
        if suggestion is None:
            raise NotASuggestion()
        undone = [e for e in await work.suggestion_effects.of(id) if _may_change(e, keys)]
        for effect in undone:
            await work.suggestion_effects.put(effect.model_copy(update=dict(change)))
        await work.suggestions.put(awake(suggestion, desk.clock.now()))
    desk.waker.rescan()
    return [effect.key for effect in undone]


async def _change(
    desk: Desk,
    id: IncidentId,
    by: UserId | None,
    keys: Collection[str],
    change: Mapping[str, object],
) -> list[str]:
    now = desk.clock.now()
    async with desk.ledger.work() as work:
        await work.incidents.get(id)
        undone = [e for e in await work.effects.of(id) if _may_change(e, keys)]
        for effect in undone:
            await work.effects.put(effect.model_copy(update=dict(change)))
        changed = [effect.key for effect in undone]
        facts = [RepairAsked(effects=tuple(changed))] if changed else []
        await record(work, id, facts, now, by=by)
    desk.waker.wake(id)
    return changed


def _may_change(effect: Effect, keys: Collection[str]) -> bool:
    """What is being tried right now is left alone: its outcome is not known yet."""
    wanted = not keys or effect.key in keys
    return wanted and effect.state in UNDONE and effect.state is not EffectState.TRYING
