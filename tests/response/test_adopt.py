"""Adopting: one channel, one incident, whoever says so, how often, and at which moment."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.incident.adoption import Place
from bot.incident.adoption_errors import IsTaken
from bot.incident.changes import SeverityChanged
from bot.incident.chores import GapNoted
from bot.incident.errors import NotForGuests
from bot.incident.gap import Missed
from bot.incident.ids import ChannelId, MessageTs, UserId
from bot.incident.incident import Incident
from bot.incident.message import Content, Heard, HeardKind
from bot.incident.moments import Moment
from bot.incident.person import Person
from bot.incident.question import Declaration, FromForm
from bot.incident.record_facts import HistoryRead
from bot.incident.timeline import ChannelOpened
from bot.response.adopt import Doubt, adopt
from bot.response.change import Request
from bot.response.declare import Opened, declare
from bot.response.edit import edit
from bot.response.history import FIRST_WORDS, FIRST_WORDS_LATER, end_reading, in_the_room
from bot.response.times import set_moments
from bot.sandbox.hand_clock import START
from tests.response.conftest import Office

ANA, BEN, EVE, BOT = UserId("UANA"), UserId("UBEN"), UserId("UEVE"), UserId("UBOT")
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


def told(second: int, by: str, **more: Any) -> Heard:
    """What was said so many seconds after the clock began."""
    at = START + timedelta(seconds=second)
    ts = MessageTs(f"{at.timestamp():.6f}")
    kept: dict[str, Any] = {"channel": ROOM, "ts": ts, "kind": HeardKind.POSTED, "at": at}
    return Heard(**kept | {"heard_at": at, "by": by, "content": Content(text="hi")} | more)


async def read(office: Office, incident: Incident, *heard: Heard) -> None:
    """These were found in a reading of the whole channel, which has come to its end."""
    first = min((one.at for one in heard), default=None)
    async with office.desk.ledger.work() as work:
        await work.messages.add(heard)
        state = await work.read_backs.get(ROOM, whole=True)
        found = await work.incidents.get(incident.id)
    state = state.begun(office.clock.now()).found(Missed((), len(heard), 0, first))
    await end_reading(office.desk, found, state)


@pytest.mark.parametrize(("seconds", "what"), [(5, FIRST_WORDS), (90, FIRST_WORDS_LATER)])
async def test_the_first_words_of_a_person_are_proposed_and_nothing_is_set(
    office: Office, seconds: float, what: str
) -> None:
    office.book.people[BOT] = Person(id=BOT, name="bot", is_bot=True, known_at=office.clock.now())
    incident = await adopted(office)
    await office.clock.forward(seconds=seconds)
    joined, posted = told(0, EVE, subtype="channel_join"), told(1, BOT)
    spoken, later = told(2, BEN), told(3, EVE)

    await read(office, incident, joined, posted, told(1, "B1"), spoken)
    await read(office, incident, later)

    [said] = await sayings(office, incident)
    assert said == {"what": what, "to": ANA, "user": BEN, "at": spoken.at.isoformat()}
    async with office.desk.ledger.look() as work:
        found = await work.incidents.get(incident.id)
        facts = [entry.fact for entry in await work.timeline.of(incident.id)]
    assert found.moments.started is None
    assert not found.history_due
    assert [fact for fact in facts if isinstance(fact, HistoryRead)] == [
        HistoryRead(messages=4, since=START)
    ]


async def test_nothing_is_proposed_where_nobody_spoke(office: Office) -> None:
    incident = await adopted(office)

    await read(office, incident, told(0, EVE, subtype="channel_join"), told(1, "B1"))

    assert await sayings(office, incident) == []


async def test_nothing_is_proposed_where_the_start_is_known(office: Office) -> None:
    incident = await adopted(office)
    started = {Moment.STARTED: office.clock.now()}
    await set_moments(office.desk, Request(incident.id, ANA, "k3"), started)

    await read(office, incident, told(0, BEN))

    assert await sayings(office, incident) == []


async def test_a_gap_began_when_everything_was_known_last(office: Office) -> None:
    incident = await adopted(office)
    await read(office, incident, told(0, BEN))
    async with office.desk.ledger.work() as work:
        await work.messages.add([told(60, BEN)])
    await office.clock.forward(minutes=30)

    await read(office, incident, told(600, EVE))

    async with office.desk.ledger.look() as work:
        facts = [entry.fact for entry in await work.timeline.of(incident.id)]
    [gap] = [fact for fact in facts if isinstance(fact, GapNoted)]
    assert gap.since == START + timedelta(seconds=60)
    assert gap.until == office.clock.now()
    assert (gap.messages, gap.changes) == (1, 0)


async def test_who_is_in_the_channel_is_who_slack_says_is_there(office: Office) -> None:
    incident = await adopted(office, place=HIDDEN)

    for there in ([ANA, BEN], [BEN, EVE]):
        await office.clock.forward(minutes=1)
        async with office.desk.ledger.work() as work:
            await in_the_room(work, incident, there, office.clock.now())

    async with office.desk.ledger.look() as work:
        assert await work.members.of(incident.id) == {BEN, EVE}
