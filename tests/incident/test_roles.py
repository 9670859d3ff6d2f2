"""Roles by their facts: who held what from when to when, and what falls due about it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.incident.changes import HandoverEnded, HandoverOffered, RoleDropped, RoleTaken
from bot.incident.due import due
from bot.incident.due_roles import NO_IC, OFFERED_TO_YOU, RELIEF, YOUR_OFFER
from bot.incident.duties import DUTIES
from bot.incident.evolve import evolve, replay
from bot.incident.handover import HandoverEnd, HandoverId
from bot.incident.ids import IncidentId, UserId
from bot.incident.incident import Incident
from bot.incident.lifecycle import Status
from bot.incident.nudge import Nudge
from bot.incident.policy import Policy
from bot.incident.roles import ROLE_NAMES, Role, role_named, spellings
from bot.incident.tenures import tenures
from bot.incident.timeline import Declared, Fact, TimelineEntry
from bot.language import Tongue

NOW = datetime(2026, 3, 2, 4, 10, tzinfo=UTC)
ANA, BEN = UserId("UANA"), UserId("UBEN")
OURS = {NO_IC, OFFERED_TO_YOU, YOUR_OFFER, RELIEF}
OFFER = HandoverOffered(id=HandoverId("h"), roles=(Role.IC,), holder=ANA, to=BEN)


def entry(fact: Fact, minute: int) -> TimelineEntry:
    at = NOW + timedelta(minutes=minute)
    return TimelineEntry(
        incident=IncidentId("i"), occurred_at=at, recorded_at=at, by=ANA, fact=fact
    )


def after(*facts: tuple[int, Fact]) -> Incident:
    fields = {"id": IncidentId("i"), "number": 1, "title": "Down", "severity": "sev1"}
    fresh = Incident.model_validate({**fields, "declared_by": ANA, "declared_at": NOW})
    declared = (0, Declared(title="Down", severity="sev1"))
    return replay(fresh, (entry(fact, minute) for minute, fact in (declared, *facts)))


def taken(role: Role, user: UserId, **more: bool) -> RoleTaken:
    return RoleTaken(role=role, user=user, **more)


def nudges(incident: Incident) -> dict[str, Nudge]:
    return {n.what: n for n in due(incident, (), Policy()) if n.what in OURS}


def minutes(nudge: Nudge) -> float:
    return (nudge.at - NOW).total_seconds() / 60


moves = st.lists(
    st.tuples(st.sampled_from(Role), st.sampled_from([ANA, BEN, None]), st.booleans()), max_size=30
)


@given(moves)
def test_the_history_says_what_the_state_says_and_no_role_was_ever_held_twice(
    acts: list[tuple[Role, UserId | None, bool]],
) -> None:
    incident, entries = after(), []
    for minute, (role, user, automatic) in enumerate(acts):
        holder = incident.holder(role)
        if user is None and holder is None:
            continue
        fact: Fact = (
            taken(role, user, automatic=automatic)
            if user
            else RoleDropped(role=role, user=holder or ANA)
        )
        entries.append(entry(fact, minute))
        incident = evolve(incident, entries[-1])

    history = tenures(entries)

    still = {tenure.role: tenure.user for tenure in history if tenure.until is None}
    assert still == {role: holding.user for role, holding in incident.roles.items()}
    for role in Role:
        mine = [tenure for tenure in history if tenure.role is role]
        for one, following in pairwise(mine):
            assert one.until is not None
            assert one.since < one.until <= following.since
    assert [tenure.since for tenure in history] == sorted(tenure.since for tenure in history)


def test_confirming_what_was_automatic_begins_nothing_new() -> None:
    facts = [entry(taken(Role.IC, ANA, automatic=True), 0), entry(taken(Role.IC, ANA), 3)]

    [tenure] = tenures(facts)

    assert (tenure.user, tenure.since, tenure.until) == (ANA, NOW, None)


def test_nobody_in_command_is_due_five_minutes_after_each_vacancy() -> None:
    never = nudges(after())[NO_IC]
    held = nudges(after((2, taken(Role.IC, ANA))))[NO_IC]
    dropped = nudges(after((2, taken(Role.IC, ANA)), (9, RoleDropped(role=Role.IC, user=ANA))))[
        NO_IC
    ]

    assert (minutes(never), never.to, never.only_follows) == (5, None, False)
    assert (held.key, held.only_follows) == (never.key, True), "its message is settled"
    assert (minutes(dropped), dropped.only_follows) == (14, False)
    assert dropped.key != never.key
    over = after().model_copy(update={"status": Status.RESOLVED})
    assert nudges(over)[NO_IC].only_follows


def test_an_offer_reminds_both_once_for_as_long_as_it_is_open() -> None:
    offered = after((0, taken(Role.IC, ANA)), (7, OFFER))
    ended = evolve(offered, entry(HandoverEnded(id=OFFER.id, end=HandoverEnd.DECLINED), 8))

    found = nudges(offered)

    assert {what: (n.to, minutes(n)) for what, n in found.items() if n.to} == {
        OFFERED_TO_YOU: (BEN, 12),
        YOUR_OFFER: (ANA, 12),
    }
    assert OFFERED_TO_YOU not in nudges(ended)
    assert YOUR_OFFER not in nudges(ended)


def test_a_relief_is_suggested_three_hours_into_each_command_and_not_while_one_is_offered() -> None:
    first = nudges(after((10, taken(Role.IC, ANA))))[RELIEF]
    second = nudges(after((10, taken(Role.IC, ANA)), (60, taken(Role.IC, BEN))))[RELIEF]

    assert (first.to, minutes(first)) == (ANA, 190)
    assert (second.to, minutes(second)) == (BEN, 240)
    assert first.key != second.key
    assert RELIEF not in nudges(after((10, taken(Role.IC, ANA)), (60, OFFER)))
    assert RELIEF not in nudges(after((10, taken(Role.SCRIBE, ANA))))


@pytest.mark.parametrize("role", Role)
def test_each_role_has_duties_and_a_name_by_which_it_is_understood(role: Role) -> None:
    assert DUTIES[role].does
    assert DUTIES[role].leaves
    assert role_named(Tongue("en").say(ROLE_NAMES[role])) is role
    assert role_named(role.value.upper()) is role


def test_spellings_mean_one_role_each() -> None:
    words = spellings()

    assert len(words) == len(set(words))
    assert {word: role_named(word) for word in words if role_named(word) is None} == {}
    assert role_named("Pilote de l\N{RIGHT SINGLE QUOTATION MARK}incident") is Role.IC
    assert role_named("Responsable communication") is Role.COMMS
    assert role_named("bananas") is None
