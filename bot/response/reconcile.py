"""Compare what the ledger wants with what has been done, and do what is missing.

A crash, a rate limit, an outage, a *Repair* button: all are the same call again.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.incident.effect import Effect, EffectId, EffectState
from bot.incident.ids import IncidentId
from bot.incident.incident import Incident
from bot.response.effects import Decision, Order, Plan, Result, Retry, Step, Wanted, decide
from bot.response.outcomes import Busy, Gone, NotDone, Refused, Unclear
from bot.response.ports import Clock, Ledger
from bot.telemetry.metrics import Metrics


@dataclass(frozen=True, slots=True)
class _Job:
    wanted: Wanted
    step: Step
    order: Order


@dataclass
class _Look:
    """What one look at an incident found to do."""

    incident: Incident
    jobs: list[_Job] = field(default_factory=list)
    next_at: datetime | None = None

    def wait(self, until: datetime | None) -> None:
        if until is not None and (self.next_at is None or until < self.next_at):
            self.next_at = until


class Reconciler:
    def __init__(
        self, ledger: Ledger, clock: Clock, plan: Plan, metrics: Metrics, retry: Retry
    ) -> None:
        self._ledger = ledger
        self._clock = clock
        self._plan = plan
        self._metrics = metrics
        self._retry = retry

    async def __call__(self, incident: IncidentId) -> None:
        """Do everything that can be done now, independent effects side by side.

        The caller never runs two of these for one incident at once; the scheduler sees to it.
        """
        running: dict[str, asyncio.Task[None]] = {}
        try:
            while True:
                look = await self._look(incident, frozenset(running))
                for job in await self._commit_attempts(look.jobs):
                    running[job.wanted.key] = asyncio.create_task(self._attempt(job))
                if not running:
                    break
                await asyncio.wait(running.values(), return_when=asyncio.FIRST_COMPLETED)
                for key in [key for key, task in running.items() if task.done()]:
                    await running.pop(key)
        finally:
            await _abandon(running.values())
        async with self._ledger.work() as work:
            await work.incidents.sleep_until(look.incident, look.next_at)

    async def _look(self, id: IncidentId, running: frozenset[str]) -> _Look:
        async with self._ledger.look() as work:
            incident = await work.incidents.get(id)
            effects = {effect.key: effect for effect in await work.effects.of(id)}
        now = self._clock.now()
        look = _Look(incident)
        results = {k: e.result for k, e in effects.items() if _is_there(e)}
        for wanted in await self._plan(incident, effects):
            if wanted.key in running or not all(need in results for need in wanted.needs):
                continue
            effect = effects.get(wanted.key)
            decision = decide(wanted, effect, now, self._retry)
            self._note(look, decision, wanted, effect, results)
        return look

    def _note(
        self,
        look: _Look,
        decision: Decision,
        wanted: Wanted,
        effect: Effect | None,
        results: dict[str, Result],
    ) -> None:
        if decision.step is Step.WAIT:
            look.wait(decision.at)
        elif decision.step is not Step.NOTHING:
            effect = effect or _new(look.incident.id, wanted)
            order = Order(look.incident, effect, wanted.content, results)
            look.jobs.append(_Job(wanted, decision.step, order))

    async def _commit_attempts(self, jobs: Sequence[_Job]) -> list[_Job]:
        """Write down what is about to be tried, before anything is: all in one transaction."""
        if not jobs:
            return []
        now = self._clock.now()
        tried = [self._trying(job, now) for job in jobs]
        async with self._ledger.work() as work:
            for job in tried:
                await work.effects.put(job.order.effect)
        return tried

    def _trying(self, job: _Job, now: datetime) -> _Job:
        effect = job.order.effect
        looking = job.step is Step.LOOK_UP
        effect = effect.model_copy(
            update={
                "wanted": effect.wanted if looking else job.wanted.digest,
                "state": EffectState.TRYING,
                "attempts": effect.attempts + (0 if looking else 1),
                "first_attempt_at": effect.first_attempt_at or now,
                "attempted_at": effect.attempted_at if looking else now,
                "next_attempt_at": now + self._retry.unknown_until,
            }
        )
        order = Order(job.order.incident, effect, job.order.content, job.order.results)
        return _Job(job.wanted, job.step, order)

    async def _attempt(self, job: _Job) -> None:
        try:
            result = await self._carry_out(job)
        except NotDone as failure:
            await self._keep(self._after(job, failure))
            self._count(job, type(failure).__name__.lower())
            return
        await self._succeed(job, result)
        self._count(job, "done")

    def _count(self, job: _Job, outcome: str) -> None:
        self._metrics.effect_attempt(job.wanted.key, outcome)

    async def _carry_out(self, job: _Job) -> Result:
        if job.step is Step.ACCEPT:
            return dict(job.order.effect.result)
        if job.step is Step.LOOK_UP:
            found = await job.wanted.kind.look_up(job.order)
            if found is not None:
                return found
            job = (await self._commit_attempts([_Job(job.wanted, Step.DELIVER, job.order)]))[0]
        return await job.wanted.kind.deliver(job.order)

    async def _succeed(self, job: _Job, result: Result) -> None:
        now = self._clock.now()
        effect = job.order.effect.model_copy(
            update={
                "state": EffectState.DONE,
                # What a look-up found shows what was wanted then; an edit follows if that is old.
                "done": job.order.effect.wanted,
                "attempts": 0,
                "next_attempt_at": None,
                "result": {**job.order.effect.result, **result},
                "error": None,
            }
        )
        async with self._ledger.work() as work:
            await work.effects.put(effect)
            await job.wanted.kind.record(work, job.order, effect.result, now)

    def _after(self, job: _Job, failure: NotDone) -> Effect:
        effect, now = job.order.effect, self._clock.now()
        change: dict[str, object] = {"error": failure.why}
        match failure:
            case Busy(retry_after=seconds):
                pause = self._retry.pause(max(effect.attempts, 1))
                if seconds is not None:
                    pause = max(timedelta(seconds=seconds), timedelta(0))
                change |= {"state": EffectState.PENDING, "next_attempt_at": now + pause}
                if job.step is Step.LOOK_UP:
                    change |= {"state": EffectState.TRYING}
            case Unclear():
                grace = timedelta(seconds=self._retry.grace)
                pause = max(grace, self._retry.pause(max(effect.attempts, 1)))
                change |= {"state": EffectState.TRYING, "next_attempt_at": now + pause}
            case Gone():
                change |= {"generation": effect.generation + 1, "result": {}, "done": None}
                change |= {"state": EffectState.PENDING, "next_attempt_at": None}
            case Refused():
                change |= {"state": EffectState.FAILED, "next_attempt_at": None}
        return effect.model_copy(update=change)

    async def _keep(self, effect: Effect) -> None:
        """Its own event may have told meanwhile where a message stands: that is kept."""
        async with self._ledger.work() as work:
            told = await work.effects.marked(effect.mark)
            if told is not None and told.result and not effect.result:
                effect = effect.model_copy(update={"result": told.result})
            await work.effects.put(effect)


def _new(incident: IncidentId, wanted: Wanted) -> Effect:
    id = EffectId(uuid.uuid4().hex)
    return Effect(id=id, incident=incident, key=wanted.key, wanted=wanted.digest)


def _is_there(effect: Effect) -> bool:
    """An edit that is under way or failed does not take away what stood there before."""
    return effect.state is EffectState.DONE or effect.done is not None


async def _abandon(tasks: Iterable[asyncio.Task[None]]) -> None:
    """On the way out: nothing of ours goes on unseen; the ledger knows what was under way."""
    left = [task for task in tasks if not task.done()]
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
