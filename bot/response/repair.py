"""Repair: try again, or give up, what Slack has refused."""

from __future__ import annotations

from collections.abc import Collection

from bot.incident.effect import UNDONE, Effect, EffectState
from bot.incident.ids import IncidentId, UserId
from bot.incident.timeline import RepairAsked
from bot.response.change import record
from bot.response.ports import Desk


async def repair(
    desk: Desk, id: IncidentId, *, by: UserId | None = None, keys: Collection[str] = ()
) -> list[str]:
    """Try everything undone again at once (or only `keys`); which effects that was."""
    fresh: dict[str, object] = {"state": EffectState.PENDING, "attempts": 0, "unsure": 0}
    fresh |= {"next_attempt_at": None}
    return await _change(desk, id, by, keys, fresh)


async def drop(desk: Desk, id: IncidentId, keys: Collection[str]) -> list[str]:
    """Give these effects up; they stay on record as dropped."""
    return await _change(desk, id, None, keys, {"state": EffectState.DROPPED})


async def _change(
    desk: Desk,
    id: IncidentId,
    by: UserId | None,
    keys: Collection[str],
    change: dict[str, object],
) -> list[str]:
    now = desk.clock.now()
    async with desk.ledger.work() as work:
        await work.incidents.get(id)
        undone = [e for e in await work.effects.of(id) if _may_change(e, keys)]
        for effect in undone:
            await work.effects.put(effect.model_copy(update=change))
        changed = [effect.key for effect in undone]
        facts = [RepairAsked(effects=tuple(changed))] if changed else []
        await record(work, id, facts, now, by=by)
    desk.waker.wake(id)
    return changed


def _may_change(effect: Effect, keys: Collection[str]) -> bool:
    """What is being tried right now is left alone: its outcome is not known yet."""
    wanted = not keys or effect.key in keys
    return wanted and effect.state in UNDONE and effect.state is not EffectState.TRYING
