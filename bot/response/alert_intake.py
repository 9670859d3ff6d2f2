"""Taking in what senders say about their alerts, by whichever way it came: in one transaction.

`AlertIntake.take` is the one door: webhooks and messages of watched channels come through it, many
at once. It masks secrets, drops deliveries that came before, folds each word into the alert it is
about, and stores what has changed; what was said just so before is only counted. Whoever has to
act on that (suggestions, entries of incidents) is a `Follow`: it is handed everything that is new,
in the same transaction, and answers with the incidents that have to be looked at when it is
committed. Of repeats it hears a little later, of many at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from bot.incident.alert import Delivery
from bot.incident.alert_news import AlertNews
from bot.incident.ids import IncidentId
from bot.incident.kept_alert import KeptAlert, Way
from bot.incident.masking import masker_of
from bot.response.alert_folding import Folding
from bot.response.alert_masking import masked_delivery
from bot.response.alert_repeats import Masked, counted
from bot.response.alert_taken import Arrived, Follow, Taken
from bot.response.ports import Desk, UnitOfWork


class AlertIntake:
    def __init__(self, desk: Desk, follow: Sequence[Follow], repeated: Callable[[], None]) -> None:
        """`repeated` is called, instead of `rescan`, where repeats have come."""
        self._desk = desk
        self._follow = follow
        self._repeated = repeated

    async def take(self, arrived: Sequence[Arrived]) -> None:
        """All of them or none. Raises LedgerDown."""
        masker = masker_of(self._desk.policy().mask_patterns)
        masked = [(one, masked_delivery(masker, one.delivery)) for one in arrived]
        now, woken = self._desk.clock.now(), set[IncidentId]()
        async with self._desk.ledger.work() as work:
            fresh = await _not_claimed(work, masked, now)
            left, repeated = await counted(work, fresh, now)
            taken = await _folded(work, left, now)
            for follow in self._follow:
                woken |= set(await follow(work, taken, now))
        for incident in sorted(woken):
            self._desk.waker.wake(incident)
        if taken.is_news or woken:
            self._desk.waker.rescan()
        if repeated or (taken.alerts and not taken.is_news):
            self._repeated()


async def _not_claimed(work: UnitOfWork, masked: Sequence[Masked], now: datetime) -> list[Masked]:
    """Without what was delivered before, or twice among these."""
    named = {(one.source, one.delivery.id): one for one, _ in reversed(masked) if one.delivery.id}
    claimed = await work.alerts.claim([(source, str(id)) for source, id in named], now)
    first = {id(named[key]) for key in claimed}
    return [both for both in masked if not both[0].delivery.id or id(both[0]) in first]


async def _folded(work: UnitOfWork, masked: Sequence[Masked], now: datetime) -> Taken:
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
