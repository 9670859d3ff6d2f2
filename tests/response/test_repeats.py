"""Earlier incidents: found by their alert, service and words, and only where everybody may see."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.incident.alert_facts import AlertsLinked
from bot.incident.errors import NoChange
from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.question import Declaration, FromForm
from bot.incident.repeat_facts import Because, Similar
from bot.incident.repeats import OfItself
from bot.incident.suggestion import Gathered
from bot.incident.timeline import Fact
from bot.response.change import Request, record
from bot.response.opening import write_incident
from bot.response.repeats import confirm, looked_back_again, past_of
from tests.response.conftest import Office

ANA = UserId("UANA")


def alert(office: Office, id: str) -> AlertsLinked:
    told = {"id": id, "dedup_key": f"prom:{id}", "source": "prom", "title": "Latency"}
    return AlertsLinked(
        alerts=(Gathered.model_validate({**told, "starts_at": office.clock.now()}),)
    )


async def declared(office: Office, title: str, *facts: Fact, private: bool = False) -> Incident:
    declaration = Declaration(
        key=title, title=title, severity="sev2", by=ANA, origin=FromForm(view="V"), private=private
    )
    async with office.desk.ledger.work() as work:
        now = office.clock.now()
        return await write_incident(work, office.policy, declaration, now, *facts)


async def test_the_same_alert_is_recognised_under_another_title(office: Office) -> None:
    first = await declared(office, "Checkout is failing", alert(office, "a1"))
    await office.clock.step(office.clock.now() + timedelta(days=3))

    again = await declared(office, "Slow answers", alert(office, "a1"))
    other = await declared(office, "Disk full", alert(office, "a2"))

    assert again.repeats.similar == (Similar(number=first.number, because=Because.ALERT),)
    assert other.repeats.similar == ()


async def test_an_alert_that_is_linked_later_counts_when_it_is_looked_again(office: Office) -> None:
    first = await declared(office, "Checkout is failing", alert(office, "a1"))
    second = await declared(office, "Slow answers")

    async with office.desk.ledger.work() as work:
        linked = await record(work, second.id, [alert(office, "a1")], office.clock.now())
        [found] = await looked_back_again(work, office.policy, linked)
        linked = await record(work, second.id, [found], office.clock.now())
        same = await looked_back_again(work, office.policy, linked)

    assert [one.number for one in linked.repeats.similar] == [first.number]
    assert same == []


async def test_a_private_one_is_neither_found_nor_shown_once_it_is(office: Office) -> None:
    await declared(office, "Checkout is failing", private=True)
    shown = await declared(office, "Checkout is failing for all")
    third = await declared(office, "Checkout is failing again")

    async with office.desk.ledger.look() as work:
        past = await past_of(work, third)

    assert [one.number for one in past] == [shown.number]


async def test_a_repeat_is_confirmed_once_and_never_of_itself(office: Office) -> None:
    first = await declared(office, "Checkout is failing")
    second = await declared(office, "Something else")

    done = await confirm(office.desk, Request(second.id, ANA, "k1"), first.number)
    same = await confirm(office.desk, Request(second.id, ANA, "k1"), first.number)

    assert done.incident.repeats.of == same.incident.repeats.of == (first.number,)
    with pytest.raises(NoChange):
        await confirm(office.desk, Request(second.id, ANA, "k2"), first.number)
    with pytest.raises(OfItself):
        await confirm(office.desk, Request(second.id, ANA, "k3"), second.number)
