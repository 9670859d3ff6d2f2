"""Taking in what senders say about their alerts, by whichever way it came: in one transaction.

`AlertIntake.take` is the one door: webhooks and messages of watched channels come through it, many
at once. It masks secrets, drops deliveries that came before, folds each word into the alert it is
about, and stores what has changed. Whoever has to act on that (suggestions, entries of incidents)
is a `Follow`: it is handed everything that is new, in the same transaction, and answers with the
incidents that have to be looked at when it is committed.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.incident.alert import ChangeEvent, Delivery, Echo
from bot.incident.alert_news import AlertNews, News
from bot.incident.ids import ChannelId, IncidentId, MessageTs
from bot.incident.kept_alert import KeptAlert, Way
from bot.incident.masking import masker_of
from bot.response.alert_folding import Folding, Telling
from bot.response.alert_masking import masked_delivery
from bot.response.ports import Desk, UnitOfWork


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrived:
    """One request or one message. `source`: whose ids its deliveries have."""

    delivery: Delivery
    source: str
    at: datetime
    way: Way
    channel: ChannelId | None = None
    ts: MessageTs | None = None

    @property
    def telling(self) -> Telling:
        return Telling(
            way=self.way,
            at=self.at,
            channel=self.channel,
            ts=self.ts,
            sent_in=self.delivery.group,
            left_out=self.delivery.left_out,
        )


@dataclass(frozen=True, slots=True)
class Taken:
    """What is new, in the order in which it came. Rows are stored already."""

    alerts: tuple[AlertNews, ...] = ()
    """One for each word that was heard; the last one about an alert has its present state."""
    noted: tuple[KeptAlert, ...] = ()
    """Those beside which something was noted; it is the last of their `notes`."""
    changes: tuple[ChangeEvent, ...] = ()
    echoes: tuple[Echo, ...] = ()

    @property
    def is_news(self) -> bool:
        """Anything but what was said before."""
        return bool(self.noted or self.changes or self.echoes) or any(
            one.news - {News.REPEATED} for one in self.alerts
        )


Follow = Callable[[UnitOfWork, Taken, datetime], Awaitable[Iterable[IncidentId]]]
"""What follows from it, in the same transaction; the incidents to be woken after the commit."""


class AlertIntake:
    def __init__(self, desk: Desk, follow: Sequence[Follow], repeated: Callable[[], None]) -> None:
        """`repeated` is called, instead of `rescan`, where nothing but repeats has come."""
        self._desk = desk
        self._follow = follow
        self._repeated = repeated

    async def take(self, arrived: Sequence[Arrived]) -> None:
        """All of them or none. Raises LedgerDown."""
        masker = masker_of(self._desk.policy().mask_patterns)
        now, woken = self._desk.clock.now(), set[IncidentId]()
        async with self._desk.ledger.work() as work:
            fresh = await _not_claimed(work, arrived, now)
            masked = [(one, masked_delivery(masker, one.delivery)) for one in fresh]
            taken = await _folded(work, masked, now)
            for follow in self._follow:
                woken |= set(await follow(work, taken, now))
        for incident in sorted(woken):
            self._desk.waker.wake(incident)
        if taken.is_news or woken:
            self._desk.waker.rescan()
        elif taken.alerts:
            self._repeated()


async def _not_claimed(
    work: UnitOfWork, arrived: Sequence[Arrived], now: datetime
) -> list[Arrived]:
    """Without what was delivered before, or twice among these."""
    named = {(one.source, one.delivery.id): one for one in reversed(arrived) if one.delivery.id}
    claimed = await work.alerts.claim([(source, str(id)) for source, id in named], now)
    first = {id(named[key]) for key in claimed}
    return [one for one in arrived if not one.delivery.id or id(one) in first]


async def _folded(
    work: UnitOfWork, masked: Sequence[tuple[Arrived, Delivery]], now: datetime
) -> Taken:
    keys = _keys(delivery for _, delivery in masked)
    copied = _keys(delivery for one, delivery in masked if one.way is Way.MESSAGE)
    folding = Folding(await work.alerts.told_with(keys, copied=copied))
    alerts: list[AlertNews] = []
    noted: list[KeptAlert] = []
    for one, delivery in masked:
        telling = one.telling
        for said in delivery.alerts:
            alerts += folding.hear(said, telling)
        for said in delivery.updates:
            alerts += folding.amend(said, telling)
        for note in delivery.notes:
            noted += folding.note(note, one.at)
    changes = tuple(change for _, delivery in masked for change in delivery.changes)
    await work.alerts.put(folding.changed)
    await work.alerts.add_changes(changes, now)
    echoes = tuple(echo for _, delivery in masked for echo in delivery.echoes)
    return Taken(tuple(alerts), tuple(noted), changes, echoes)


def _keys(deliveries: Iterable[Delivery]) -> set[str]:
    keys: set[str | None] = set()
    for delivery in deliveries:
        for said in (*delivery.alerts, *delivery.updates):
            keys |= {said.dedup_key, said.copy_key}
        keys |= {note.dedup_key for note in delivery.notes}
    return {key for key in keys if key is not None}
