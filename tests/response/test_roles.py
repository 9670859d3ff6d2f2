"""Taking, giving and leaving roles, and handing them over, on both databases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.incident.changes import HandoverEnded, RoleDropped, RoleTaken
from bot.incident.effect import Effect
from bot.incident.errors import IncidentError, NotInside, StaleForm
from bot.incident.fields import fields_of
from bot.incident.handover import HandoverEnd
from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.person import Person
from bot.incident.relief import Relief
from bot.incident.role_errors import (
    CannotHold,
    NoHandover,
    OfferedToAnother,
    RoleHeld,
    RoleYours,
    VisitorOutside,
)
from bot.incident.roles import Role
from bot.response.change import Changed, Request
from bot.response.handover import accept, decline, offer, withdraw
from bot.response.roles import arrange, assign, drop, take
from bot.response.room import member_joined, member_left
from tests.response.conftest import Office
from tests.response.test_declare import ANA, BOB
from tests.response.test_verbs import ROOM, an_incident

EVE = UserId("UEVE")


def asks(incident: Incident, by: UserId, key: str) -> Request:
    return Request(incident.id, by, key)


async def effects(office: Office, incident: Incident) -> Sequence[Effect]:
    async with office.desk.ledger.look() as work:
        return await work.effects.of(incident.id)


async def told(office: Office, incident: Incident) -> list[tuple[str, str]]:
    """What was promised to be said, and to whom."""
    said = [e.detail for e in await effects(office, incident) if "what" in e.detail]
    return sorted((detail["what"], detail["to"]) for detail in said)


async def now(office: Office, incident: Incident) -> Incident:
    async with office.desk.ledger.look() as work:
        return await work.incidents.get(incident.id)


async def come_in(office: Office, user: UserId) -> None:
    async with office.desk.ledger.work() as work:
        await member_joined(work, ROOM, user, office.clock.now())


async def test_the_same_press_twice_is_one_and_a_second_person_is_asked(office: Office) -> None:
    incident = await an_incident(office, severity="sev1")

    first = await take(office.desk, asks(incident, ANA, "k"), Role.IC)
    again = await take(office.desk, asks(incident, ANA, "k"), Role.IC)
    with pytest.raises(RoleHeld) as held:
        await take(office.desk, asks(incident, BOB, "l"), Role.IC)
    with pytest.raises(RoleHeld):
        await take(office.desk, asks(incident, BOB, "m"), Role.IC, over=True, of=EVE)
    with pytest.raises(RoleYours):
        await take(office.desk, asks(incident, ANA, "n"), Role.IC)

    assert first.facts == again.facts == (RoleTaken(role=Role.IC, user=ANA),)
    assert held.value.holding.user == ANA
    assert (await now(office, incident)).commander == ANA


async def test_last_seen_is_when_the_holder_last_wrote_in_the_room(office: Office) -> None:
    incident = await an_incident(office, severity="sev1")
    await come_in(office, ANA)
    spoke = office.clock.now() + timedelta(minutes=4)
    async with office.desk.ledger.work() as work:
        await work.members.spoke(incident.id, ANA, spoke)
        await work.members.spoke(incident.id, ANA, spoke - timedelta(minutes=2))
    await take(office.desk, asks(incident, ANA, "k"), Role.IC)

    with pytest.raises(RoleHeld) as held:
        await take(office.desk, asks(incident, BOB, "l"), Role.IC)

    assert held.value.last_seen == spoke


async def test_taking_over_tells_the_former_and_lets_in_who_is_absent(office: Office) -> None:
    incident = await an_incident(office, severity="sev1")
    await take(office.desk, asks(incident, ANA, "k"), Role.IC)

    changed = await take(office.desk, asks(incident, BOB, "l"), Role.IC, over=True, of=ANA)

    assert changed.facts == (RoleTaken(role=Role.IC, user=BOB, before=ANA),)
    assert await told(office, incident) == [("role_lost", ANA)]
    assert f"join:{BOB}" in {effect.key for effect in await effects(office, incident)}


async def test_a_small_incident_is_the_declarers_until_somebody_takes_it(office: Office) -> None:
    incident = await an_incident(office, severity="sev3")
    holding = incident.roles[Role.IC]
    assert (holding.user, holding.automatic) == (ANA, True)
    assert incident.moments.acknowledged is None, "declaring is not taking it"

    confirmed = await take(office.desk, asks(incident, ANA, "k"), Role.IC)

    assert confirmed.facts == (RoleTaken(role=Role.IC, user=ANA),)
    assert not confirmed.incident.roles[Role.IC].automatic
    assert confirmed.incident.moments.acknowledged is not None
    with pytest.raises(RoleHeld):
        await take(office.desk, asks(incident, BOB, "l"), Role.IC)


async def test_who_cannot_hold_a_role(office: Office) -> None:
    incident = await an_incident(office, severity="sev1")
    traits = {"bot": {"is_bot": True}, "gone": {"deactivated": True}, "guest": {"guest": True}}
    for name, trait in traits.items():
        id = UserId(name)
        person = {"id": id, "name": name, "known_at": office.clock.now(), **trait}
        office.book.people[id] = Person.model_validate(person)

    for name, error in (("bot", CannotHold), ("gone", CannotHold), ("guest", VisitorOutside)):
        with pytest.raises(error):
            await assign(office.desk, asks(incident, ANA, name), Role.TECH, UserId(name))
        with pytest.raises(error):
            await offer(office.desk, asks(incident, ANA, name), (), UserId(name))
    await come_in(office, UserId("guest"))
    changed = await assign(office.desk, asks(incident, ANA, "k"), Role.TECH, UserId("guest"))
    assert changed.incident.holder(Role.TECH) == "guest"


async def test_of_what_is_private_only_those_inside_are_given_anything(office: Office) -> None:
    incident = await an_incident(office, severity="sev1", private=True)
    await come_in(office, ANA)

    with pytest.raises(NotInside):
        await assign(office.desk, asks(incident, ANA, "k"), Role.TECH, BOB)

    assert await told(office, incident) == []


async def test_several_at_once_and_whoever_comes_second_is_told(office: Office) -> None:
    incident = await an_incident(office, severity="sev1")
    seen = fields_of(incident)
    wanted = {Role.IC: BOB, Role.SCRIBE: EVE}

    changed = await arrange(office.desk, asks(incident, ANA, "k"), wanted, seen)
    with pytest.raises(StaleForm):
        await arrange(office.desk, asks(incident, EVE, "l"), {Role.IC: EVE}, seen)
    emptied = await arrange(
        office.desk, asks(incident, ANA, "m"), {Role.SCRIBE: None}, fields_of(changed.incident)
    )

    assert changed.incident.commander == BOB
    assert emptied.facts == (RoleDropped(role=Role.SCRIBE, user=EVE),)
    assert await told(office, incident) == [
        ("role_given", BOB),
        ("role_given", EVE),
        ("role_lost", EVE),
    ]


async def test_an_accepted_handover_moves_what_was_offered(office: Office) -> None:
    incident = await an_incident(office, severity="sev1")
    for role in (Role.IC, Role.COMMS):
        await take(office.desk, asks(incident, ANA, role.value), role)

    await offer(office.desk, asks(incident, ANA, "k"), (), BOB, "Watch the cache")
    with pytest.raises(OfferedToAnother):
        await accept(office.desk, asks(incident, EVE, "l"))
    changed = await accept(office.desk, asks(incident, BOB, "m"))

    held = {role: holding.user for role, holding in changed.incident.roles.items()}
    assert held == {Role.IC: BOB, Role.COMMS: BOB}
    [detail] = [
        e.detail for e in await effects(office, incident) if e.detail.get("what") == "handover"
    ]
    assert Relief.model_validate_json(detail["relief"]).risks == "Watch the cache"
    assert ("handover_answered", ANA) in await told(office, incident)
    with pytest.raises(NoHandover):
        await accept(office.desk, asks(incident, BOB, "n"))


@pytest.mark.parametrize("way", ["take", "assign", "drop", "decline", "withdraw", "another"])
async def test_an_offer_ends_in_one_way_only(office: Office, way: str) -> None:
    incident = await an_incident(office, severity="sev1")
    await take(office.desk, asks(incident, ANA, "k"), Role.IC)
    await offer(office.desk, asks(incident, ANA, "l"), (Role.IC,), BOB)

    changed = await _ending(office, incident, way)

    ends = [fact.end for fact in changed.facts if isinstance(fact, HandoverEnded)]
    expected = {
        "decline": HandoverEnd.DECLINED,
        "withdraw": HandoverEnd.WITHDRAWN,
        "another": HandoverEnd.WITHDRAWN,
    }
    assert ends == [expected.get(way, HandoverEnd.OVERTAKEN)]
    if way != "another":
        with pytest.raises(NoHandover):
            await accept(office.desk, asks(incident, BOB, "z"))


async def _ending(office: Office, incident: Incident, way: str) -> Changed:
    desk = office.desk
    match way:
        case "take":
            return await take(desk, asks(incident, EVE, "m"), Role.IC, over=True)
        case "assign":
            return await assign(desk, asks(incident, EVE, "m"), Role.IC, EVE)
        case "drop":
            return await drop(desk, asks(incident, ANA, "m"), None)
        case "decline":
            return await decline(desk, asks(incident, BOB, "m"))
        case "withdraw":
            return await withdraw(desk, asks(incident, ANA, "m"))
    return await offer(desk, asks(incident, ANA, "m"), (Role.IC,), EVE)


async def test_who_leaves_is_said_once_however_often_it_is_heard(office: Office) -> None:
    incident = await an_incident(office, severity="sev1")
    for user in (ANA, BOB):
        await come_in(office, user)
    await take(office.desk, asks(incident, ANA, "k"), Role.IC)
    await take(office.desk, asks(incident, BOB, "l"), Role.SCRIBE)
    left_at = office.clock.now() + timedelta(minutes=1)

    for _ in range(2):
        async with office.desk.ledger.work() as work:
            woken = await member_left(work, ROOM, BOB, left_at, office.clock.now())

    assert woken is None
    assert await told(office, incident) == [("holder_left", ANA)]
    assert (await now(office, incident)).holder(Role.SCRIBE) == BOB
    async with office.desk.ledger.work() as work:
        assert await member_left(work, ROOM, ANA, left_at, office.clock.now()) == incident.id
    assert ("commander_left", "") in await told(office, incident)


async def test_a_refusal_leaves_nothing_behind(office: Office) -> None:
    incident = await an_incident(office, severity="sev1")

    for act in (
        drop(office.desk, asks(incident, ANA, "k"), Role.IC),
        offer(office.desk, asks(incident, ANA, "k"), (Role.IC,), BOB),
        decline(office.desk, asks(incident, ANA, "k")),
    ):
        with pytest.raises(IncidentError):
            await act

    assert await told(office, incident) == []
    changed = await take(office.desk, asks(incident, ANA, "k"), Role.IC)
    assert changed.incident.commander == ANA
