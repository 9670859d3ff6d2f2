"""Compare what the ledger wants with what has been done, and do what is missing.

A crash, a rate limit, an outage, a *Repair* button: all are the same call again.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Generic, TypeVar

from bot.incident.effect import Effect, EffectState
from bot.response.effect_ports import Effects
from bot.response.effects import (
    LookAgain,
    Order,
    Result,
    Retry,
    Step,
    Wanted,
    after_failure,
    decide,
)
from bot.response.outcomes import NotDone
from bot.response.ports import Clock, Ledger, LedgerDown, UnitOfWork
from bot.response.subject import Subject
from bot.response.turn import Job, Outcome, Turn, done, given_up, is_there, new_effect
from bot.telemetry.metrics import Metrics

Id = TypeVar("Id", bound=str)
T = TypeVar("T")
HICCUPS = 2
"""So often it is tried again at once; each try has waited for the database already."""


class Reconciler(Generic[Id]):
    def __init__(
        self, ledger: Ledger, clock: Clock, subject: Subject[Id], metrics: Metrics, retry: Retry
    ) -> None:
        self._ledger = ledger
        self._clock = clock
        self._subject = subject
        self._metrics = metrics
        self._retry = retry
        self._heard: dict[str, Result] = {}
        """By the mark of an attempt under way: what its own event told, before its answer."""
        self._under_way: dict[Id, set[str]] = {}

    async def __call__(self, id: Id) -> None:
        """Do everything that can be done now, independent effects side by side.

        The caller never runs two of these for one id at once; the scheduler sees to it.
        """
        running: dict[str, asyncio.Task[Outcome]] = {}
        marks = self._under_way.setdefault(id, set())
        try:
            while True:
                for job in await _patiently(partial(self._begun, id, frozenset(running))):
                    marks.add(job.order.effect.mark)
                    running[job.wanted.key] = asyncio.create_task(self._attempt(job))
                if not running:
                    return
                await asyncio.wait(running.values(), return_when=asyncio.FIRST_COMPLETED)
                over = [key for key, task in running.items() if task.done()]
                ended = [await running.pop(key) for key in over]
                await _patiently(partial(self._keep, ended))
        finally:
            await _abandon(running.values())
            del self._under_way[id]
            for mark in marks:
                self._heard.pop(mark, None)

    async def heard(self, mark: str, channel: str, ts: str) -> None:
        """A message of ours came back as an event: where it stands is known, answer or not."""
        told = {"channel": channel, "ts": ts}
        if any(mark in marks for marks in self._under_way.values()):
            self._heard[mark] = told
            return
        async with self._ledger.look() as work:
            effect = await self._subject.effects(work).marked(mark)
        if effect is None or effect.result or effect.state is not EffectState.TRYING:
            return
        async with self._ledger.work() as work:
            effects = self._subject.effects(work)
            effect = await effects.marked(mark)
            if effect is not None and not effect.result:
                await effects.keep(effect.model_copy(update={"result": told}))

    async def _begun(self, id: Id, running: frozenset[str]) -> Sequence[Job]:
        """What is tried next, written down before it is.

        Reading and planning hold up nobody who writes; what is due to be written is verified.
        """
        while True:
            turn = await self._look(id, running)
            if turn.changes_nothing or await self._written(turn):
                return turn.jobs

    async def _written(self, turn: Turn) -> bool:
        """False when it was planned from what somebody has changed since: nothing is written."""
        async with self._ledger.work() as work:
            effects = self._subject.effects(work)
            if not await self._subject.is_still(work, turn.about):
                return False
            if not await _are_still(effects, turn):
                return False
            now = self._clock.now()
            turn.jobs = [self._trying(job, now) for job in turn.jobs]
            await effects.put(*turn.given_up, *(job.order.effect for job in turn.jobs))
            if turn.sleeps:
                await self._subject.sleep_until(work, turn.about, turn.next_at)
        return True

    async def _look(self, id: Id, running: frozenset[str]) -> Turn:
        now = self._clock.now()
        async with self._ledger.look() as work:
            look = await self._subject.look(work, id, now)
        effects, turn = look.effects, Turn(look.about, look.effects, under_way=bool(running))
        results = {key: effect.result for key, effect in effects.items() if is_there(effect)}
        keys = set(running)
        for wanted in await look.plan():
            if isinstance(wanted, LookAgain):
                turn.wait(wanted.at)
                continue
            keys.add(wanted.key)
            if wanted.key in running or not all(need in results for need in wanted.needs):
                continue
            self._note(turn, wanted, effects.get(wanted.key), results, now)
        turn.given_up = given_up((e for key, e in effects.items() if key not in keys), now)
        return turn

    def _note(
        self,
        turn: Turn,
        wanted: Wanted,
        effect: Effect | None,
        results: Mapping[str, Result],
        now: datetime,
    ) -> None:
        decision = decide(wanted, effect, now, self._retry)
        if decision.step is Step.WAIT:
            turn.wait(decision.at)
        elif decision.step is not Step.NOTHING:
            effect = effect or new_effect(turn.about.id, wanted)
            order = Order(turn.about, effect, wanted.content, results)
            turn.jobs.append(Job(wanted, decision.step, order))

    def _trying(self, job: Job, now: datetime) -> Job:
        effect = job.order.effect
        looking = job.step is Step.LOOK_UP
        again = not looking and effect.state is EffectState.TRYING
        effect = effect.model_copy(
            update={
                "wanted": effect.wanted if looking else job.wanted.digest,
                "state": EffectState.TRYING,
                "attempts": effect.attempts + (0 if looking else 1),
                "unsure": effect.unsure + (1 if again else 0),
                "first_attempt_at": effect.first_attempt_at or now,
                "attempted_at": effect.attempted_at if looking else now,
                "next_attempt_at": now + self._retry.unknown_until,
            }
        )
        return replace(job, order=replace(job.order, effect=effect))

    async def _attempt(self, job: Job) -> Outcome:
        try:
            return Outcome(job, result=await self._carry_out(job))
        except NotDone as failure:
            return Outcome(job, failure=failure)

    async def _carry_out(self, job: Job) -> Result | None:
        match job.step:
            case Step.ACCEPT:
                return dict(job.order.effect.result)
            case Step.LOOK_UP:
                return await job.wanted.kind.look_up(job.order)
            case _:
                return await job.wanted.kind.deliver(job.order)

    async def _keep(self, ended: Sequence[Outcome]) -> None:
        now = self._clock.now()
        async with self._ledger.work() as work:
            kept = [await self._kept(work, outcome, now) for outcome in ended]
            await self._subject.effects(work).keep(*kept)

    async def _kept(self, work: UnitOfWork, outcome: Outcome, now: datetime) -> Effect:
        job, effect = outcome.job, outcome.job.order.effect
        told = self._heard.pop(effect.mark, None)
        if outcome.failure is not None:
            ended = type(outcome.failure).__name__.lower()
            effect = after_failure(effect, outcome.failure, job.step, now, self._retry)
            if told is not None and effect.mark == job.order.effect.mark and not effect.result:
                effect = effect.model_copy(update={"result": told})
        elif outcome.result is None:
            ended = "not_found"
            change = {"state": EffectState.PENDING, "next_attempt_at": None}
            effect = effect.model_copy(update=change)
        else:
            ended = "done"
            effect = done(effect, outcome.result)
            await job.wanted.kind.record(work, job.order, effect.result, now)
        self._metrics.effect_attempt(job.wanted.key, ended)
        return effect


async def _are_still(effects: Effects, turn: Turn) -> bool:
    """Those that are to be written, as they were read."""
    keys = {effect.key for effect in (*turn.given_up, *(job.order.effect for job in turn.jobs))}
    there = await effects.of(turn.about.id, keys) if keys else ()
    return {one.key: one for one in there} == {k: turn.seen[k] for k in keys if k in turn.seen}


async def _patiently(act: Callable[[], Awaitable[T]]) -> T:
    """A hiccup of the database is no reason to break off calls that are under way."""
    for _ in range(HICCUPS):
        with contextlib.suppress(LedgerDown):
            return await act()
    return await act()


async def _abandon(tasks: Iterable[asyncio.Task[Outcome]]) -> None:
    """On the way out: nothing of ours goes on unseen; the ledger knows what was under way."""
    left = [task for task in tasks if not task.done()]
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
