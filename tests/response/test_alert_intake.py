"""What senders say is folded into the alerts it is about, once, whatever way and order it takes."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.incident.alert import Alert, AlertState, ChangeEvent, Delivery, Note
from bot.incident.alert_news import News
from bot.incident.ids import ChannelId, IncidentId, MessageTs
from bot.incident.kept_alert import KeptAlert, Way
from bot.response.alert_folding import Folding, Telling
from bot.response.alert_intake import AlertIntake
from bot.response.alert_repeats import PAUSE, RepeatsDue
from bot.response.alert_taken import Arrived, Taken
from bot.response.ports import LedgerDown, UnitOfWork
from bot.sandbox.hand_clock import HandClock
from tests.incident.secrets_made_up import TOKENS
from tests.response.conftest import Office

ROOM = ChannelId("C0ALERTS")


def said(key: str = "grafana|1", **parts: Any) -> Alert:
    plain = {"source": "grafana", "dedup_key": key, "title": "5xx", "state": AlertState.FIRING}
    return Alert(**plain | parts)


def over(key: str = "grafana|1", **parts: Any) -> Alert:
    return said(key, state=AlertState.RESOLVED, **parts)


@dataclass
class Desk:
    """Takes words in, and remembers what was told to whoever follows."""

    office: Office
    told: list[Taken] = field(default_factory=list)
    down: bool = False
    wakes: bool = True
    repeats: RepeatsDue = field(init=False)

    def __post_init__(self) -> None:
        self.repeats = RepeatsDue(self.office.desk, [self.follow])

    async def follow(self, work: UnitOfWork, taken: Taken, now: datetime) -> Iterable[IncidentId]:
        self.told.append(taken)
        if self.down:
            raise LedgerDown("it is away")
        return [IncidentId("woken")] if self.wakes else []

    @property
    def clock(self) -> HandClock:
        return self.office.clock

    @property
    def news(self) -> list[set[News]]:
        return [set(one.news) for taken in self.told for one in taken.alerts]

    async def take(self, *arrived: Arrived) -> None:
        await AlertIntake(self.office.desk, [self.follow], self.repeats.came).take(arrived)

    async def webhook(self, *alerts: Alert, **parts: Any) -> None:
        await self.take(self.by_webhook(*alerts, **parts))

    async def message(self, *alerts: Alert, **parts: Any) -> None:
        await self.take(self.by_message(*alerts, **parts))

    def by_webhook(self, *alerts: Alert, **parts: Any) -> Arrived:
        delivery = Delivery(alerts=alerts, **parts)
        return Arrived(delivery=delivery, source="grafana", at=self.clock.now(), way=Way.WEBHOOK)

    def by_message(self, *alerts: Alert, **parts: Any) -> Arrived:
        now = self.clock.now()
        return Arrived(
            delivery=Delivery(alerts=alerts, **parts),
            source="slack",
            at=now,
            way=Way.MESSAGE,
            channel=ROOM,
            ts=MessageTs(f"{now.timestamp():.6f}"),
        )

    async def known(self) -> Sequence[KeptAlert]:
        async with self.office.desk.ledger.look() as work:
            return await work.alerts.latest(1000)

    async def one(self) -> KeptAlert:
        (only,) = await self.known()
        return only


@pytest.fixture
def desk(office: Office) -> Desk:
    return Desk(office)


async def test_an_alert_opens_repeats_and_clears(desk: Desk) -> None:
    for word in (said(), said(), over(), said()):
        await desk.webhook(word)
        await desk.clock.forward(minutes=1)

    assert desk.news == [{News.OPENED}, {News.REPEATED}, {News.CLEARED}, {News.OPENED}]
    assert (await desk.one()).known.fired == 3
    assert desk.office.alarm.woken == [IncidentId("woken")] * 4


async def test_many_in_one_transaction_are_told_one_after_the_other(desk: Desk) -> None:
    words = [said(told_at=desk.clock.now() - timedelta(minutes=n)) for n in (3, 2, 1)]

    await desk.take(*(desk.by_webhook(word, said("grafana|2")) for word in words))

    assert desk.news == [{News.OPENED}] * 2 + [{News.REPEATED}] * 4
    assert {one.dedup_key: one.known.fired for one in await desk.known()} == {
        "grafana|1": 3,
        "grafana|2": 3,
    }


async def test_what_ends_before_it_fired_is_known_and_opens_nothing(desk: Desk) -> None:
    now = desk.clock.now()
    await desk.webhook(over(ends_at=now))
    await desk.webhook(said(starts_at=now - timedelta(minutes=5)))

    assert desk.news == [set(), set()]
    assert not (await desk.one()).alert.is_firing


async def test_a_delivery_counts_once_by_its_id(desk: Desk) -> None:
    await desk.webhook(said(), id="one")
    await desk.take(desk.by_webhook(said(), id="one"), desk.by_webhook(said(), id="two"))
    await desk.take(desk.by_webhook(said(), id="three"), desk.by_webhook(said(), id="three"))

    assert (await desk.one()).known.fired == 3


async def test_what_somebody_took_in_hand_opens_again_when_they_let_go(desk: Desk) -> None:
    for word in (said(), said(acknowledged=True, acknowledged_by="Ana"), said(released=True)):
        await desk.webhook(word)
        await desk.clock.forward(minutes=1)

    assert [News.ACKNOWLEDGED in news for news in desk.news] == [False, True, False]
    assert {News.RELEASED, News.OPENED} <= desk.news[2]


async def test_flapping_is_told_when_it_begins(desk: Desk) -> None:
    for word in [said(), over()] * 4:
        await desk.webhook(word)
        await desk.clock.forward(minutes=1)

    assert [News.FLAPPING in news for news in desk.news].count(True) == 1


async def test_another_title_or_severity_is_told(desk: Desk) -> None:
    await desk.webhook(said())
    await desk.clock.forward(minutes=1)
    await desk.webhook(said(severity="critical"))

    assert desk.news[1] == {News.RETOLD, News.REPEATED}


async def test_an_update_changes_what_is_known_and_nothing_else(desk: Desk) -> None:
    await desk.webhook(updates=(said(),))
    assert await desk.known() == []

    await desk.webhook(said())
    await desk.clock.forward(minutes=1)
    await desk.webhook(updates=(said(title="6xx"),))
    assert ((await desk.one()).alert.title, (await desk.one()).known.fired) == ("6xx", 1)

    await desk.webhook(over())
    await desk.clock.forward(minutes=1)
    await desk.webhook(updates=(said(condition="no_data"),))
    assert not (await desk.one()).alert.is_firing


async def test_notes_stand_beside_their_alert_once(desk: Desk) -> None:
    note = Note(source="grafana", dedup_key="grafana|1", text="I look", at=desk.clock.now())
    await desk.webhook(notes=(note,))
    await desk.webhook(said(), notes=(note, note))

    assert [one.text for one in (await desk.one()).notes] == ["I look"]
    assert [len(taken.noted) for taken in desk.told] == [0, 2]


async def test_a_change_is_handed_on_and_kept(desk: Desk) -> None:
    change = ChangeEvent(source="github", title="Deployed 3dce5c8", service="checkout")
    await desk.message(changes=(change,))

    now = desk.clock.now()
    async with desk.office.desk.ledger.look() as work:
        assert await work.alerts.changes(now - timedelta(hours=1), now) == [change]
    assert desk.told[0].changes == (change,)
    assert await desk.known() == []


COPY = "grafana|message|5xx"


@pytest.mark.parametrize("copy_key", [COPY, None], ids=["a key of its own", "the same key"])
@pytest.mark.parametrize("first", [Way.WEBHOOK, Way.MESSAGE])
async def test_a_webhook_and_its_message_are_one(
    desk: Desk, first: Way, copy_key: str | None
) -> None:
    start = desk.clock.now()
    webhook = desk.by_webhook(said(copy_key=copy_key, title="By webhook", starts_at=start))
    await desk.clock.forward(minutes=1)
    message = desk.by_message(said(copy_key or "grafana|1", title="By message", told_at=start))

    await desk.take(*((webhook, message) if first is Way.WEBHOOK else (message, webhook)))

    kept = await desk.one()
    assert (kept.dedup_key, kept.copy_key) == ("grafana|1", copy_key)
    assert (kept.alert.title, kept.alert.starts_at) == ("By webhook", start)
    assert (kept.known.fired, kept.by_webhook) == (1, True)
    assert (kept.channel, kept.ts) == (ROOM, message.ts)
    assert [News.OPENED in news for news in desk.news].count(True) == 1


async def test_a_message_that_says_it_is_over_ends_what_a_webhook_told(desk: Desk) -> None:
    await desk.webhook(said(copy_key=COPY, title="By webhook"))
    await desk.clock.forward(minutes=1)
    await desk.message(over(COPY, title="By message"))

    kept = await desk.one()
    assert (kept.alert.state, kept.alert.title) == (AlertState.RESOLVED, "By webhook")
    assert desk.news[-1] == {News.CLEARED}


async def test_a_message_for_several_ends_them_all_and_opens_none(desk: Desk) -> None:
    await desk.webhook(said("grafana|1", copy_key=COPY), said("grafana|2", copy_key=COPY))
    await desk.clock.forward(minutes=1)
    await desk.message(said(COPY))
    assert [one.known.fired for one in await desk.known()] == [1, 1]

    await desk.message(over(COPY))
    assert [one.alert.state for one in await desk.known()] == [AlertState.RESOLVED] * 2


async def test_a_message_later_than_what_a_webhook_told_to_be_over_opens(desk: Desk) -> None:
    """The webhook may have broken meanwhile."""
    start = desk.clock.now()
    await desk.webhook(said(copy_key=COPY, starts_at=start))
    await desk.clock.forward(minutes=5)
    await desk.webhook(over(copy_key=COPY, ends_at=desk.clock.now()))
    await desk.message(said(COPY, told_at=start))
    assert not (await desk.one()).alert.is_firing

    await desk.clock.forward(minutes=5)
    await desk.message(said(COPY, told_at=desk.clock.now()))

    assert desk.news[-1] == {News.OPENED}
    assert ((await desk.one()).known.fired, (await desk.one()).dedup_key) == (2, "grafana|1")


async def test_an_edited_message_changes_its_alert_and_makes_none(desk: Desk) -> None:
    await desk.message(updates=(said(COPY),))
    assert await desk.known() == []

    await desk.message(said(COPY, title="[FIRING:1] 5xx"))
    await desk.clock.forward(minutes=1)
    await desk.message(updates=(said(COPY, title="[FIRING:2] 5xx"),))

    kept = await desk.one()
    assert (kept.alert.title, kept.known.fired) == ("[FIRING:2] 5xx", 1)


async def test_the_order_of_ways_and_words_does_not_matter(office: Office) -> None:
    start = office.clock.now()
    desk = Desk(office)
    words = [
        desk.by_webhook(said(copy_key=COPY, starts_at=start)),
        desk.by_message(said(COPY, title="By message", told_at=start, starts_at=start)),
        desk.by_webhook(over(copy_key=COPY, starts_at=start, ends_at=start)),
    ]

    ends = []
    for place, order in enumerate(itertools.permutations(words)):
        renamed = [_renamed(word, place) for word in order]
        await desk.take(*renamed)
        (kept,) = [one for one in await desk.known() if one.dedup_key == f"grafana|1/{place}"]
        ends.append((kept.alert.state, kept.alert.title, kept.alert.ends_at, kept.by_webhook))

    assert set(ends) == {(AlertState.RESOLVED, "5xx", start, True)}


def _renamed(word: Arrived, place: int) -> Arrived:
    """About another alert, so that each order has its own."""
    (alert,) = word.delivery.alerts
    copy_key = f"{alert.copy_key}/{place}" if alert.copy_key else None
    keys = {"dedup_key": f"{alert.dedup_key}/{place}", "copy_key": copy_key}
    delivery = Delivery(alerts=(alert.model_copy(update=keys),))
    return Arrived(
        delivery=delivery,
        source=word.source,
        at=word.at,
        way=word.way,
        channel=word.channel,
        ts=word.ts,
    )


@pytest.mark.parametrize("kind", ["github-pat", "slack-token", "jwt"])
async def test_no_secret_is_kept(desk: Desk, kind: str) -> None:
    secret = TOKENS[kind]
    text = f"the key is {secret} now"
    alert = said(f"grafana|{secret}", copy_key=f"m|{secret}", title=text, text=text, service=text)
    note = Note(source="grafana", dedup_key=f"grafana|{secret}", text=text)
    await desk.webhook(alert, notes=(note,), changes=(ChangeEvent(source="github", title=text),))
    await desk.webhook(alert)

    kept = await desk.one()
    assert secret not in kept.model_dump_json()
    assert secret not in repr(desk.told)
    assert (kept.known.fired, len(kept.notes)) == (2, 1)


async def test_nothing_is_kept_if_what_follows_fails(desk: Desk) -> None:
    desk.down = True
    with pytest.raises(LedgerDown):
        await desk.webhook(said(), id="one")
    desk.down = False

    assert await desk.known() == []
    await desk.webhook(said(), id="one")
    assert (await desk.one()).known.fired == 1


STARTED = datetime(2020, 11, 2, 11, 0, tzinfo=UTC)


async def test_what_is_said_just_so_again_is_counted_and_followed_later(desk: Desk) -> None:
    desk.wakes = False
    for _ in range(3):
        await desk.webhook(said(starts_at=STARTED), said("grafana|2", starts_at=STARTED))
        await desk.clock.forward(minutes=1)

    assert desk.news == [{News.OPENED}] * 2
    await desk.repeats.run_due(desk.clock.now())
    assert desk.news[2:] == [{News.REPEATED}] * 2
    assert [one.after.known.fired for one in desk.told[-1].alerts] == [3, 3]
    kept = await desk.known()
    assert [one.known.heard_at for one in kept] == [desk.clock.now() - timedelta(minutes=1)] * 2
    await desk.repeats.run_due(desk.clock.now())
    assert len(desk.news) == 4


async def test_repeats_that_were_counted_are_in_whatever_is_said_next(desk: Desk) -> None:
    first = said(starts_at=STARTED)
    for word in (first, first, first, said(starts_at=STARTED, title="6xx"), first, first):
        await desk.webhook(word)

    assert ((await desk.one()).known.fired, (await desk.one()).alert.title) == (6, "5xx")
    assert desk.news == [
        {News.OPENED},
        {News.RETOLD, News.REPEATED},
        {News.RETOLD, News.REPEATED},
    ]


async def test_only_what_changes_nothing_is_counted_without_a_look(desk: Desk) -> None:
    """Among words of one moment the last one counts, whichever of them came before."""
    first, other = said(starts_at=STARTED), said(starts_at=STARTED, title="6xx")
    await desk.webhook(first)

    await desk.take(*(desk.by_webhook(word) for word in (other, first)))
    assert ((await desk.one()).known.fired, (await desk.one()).alert.title) == (3, "5xx")
    await desk.take(*(desk.by_webhook(word) for word in (first, other)))
    assert ((await desk.one()).known.fired, (await desk.one()).alert.title) == (5, "6xx")

    await desk.webhook(over(starts_at=STARTED, ends_at=desk.clock.now()))
    await desk.webhook(other)
    assert (await desk.one()).known.fired == 6
    assert not (await desk.one()).alert.is_firing


WORDS = (
    said(starts_at=STARTED),
    said(starts_at=STARTED, title="6xx"),
    said(starts_at=STARTED, acknowledged=True, acknowledged_at=STARTED),
    said(starts_at=STARTED, released=True),
    said(starts_at=STARTED + timedelta(minutes=10)),
    said(starts_at=STARTED + timedelta(days=10)),
    said(),
    over(starts_at=STARTED, ends_at=STARTED + timedelta(minutes=5)),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=12))
def test_a_word_that_is_known_again_is_only_counted(words: list[Alert]) -> None:
    """Whatever else was said: to hear it would not change anything else."""
    folding, before = Folding([]), None
    for minute, word in enumerate(words):
        at = STARTED + timedelta(days=1, minutes=minute)
        telling = Telling(way=Way.WEBHOOK, at=at)
        (told,) = folding.hear(word, telling)
        if before is not None and before.again == telling.digest(word):
            known = before.known.repeated(1, at)
            assert told.after == before.model_copy(update={"known": known})
            assert told.news == {News.REPEATED}
        before = told.after


async def test_repeats_are_followed_together(desk: Desk) -> None:
    alarm, repeats = desk.office.alarm, desk.repeats
    desk.wakes = False
    await repeats.run_due(desk.clock.now())
    await desk.webhook(said())
    assert (alarm.rescans, await repeats.next_due()) == (1, None)

    for _ in range(5):
        await desk.webhook(said())
    now = desk.clock.now()
    assert (alarm.rescans, await repeats.next_due()) == (2, now)

    await repeats.run_due(now)
    assert (alarm.rescans, await repeats.next_due()) == (3, now + PAUSE)
    await repeats.run_due(now + PAUSE)
    assert (alarm.rescans, await repeats.next_due()) == (3, None)


async def test_what_was_counted_before_a_crash_is_followed_after_it(desk: Desk) -> None:
    for _ in range(2):
        await desk.webhook(said(starts_at=STARTED))

    after = RepeatsDue(desk.office.desk, [desk.follow])
    due = await after.next_due()
    assert due is not None
    await after.run_due(due)

    assert desk.news == [{News.OPENED}, {News.REPEATED}]
