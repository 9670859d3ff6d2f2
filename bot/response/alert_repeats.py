"""Alerts that are said again and again: counted as they come, followed together now and then."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from bot.incident.alert import Delivery
from bot.incident.alert_news import AlertNews, News
from bot.incident.ids import IncidentId
from bot.incident.kept_alert import Way
from bot.response.alert_taken import Arrived, Follow, Taken
from bot.response.ports import Desk, UnitOfWork

PAUSE = timedelta(seconds=2)
"""A card is not edited more often."""
AT_ONCE = 500
Masked = tuple[Arrived, Delivery]


async def counted(
    work: UnitOfWork, masked: Sequence[Masked], now: datetime
) -> tuple[Sequence[Masked], bool]:
    """What is left when the words are counted that were said just so before; and whether any was.

    In a storm that is nearly all of them, and no alert has to be read or written for it.
    """
    told = _digests(masked).items()
    alike = {key: (digests[0], len(digests)) for key, digests in told if len(set(digests)) == 1}
    repeats = await work.alerts.count(alike, now)
    left = ((one, _without(delivery, repeats, one.way)) for one, delivery in masked)
    return [(one, delivery) for one, delivery in left if delivery is not None], bool(repeats)


def _digests(masked: Iterable[Masked]) -> dict[str, list[str]]:
    """By the key of the alert; only where nothing else is said of it among these."""
    found: dict[str, list[str]] = {}
    others: set[str] = set()
    for one, delivery in masked:
        others |= {said.dedup_key for said in delivery.updates}
        if one.way is Way.MESSAGE:
            others |= {said.dedup_key for said in delivery.alerts}
            continue
        telling = one.telling
        for said in delivery.alerts:
            found.setdefault(said.dedup_key, []).append(telling.digest(said))
    return {key: told for key, told in found.items() if key not in others}


def _without(delivery: Delivery, counted: Collection[str], way: Way) -> Delivery | None:
    """None: nothing is left of it."""
    if way is Way.MESSAGE or not any(said.dedup_key in counted for said in delivery.alerts):
        return delivery
    alerts = tuple(said for said in delivery.alerts if said.dedup_key not in counted)
    rest = (alerts, delivery.updates, delivery.notes, delivery.changes, delivery.echoes)
    return delivery.model_copy(update={"alerts": alerts}) if any(rest) else None


class RepeatsDue:
    """A source of the scheduler. The first repeat is followed at once, the others together."""

    def __init__(self, desk: Desk, follow: Sequence[Follow]) -> None:
        self._desk = desk
        self._follow = follow
        self._came = False
        self._due: datetime | None = desk.clock.now()
        """Since before a crash some may have been counted, and not been followed."""

    def came(self) -> None:
        """After they were committed."""
        self._came = True
        if self._due is None:
            self._due = self._desk.clock.now()
            self._desk.waker.rescan()

    async def next_due(self) -> datetime | None:
        return self._due

    async def run_due(self, now: datetime) -> None:
        came, self._came = self._came, False
        some, woken = await self._followed(now)
        self._due = now + PAUSE if came or some or self._came else None
        for incident in sorted(woken):
            self._desk.waker.wake(incident)
        if came or some:
            self._desk.waker.rescan()

    async def _followed(self, now: datetime) -> tuple[bool, Collection[IncidentId]]:
        async with self._desk.ledger.look() as work:
            if not await work.alerts.repeated(1):
                return False, ()
        woken: set[IncidentId] = set()
        async with self._desk.ledger.work() as work:
            repeated = await work.alerts.repeated(AT_ONCE)
            await work.alerts.put(repeated)
            news = frozenset({News.REPEATED})
            taken = Taken(alerts=tuple(AlertNews(one, one, news) for one in repeated))
            for follow in self._follow:
                woken |= set(await follow(work, taken, now))
        return True, woken
