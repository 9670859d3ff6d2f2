"""Adopting: one channel, one incident, whoever says so, how often, and at which moment."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.incident.adoption import Place
from bot.incident.adoption_errors import IsTaken
from bot.incident.changes import SeverityChanged
from bot.incident.errors import NotForGuests
from bot.incident.ids import ChannelId, UserId
from bot.incident.incident import Incident
from bot.incident.moments import Moment
from bot.incident.person import Person
from bot.incident.question import Declaration, FromForm
from bot.incident.record_facts import HistoryRead
from bot.incident.timeline import ChannelOpened
from bot.response.adopt import Doubt, adopt
from bot.response.change import Request
from bot.response.declare import Opened, declare
from bot.response.edit import edit
from bot.response.history import FIRST_WORDS, FIRST_WORDS_LATER, Spoken, history_read, in_the_room
from bot.response.times import set_moments
from tests.response.conftest import Office

ANA, BEN, EVE = UserId("UANA"), UserId("UBEN"), UserId("UEVE")
ROOM = ChannelId("C1")
PLACE = Place(channel=ROOM, name="checkout-is-failing", inside=True)
HIDDEN = Place(channel=ROOM, name="odd-log-ins", private=True, inside=True)


def said(key: str = "k1", by: UserId = ANA, **more: Any) -> Declaration:
    first = {"title": "", "severity": "sev3", "origin": FromForm(view=""), "one_line": True}
    return Declaration.model_validate({"key": key, "by": by, **first, **more})


async def adopted(
    office: Office, declaration: Declaration | None = None, place: Place = PLACE
) -> Incident:
    outcome = await adopt(office.desk, place, declaration or said())
    assert isinstance(outcome, Incident), outcome
    return outcome


async def all_open(office: Office) -> list[str]:
    async with office.desk.ledger.look() as work:
        return sorted(incident.reference for incident in await work.incidents.still_open())


async def test_the_channel_is_the_incidents_from_the_first_moment(office: Office) -> None:
    incident = await adopted(office, said(severity="sev2"))

    assert (incident.channel, incident.channel_name) == (ROOM, "checkout-is-failing")
    assert (incident.title, incident.severity) == ("Checkout is failing", "sev2")
    assert incident.history_due
    assert (office.alarm.woken, office.alarm.rescans) == ([incident.id], 1)
    async with office.desk.ledger.look() as work:
        owner = await work.incidents.in_channel(ROOM)
        facts = [entry.fact for entry in await work.timeline.of(incident.id)]
        effects = await work.effects.of(incident.id)
        due = await work.incidents.history_due()
    assert owner == incident
    assert ChannelOpened(channel=ROOM, name="checkout-is-failing", adopted=True) in facts
    assert [one.id for one in due] == [incident.id]
    assert effects == []


async def test_the_same_intent_twice_is_one_incident(office: Office) -> None:
    outcomes = await asyncio.gather(*(adopt(office.desk, PLACE, said()) for _ in range(5)))

    assert len({one.id for one in outcomes if isinstance(one, Incident)}) == 1
    assert await all_open(office) == ["INC-1"]


async def test_two_people_at_the_same_moment_are_one_incident(office: Office) -> None:
    two = (adopt(office.desk, PLACE, said(f"k{by}", by)) for by in (ANA, BEN))
    outcomes = await asyncio.gather(*two, return_exceptions=True)

    assert sorted(type(one).__name__ for one in outcomes) == ["Incident", "IsTaken"]
    assert await all_open(office) == ["INC-1"]


async def test_a_channel_that_has_an_incident_is_taken(office: Office) -> None:
    await adopted(office)

    with pytest.raises(IsTaken, match="INC-1"):
        await adopt(office.desk, PLACE, said("k2", BEN))
    assert await all_open(office) == ["INC-1"]


async def test_guests_do_not_adopt(office: Office) -> None:
    office.book.people[EVE] = Person(id=EVE, name="eve", guest=True, known_at=office.clock.now())

    with pytest.raises(NotForGuests):
        await adopt(office.desk, PLACE, said(by=EVE))


async def test_a_title_that_sounds_private_is_asked_about_where_everybody_reads(
    office: Office,
) -> None:
    leak = said(title="Data leak at a supplier")

    asked = await adopt(office.desk, PLACE, leak)
    assert isinstance(asked, Doubt)
    assert await all_open(office) == []

    sure = await adopt(office.desk, PLACE, leak, sure=True)
    assert isinstance(sure, Incident)
    assert not sure.private


async def test_in_a_private_channel_nobody_is_asked_and_the_incident_is_private(
    office: Office,
) -> None:
    incident = await adopted(office, said(title="Data leak at a supplier"), HIDDEN)

    assert incident.private


async def test_an_incident_that_is_alike_is_noted_on_both(office: Office) -> None:
    other = await declare(office.desk, said("k0", BEN, title="Checkout is failing for cards"))
    assert isinstance(other, Opened)

    incident = await adopted(office)

    async with office.desk.ledger.look() as work:
        theirs = await work.incidents.get(other.incident.id)
    assert (incident.alike, theirs.alike) == ((theirs.number,), (incident.number,))


async def test_a_severity_that_nobody_chose_is_assumed_until_somebody_does(office: Office) -> None:
    incident = await adopted(office, said(severity_assumed=True))
    assert incident.severity_assumed

    changed = await edit(
        office.desk, Request(incident.id, BEN, "press"), {"severity": incident.severity}
    )

    assert not changed.incident.severity_assumed
    assert changed.facts == (SeverityChanged(before="sev3", after="sev3"),)


async def sayings(office: Office, incident: Incident) -> list[dict[str, str]]:
    async with office.desk.ledger.look() as work:
        effects = await work.effects.of(incident.id)
    return [effect.detail for effect in effects if effect.key.startswith("say:")]


async def read(office: Office, incident: Incident, *spoken: Spoken) -> None:
    async with office.desk.ledger.work() as work:
        await history_read(work, incident.id, spoken, office.clock.now())


@pytest.mark.parametrize(("seconds", "what"), [(5, FIRST_WORDS), (90, FIRST_WORDS_LATER)])
async def test_the_first_words_of_a_person_are_proposed_and_nothing_is_set(
    office: Office, seconds: float, what: str
) -> None:
    began = office.clock.now()
    incident = await adopted(office)
    await office.clock.forward(seconds=seconds)

    await read(office, incident, Spoken(began), Spoken(office.clock.now(), BEN))
    await read(office, incident, Spoken(began, EVE))

    [told] = await sayings(office, incident)
    at = office.clock.now().isoformat()
    assert told == {"what": what, "to": ANA, "user": BEN, "at": at}
    async with office.desk.ledger.look() as work:
        found = await work.incidents.get(incident.id)
        facts = [entry.fact for entry in await work.timeline.of(incident.id)]
    assert found.moments.started is None
    assert not found.history_due
    assert facts.count(HistoryRead(messages=2, since=began)) == 1


async def test_nothing_is_proposed_where_nobody_spoke_or_the_start_is_known(
    office: Office,
) -> None:
    silent = await adopted(office)
    await read(office, silent, Spoken(office.clock.now()))
    known = await adopted(office, said("k2"), PLACE.model_copy(update={"channel": "C2"}))
    await set_moments(
        office.desk, Request(known.id, ANA, "k3"), {Moment.STARTED: office.clock.now()}
    )
    await read(office, known, Spoken(office.clock.now(), BEN))

    assert await sayings(office, silent) == []
    assert await sayings(office, known) == []


async def test_who_is_in_the_channel_is_who_slack_says_is_there(office: Office) -> None:
    incident = await adopted(office, place=HIDDEN)

    for there in ([ANA, BEN], [BEN, EVE]):
        await office.clock.forward(minutes=1)
        async with office.desk.ledger.work() as work:
            await in_the_room(work, incident, there, office.clock.now())

    async with office.desk.ledger.look() as work:
        assert await work.members.of(incident.id) == {BEN, EVE}
