"""Finding, joining, repairing, and what happens to a room."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.incident.effect import Effect, EffectId, EffectState
from bot.incident.errors import NoSuchIncident, NotForGuests
from bot.incident.ids import ChannelId, UserId
from bot.incident.incident import Incident
from bot.incident.listing import Listing
from bot.incident.person import Person
from bot.incident.timeline import ChannelMoved, ChannelRenamed, JoinAsked, RepairAsked
from bot.response.declare import declare
from bot.response.find import find, listed
from bot.response.join import join
from bot.response.permission import require_welcome
from bot.response.repair import drop, repair
from bot.response.room import (
    channel_moved,
    channel_opened,
    channel_renamed,
    member_joined,
    member_left,
)
from tests.response.conftest import Office
from tests.response.test_declare import ANA, BOB, opened, said

ROOM = ChannelId("CROOM")


async def an_incident(office: Office, **more: Any) -> Incident:
    incident = (await opened(office, said(**more))).incident
    async with office.desk.ledger.work() as work:
        await channel_opened(work, incident, ROOM, "inc-1", office.clock.now())
    async with office.desk.ledger.look() as work:
        return await work.incidents.get(incident.id)


async def put(office: Office, incident: Incident, key: str, state: EffectState) -> None:
    effect = Effect(id=EffectId(key), incident=incident.id, key=key, wanted="x", state=state)
    async with office.desk.ledger.work() as work:
        await work.effects.put(effect.model_copy(update={"attempts": 5, "error": "too_bad"}))


async def states(office: Office, incident: Incident) -> dict[str, EffectState]:
    async with office.desk.ledger.look() as work:
        return {e.key: e.state for e in await work.effects.of(incident.id) if e.key != "link"}


async def test_a_private_incident_is_for_strangers_as_if_it_were_not(office: Office) -> None:
    incident = await an_incident(office, private=True)

    with pytest.raises(NoSuchIncident) as private:
        await find(office.desk, 1, BOB)
    with pytest.raises(NoSuchIncident) as none:
        await find(office.desk, 9, BOB)
    assert str(private.value).replace("INC-1", "INC-9") == str(none.value)
    assert (await listed(office.desk, Listing(by=BOB)))[0].total == 0

    async with office.desk.ledger.work() as work:
        await member_joined(work, ROOM, BOB, office.clock.now())
    assert (await find(office.desk, 1, BOB)).id == incident.id
    assert (await listed(office.desk, Listing(by=BOB)))[0].total == 1


async def test_lists_can_be_narrowed(office: Office) -> None:
    await opened(office, said("k1", "Checkout is failing"))
    await opened(office, said("k2", "Search is slow", by=BOB, severity="sev3"))

    async def numbers(**filters: object) -> list[int]:
        found, _ = await listed(office.desk, Listing(by=ANA, **filters))  # type: ignore[arg-type]
        return [incident.number for incident in found.incidents]

    assert await numbers() == [2, 1]
    assert await numbers(mine=True) == [1]
    assert await numbers(severity="sev3") == [2]
    assert await numbers(words=("slow",)) == [2]
    assert await numbers(words=("search", "failing")) == []


async def test_a_guest_is_welcome_only_inside(office: Office) -> None:
    incident = await an_incident(office)
    guest = Person(id=BOB, name="bob", guest=True, known_at=office.clock.now())
    office.book.people[BOB] = guest

    with pytest.raises(NotForGuests):
        await require_welcome(office.desk, BOB, incident.id)
    async with office.desk.ledger.work() as work:
        await member_joined(work, ROOM, BOB, office.clock.now())
    await require_welcome(office.desk, BOB, incident.id)


async def test_joining_is_promised_once_until_it_is_done(office: Office) -> None:
    incident = await an_incident(office)

    for _ in range(3):
        assert (await join(office.desk, incident.id, BOB))[1] is True

    assert await states(office, incident) == {f"join:{BOB}": EffectState.PENDING}
    async with office.desk.ledger.look() as work:
        facts = [entry.fact for entry in await work.timeline.of(incident.id)]
    assert facts.count(JoinAsked(user=BOB)) == 1


async def test_who_is_in_already_is_told(office: Office) -> None:
    incident = await an_incident(office)
    async with office.desk.ledger.work() as work:
        await member_joined(work, ROOM, BOB, office.clock.now())

    assert (await join(office.desk, incident.id, BOB))[1] is False
    assert await states(office, incident) == {}


async def test_nobody_joins_a_private_incident_by_a_button(office: Office) -> None:
    incident = await an_incident(office, private=True)

    with pytest.raises(NoSuchIncident):
        await join(office.desk, incident.id, BOB)


async def test_who_left_may_join_again(office: Office) -> None:
    incident = await an_incident(office)
    await put(office, incident, f"join:{BOB}", EffectState.DONE)

    assert (await join(office.desk, incident.id, BOB))[1] is True
    assert await states(office, incident) == {f"join:{BOB}": EffectState.PENDING}


async def test_repair_tries_what_is_undone_but_not_what_is_under_way(office: Office) -> None:
    incident = await an_incident(office)
    for state in EffectState:
        await put(office, incident, state.value, state)

    repaired = await repair(office.desk, incident.id, by=ANA)

    assert sorted(repaired) == ["failed", "link", "pending"]
    after = await states(office, incident)
    assert after["failed"] is EffectState.PENDING
    assert after["trying"] is EffectState.TRYING
    assert after["done"] is EffectState.DONE
    assert after["dropped"] is EffectState.DROPPED
    async with office.desk.ledger.look() as work:
        fact = (await work.timeline.of(incident.id))[-1]
    assert isinstance(fact.fact, RepairAsked)
    assert fact.by == ANA
    assert office.alarm.woken[-1] == incident.id


async def test_only_what_was_named_is_retried_or_dropped(office: Office) -> None:
    incident = await an_incident(office)
    for key in ("pin", "topic"):
        await put(office, incident, key, EffectState.FAILED)

    assert await repair(office.desk, incident.id, keys=["pin"]) == ["pin"]
    assert await drop(office.desk, incident.id, ["topic", "nonsense"]) == ["topic"]

    assert await states(office, incident) == {
        "pin": EffectState.PENDING,
        "topic": EffectState.DROPPED,
    }


async def test_a_second_room_does_not_replace_the_first(office: Office) -> None:
    incident = await an_incident(office)

    async with office.desk.ledger.work() as work:
        await channel_opened(work, incident, ChannelId("COTHER"), "other", office.clock.now())

    async with office.desk.ledger.look() as work:
        assert (await work.incidents.get(incident.id)).channel == ROOM


async def test_a_renamed_room_is_a_fact_once(office: Office) -> None:
    incident = await an_incident(office)

    for _ in range(2):
        async with office.desk.ledger.work() as work:
            await channel_renamed(work, ROOM, "war-room", ANA, office.clock.now())

    async with office.desk.ledger.look() as work:
        facts = [entry.fact for entry in await work.timeline.of(incident.id)]
        assert (await work.incidents.get(incident.id)).channel_name == "war-room"
    assert facts.count(ChannelRenamed(name="war-room")) == 1


async def test_a_moved_room_takes_its_effects_along(office: Office) -> None:
    incident = await an_incident(office)
    card = Effect(
        id=EffectId("card"),
        incident=incident.id,
        key="card",
        wanted="x",
        result={"channel": ROOM, "ts": "1.2"},
    )
    async with office.desk.ledger.work() as work:
        await work.effects.put(card)
        await channel_moved(work, ROOM, ChannelId("CNEW"), office.clock.now())

    async with office.desk.ledger.look() as work:
        effects = {e.key: e.result for e in await work.effects.of(incident.id)}
        moved = await work.incidents.in_channel(ChannelId("CNEW"))
        facts = [entry.fact for entry in await work.timeline.of(incident.id)]
    assert effects["card"] == {"channel": "CNEW", "ts": "1.2"}
    assert moved is not None
    assert ChannelMoved(before=ROOM, after=ChannelId("CNEW")) in facts


async def test_joins_and_leaves_that_arrive_in_another_order_stay_right(office: Office) -> None:
    incident = await an_incident(office)
    now = office.clock.now()

    async with office.desk.ledger.work() as work:
        await member_left(work, ROOM, BOB, now + timedelta(seconds=5), now)
        await member_joined(work, ROOM, BOB, now)
        await member_joined(work, ChannelId("CELSE"), BOB, now)

    async with office.desk.ledger.look() as work:
        assert await work.members.of(incident.id) == frozenset()


async def test_whom_slack_cannot_name_may_do_everything(office: Office) -> None:
    assert await declare(office.desk, said(by=UserId("UNKNOWN")))
    assert (await listed(office.desk, Listing(by=UserId("UNKNOWN"))))[0].total == 1
