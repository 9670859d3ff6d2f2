"""What is planned outside of a writing transaction is carried out only if it still holds."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.incident.effect import Effect, EffectId, EffectState
from bot.incident.incident import Incident
from bot.response.effects import LookAgain, Order, Repeats, Result, Retry, Standing, Wanted
from bot.response.ports import Ledger, UnitOfWork
from bot.response.reconcile import Reconciler
from bot.response.subject import OfIncidents
from bot.telemetry.metrics import Metrics
from tests.response.conftest import Office
from tests.storage.values import NOW, incident

ONE = incident().model_copy(update={"wake_at": None})


@dataclass
class Bell:
    """Rings once for what it is told, and remembers it."""

    rung: list[Mapping[str, Any]] = field(default_factory=list)
    repeats = Repeats.SAME_AGAIN
    edited = False

    async def deliver(self, order: Order) -> Result:
        self.rung.append(order.content)
        return {}

    async def look_up(self, order: Order) -> Result | None:
        return None

    async def record(self, work: UnitOfWork, order: Order, result: Result, now: datetime) -> None:
        """Nothing but the ringing."""


@dataclass
class Planner:
    """Wants the bell to ring with the title. What happens `meanwhile` happens after it has read."""

    bell: Bell
    meanwhile: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    plans: int = 0

    async def __call__(self, standing: Standing) -> Sequence[Wanted | LookAgain]:
        self.plans += 1
        if self.meanwhile:
            await self.meanwhile.pop()()
        return [Wanted("bell", self.bell, {"title": standing.incident.title})]


@dataclass
class Counted:
    """A ledger that counts its writing transactions."""

    ledger: Ledger
    works: int = 0

    def work(self) -> AbstractAsyncContextManager[UnitOfWork]:
        self.works += 1
        return self.ledger.work()

    def look(self) -> AbstractAsyncContextManager[UnitOfWork]:
        return self.ledger.look()


async def reconciled(office: Office, planner: Planner, ledger: Ledger | None = None) -> None:
    subject = OfIncidents(planner)
    ledger = ledger or office.desk.ledger
    await Reconciler(ledger, office.clock, subject, Metrics(), Retry())(ONE.id)


async def written(office: Office, *effects: Effect) -> None:
    async with office.desk.ledger.work() as work:
        await work.incidents.add(ONE)
        for effect in effects:
            await work.effects.put(effect)


def bell(**more: Any) -> Effect:
    return Effect(id=EffectId("1"), incident=ONE.id, key="bell", wanted="", **more)


async def test_what_was_planned_before_a_change_is_planned_again(office: Office) -> None:
    planner = Planner(Bell())
    await written(office)

    async def rename() -> None:
        async with office.desk.ledger.work() as work:
            now = await work.incidents.get(ONE.id)
            await work.incidents.save(now.model_copy(update={"title": "Search is failing"}))

    planner.meanwhile.append(rename)
    await reconciled(office, planner)

    assert planner.bell.rung == [{"title": "Search is failing"}]


async def test_what_a_verb_writes_of_an_effect_meanwhile_stays(office: Office) -> None:
    planner = Planner(Bell())
    await written(office, bell())

    async def describe() -> None:
        async with office.desk.ledger.work() as work:
            await work.effects.describe(bell(detail={"answer": "yes"}))

    planner.meanwhile.append(describe)
    await reconciled(office, planner)

    async with office.desk.ledger.look() as work:
        [effect] = await work.effects.of(ONE.id)
    assert (effect.state, effect.detail) == (EffectState.DONE, {"answer": "yes"})
    assert planner.plans == 3


async def test_what_was_given_up_meanwhile_is_not_carried_out(office: Office) -> None:
    planner = Planner(Bell())
    await written(office, bell())

    async def drop() -> None:
        async with office.desk.ledger.work() as work:
            await work.effects.put(bell(state=EffectState.DROPPED))

    planner.meanwhile.append(drop)
    await reconciled(office, planner)

    assert planner.bell.rung == []


async def test_a_look_that_finds_nothing_to_do_writes_nothing(office: Office) -> None:
    ledger = Counted(office.desk.ledger)
    await written(office, bell(state=EffectState.DONE))

    await reconciled(office, Planner(Bell()), ledger)

    assert ledger.works == 0


async def test_a_new_time_to_wake_up_is_noted_unless_the_incident_has_changed(
    office: Office,
) -> None:
    later = NOW + timedelta(hours=1)
    await written(office)

    async def wait(standing: Standing) -> Sequence[Wanted | LookAgain]:
        return [LookAgain(later)]

    subject = OfIncidents(wait)
    await Reconciler(office.desk.ledger, office.clock, subject, Metrics(), Retry())(ONE.id)

    async with office.desk.ledger.look() as work:
        noted: Incident = await work.incidents.get(ONE.id)
        assert noted.wake_at == later
        assert await work.incidents.is_still(noted)
        assert not await work.incidents.is_still(noted.model_copy(update={"version": 2}))
