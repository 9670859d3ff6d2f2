"""The matrix to the minute: which step comes when, and what takes it away. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.incident import changes as c
from bot.incident.ahead import Ahead, briefing_at, steps_ahead
from bot.incident.escalation import Condition, Contact, Escalation, Step
from bot.incident.escalation_facts import Paged, PickedUp, StepWaived
from bot.incident.evolve import evolve, replay
from bot.incident.ids import IncidentId, UserId
from bot.incident.incident import Incident
from bot.incident.lifecycle import OPEN, Status
from bot.incident.moments import Moment
from bot.incident.on_call import Callee, OnCallPolicy, Schedule
from bot.incident.pages import Cause, Page, PageId
from bot.incident.policy import Policy
from bot.incident.roles import Role
from bot.incident.service import Service
from bot.incident.timeline import Declared, Fact, TimelineEntry

T0 = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
ANA, BEN, CLEO = UserId("UANA"), UserId("UBEN"), UserId("UCLEO")
SCHEDULES = tuple(Schedule(key=key, feed_from="F") for key in ("first", "second", "secure"))
CONTACTS = tuple(Contact(key=key, users=(BEN,)) for key in ("manager", "director", "vp"))
POLICY = Policy(
    on_call=OnCallPolicy(
        schedules=SCHEDULES, primary="first", secondary="second", security="secure"
    ),
    escalation=Escalation(contacts=CONTACTS),
    services=(Service(key="search", on_call_group="S1"),),
)
MATRIX = {
    "sev1": [(0, "on_call"), (15, "secondary"), (30, "manager"), (60, "director"), (120, "vp")],
    "sev2": [(0, "on_call"), (15, "secondary"), (30, "manager")],
    "sev3": [(0, "on_call")],
    "sev4": [],
}
"""Product rule, minutes since declared."""


def at(minutes: float) -> datetime:
    return T0 + timedelta(minutes=minutes)


def entry(fact: Fact, minutes: float, by: UserId | None = ANA) -> TimelineEntry:
    when = at(minutes)
    return TimelineEntry(
        incident=IncidentId("i"), occurred_at=when, recorded_at=when, by=by, fact=fact
    )


def blank(severity: str = "sev1") -> Incident:
    return Incident(
        id=IncidentId("i"),
        number=42,
        title="",
        severity=severity,
        declared_by=ANA,
        declared_at=T0,
    )


def declared(severity: str = "sev1", *, private: bool = False) -> Incident:
    fact = Declared(title="Down", severity=severity, private=private)
    return evolve(blank(severity), entry(fact, 0))


def after(incident: Incident, *facts: tuple[Fact, float]) -> Incident:
    return replay(incident, (entry(fact, minutes) for fact, minutes in facts))


def ahead(incident: Incident, policy: Policy = POLICY) -> list[tuple[float, str]]:
    return told(steps_ahead(incident, policy))


def told(found: Iterable[Ahead]) -> list[tuple[float, str]]:
    return [((one.at - T0).total_seconds() / 60, one.step.who) for one in found]


def whom(incident: Incident) -> list[str]:
    return [who for _, who in ahead(incident)]


def status(before: Status, now: Status) -> Fact:
    return c.StatusChanged(before=before, after=now)


def severity(before: str, now: str) -> Fact:
    return c.SeverityChanged(before=before, after=now)


def took(user: UserId = BEN, role: Role = Role.IC, *, automatic: bool = False) -> Fact:
    return c.RoleTaken(role=role, user=user, automatic=automatic)


def paged(one: Ahead, *people: UserId, id: str = "p") -> Paged:
    step = one.step
    callees = tuple(Callee(name=user, user=user) for user in people)
    cause = Cause(step=step.key, when=step.when, after=step.after)
    return Paged(page=Page(id=PageId(id), at=one.at, who=step.who, people=callees, cause=cause))


def fire_first(incident: Incident, *people: UserId, id: str = "p") -> Incident:
    first = steps_ahead(incident, POLICY)[0]
    minutes = (first.at - T0).total_seconds() / 60
    return evolve(incident, entry(paged(first, *people, id=id), minutes, by=None))


@pytest.mark.parametrize("key", MATRIX)
def test_the_shipped_matrix_is_that_of_the_product_to_the_minute(key: str) -> None:
    assert ahead(declared(key)) == MATRIX[key]


def test_each_step_but_the_first_is_announced_two_minutes_before() -> None:
    found = steps_ahead(declared(), POLICY)

    notices = [one.notice_at for one in found]
    assert notices == [None, at(13), at(28), at(58), at(118)]


@pytest.mark.parametrize(
    ("fact", "gone"),
    [
        (took(), {"secondary"}),
        (took(role=Role.SCRIBE), {"secondary"}),
        (PickedUp(user=BEN), {"secondary"}),
        (PickedUp(user=BEN, source="alert"), {"secondary"}),
        (c.MomentSet(moment=Moment.ACKNOWLEDGED, before=None, after=T0), {"secondary"}),
        (status(Status.INVESTIGATING, Status.MONITORING), {"*"}),
        (status(Status.INVESTIGATING, Status.RESOLVED), {"*"}),
        (status(Status.INVESTIGATING, Status.CANCELLED), {"*"}),
        (status(Status.INVESTIGATING, Status.MERGED), {"*"}),
    ],
)
def test_a_condition_that_goes_away_takes_its_step_with_it(fact: Fact, gone: set[str]) -> None:
    everybody = {who for _, who in MATRIX["sev1"]}

    left = set(whom(after(declared(), (fact, 14.9))))

    assert left == everybody - (everybody if gone == {"*"} else gone)


def test_whoever_is_ic_of_a_small_incident_by_declaring_it_has_not_acknowledged_it() -> None:
    incident = after(declared("sev2"), (took(ANA, automatic=True), 0))

    assert "secondary" in whom(incident)


@pytest.mark.parametrize(
    "fact",
    [
        status(Status.INVESTIGATING, Status.IDENTIFIED),
        c.ImpactChanged(before="", after="All"),
        c.WayChosen(way="roll_back"),
        took(role=Role.TECH),
    ],
    ids=lambda fact: fact.kind,
)
def test_progress_puts_off_the_manager_for_as_long_again(fact: Fact) -> None:
    incident = after(declared(), (fact, 29.9))

    assert (59.9, "manager") in ahead(incident)


def test_a_key_entry_is_progress_and_what_the_bot_does_is_none() -> None:
    incident = declared()
    by_the_bot = evolve(incident, entry(c.ServiceChanged(before=None, after="search"), 20, by=None))

    assert (50, "manager") in told(steps_ahead(incident, POLICY, at(20)))
    assert (30, "manager") in ahead(by_the_bot)


def test_each_step_comes_once_and_one_that_is_not_needed_never() -> None:
    incident = fire_first(declared())
    waived = after(incident, (StepWaived(step="not_acknowledged.15.secondary"), 13))

    assert whom(incident) == ["secondary", "manager", "director", "vp"]
    assert whom(waived) == ["manager", "director", "vp"]
    assert waived.pressure.waived == {"not_acknowledged.15.secondary": ANA}


def test_raised_from_sev3_to_sev1_only_what_then_applies_is_called_and_announced_first() -> None:
    small = fire_first(declared("sev3"))

    raised = after(small, (severity("sev3", "sev1"), 40))

    assert ahead(raised) == [(42, "secondary"), (60, "director"), (70, "manager"), (120, "vp")]
    assert steps_ahead(raised, POLICY)[0].notice_at == at(40)
    acknowledged = after(small, (PickedUp(user=BEN), 5), (severity("sev3", "sev1"), 40))
    assert ahead(acknowledged) == [(60, "director"), (70, "manager"), (120, "vp")]


def test_raised_from_sev4_whoever_is_on_call_is_called_at_once() -> None:
    raised = after(declared("sev4"), (severity("sev4", "sev2"), 40))

    assert ahead(raised)[0] == (0, "on_call")


def test_lowered_it_calls_nobody_that_the_lower_severity_does_not() -> None:
    lowered = after(fire_first(declared()), (severity("sev1", "sev3"), 14))

    assert ahead(lowered) == []


def test_reopened_it_counts_from_there() -> None:
    over = after(fire_first(declared()), (status(Status.INVESTIGATING, Status.RESOLVED), 20))
    again = after(over, (status(Status.RESOLVED, Status.INVESTIGATING), 600))

    assert ahead(over) == []
    assert ahead(again) == [(600 + minutes, who) for minutes, who in MATRIX["sev1"]]
    keys = {one.key for one in steps_ahead(declared(), POLICY)}
    assert keys.isdisjoint(one.key for one in steps_ahead(again, POLICY))


def test_reopened_with_somebody_in_command_it_is_acknowledged() -> None:
    again = after(
        declared(),
        (took(), 1),
        (status(Status.INVESTIGATING, Status.RESOLVED), 20),
        (status(Status.RESOLVED, Status.INVESTIGATING), 600),
    )

    assert whom(again) == ["on_call", "manager", "director", "vp"]


def test_unmerged_it_counts_from_there() -> None:
    back = after(
        declared(),
        (status(Status.INVESTIGATING, Status.MERGED), 10),
        (status(Status.MERGED, Status.INVESTIGATING), 30),
    )

    assert ahead(back)[:2] == [(30, "on_call"), (45, "secondary")]


def test_not_mitigated_after_all_is_announced_before_anybody_is_called() -> None:
    back = after(
        fire_first(declared()),
        (status(Status.INVESTIGATING, Status.MONITORING), 20),
        (status(Status.MONITORING, Status.INVESTIGATING), 90),
    )

    assert ahead(back) == [(92, "secondary"), (92, "director"), (120, "manager"), (120, "vp")]


@pytest.mark.parametrize("ended", sorted(set(Status) - OPEN | {Status.MONITORING}))
def test_when_it_is_over_or_mitigated_nobody_is_called_and_every_page_ends(ended: Status) -> None:
    incident = fire_first(declared(), BEN)

    over = after(incident, (status(Status.INVESTIGATING, ended), 5))

    [page] = over.pressure.pages
    assert ahead(over) == []
    assert page.ended_at == at(5)
    assert not page.is_open


def test_on_it_answers_the_page_and_its_chain_and_acknowledges_the_incident() -> None:
    incident = fire_first(fire_first(declared(), BEN, id="p1"), CLEO, id="p2")
    by_hand = Paged(page=Page(id=PageId("p3"), at=at(16), who="UDAN", by=ANA))
    incident = after(incident, (by_hand, 16))

    answered = after(incident, (PickedUp(user=CLEO, page=PageId("p2")), 17))

    assert [page.taken_by for page in answered.pressure.pages] == [CLEO, CLEO, None]
    assert answered.pressure.on_it == (CLEO,)
    assert answered.moments.acknowledged == at(17)


def test_on_it_for_something_else_leaves_the_chain_ringing() -> None:
    by_hand = Paged(page=Page(id=PageId("p3"), at=at(1), who="UDAN", by=ANA))
    incident = after(fire_first(declared(), BEN), (by_hand, 1))

    answered = after(incident, (PickedUp(user=CLEO, page=PageId("p3")), 2))

    assert [page.taken_by for page in answered.pressure.pages] == [None, CLEO]


def test_whoever_takes_a_role_has_answered_their_own_page_unless_others_gave_it_to_them() -> None:
    incident = fire_first(declared(), BEN)

    taken = evolve(incident, entry(took(BEN), 3, by=BEN))
    given_to = evolve(incident, entry(took(BEN), 3, by=ANA))
    by_another = evolve(incident, entry(took(CLEO), 3, by=CLEO))

    assert [one.pressure.pages[0].is_open for one in (taken, given_to, by_another)] == [
        False,
        True,
        True,
    ]


def test_what_was_acknowledged_elsewhere_earlier_stays_when_it_was() -> None:
    incident = after(declared(), (took(), 3), (PickedUp(user=BEN), 5))

    assert incident.moments.acknowledged == at(3)


def test_what_is_private_is_the_business_of_security_and_of_those_inside() -> None:
    assert whom(declared(private=True)) == ["on_call", "manager", "director", "vp"]
    without = POLICY.model_copy(
        update={"on_call": POLICY.on_call.model_copy(update={"security": None})}
    )
    assert [who for _, who in ahead(declared(private=True), without)] == [
        "manager",
        "director",
        "vp",
    ]


def test_without_anybody_configured_nobody_is_called() -> None:
    assert ahead(declared(), Policy()) == []


def test_a_group_on_call_for_the_service_is_somebody_to_call() -> None:
    bare = POLICY.model_copy(update={"on_call": OnCallPolicy(), "escalation": Escalation()})
    fact = c.ServiceChanged(before=None, after="search")

    assert ahead(after(declared(), (fact, 0)), bare) == [(0, "on_call")]


def test_an_incident_of_before_there_was_escalation_calls_nobody_until_it_reopens() -> None:
    assert steps_ahead(blank(), POLICY) == []


@pytest.mark.parametrize(
    ("when", "facts", "expected"),
    [
        (Condition.ELAPSED, [], 10),
        (Condition.NO_IC, [], 10),
        (Condition.NO_IC, [(took(), 3)], None),
        (Condition.NO_IC, [(took(), 3), (c.RoleDropped(role=Role.IC, user=BEN), 7)], 17),
        (Condition.UPDATE_LATE, [], None),
    ],
)
def test_every_condition_has_its_own_beginning(
    when: Condition, facts: list[tuple[Fact, float]], expected: float | None
) -> None:
    step = Step(when=when, after=timedelta(minutes=10), who="ic")
    policy = POLICY.model_copy(update={"escalation": Escalation(steps=(step,)), "audiences": ()})

    found = ahead(after(declared(), *facts), policy)

    assert [minutes for minutes, _ in found] == ([] if expected is None else [expected])


def test_a_late_update_calls_somebody_also_while_it_is_only_watched() -> None:
    step = Step(when=Condition.UPDATE_LATE, after=timedelta(minutes=15), who="manager")
    shown = tuple(one.model_copy(update={"auto": False}) for one in POLICY.audiences)
    policy = POLICY.model_copy(
        update={
            "escalation": Escalation(steps=(step,), contacts=CONTACTS),
            "audiences": shown,
        }
    )
    watched = after(declared(), (status(Status.INVESTIGATING, Status.MONITORING), 10))

    assert ahead(declared(), policy) == [(45, "manager")]
    assert ahead(watched, policy) == [(10 + 60 + 15, "manager")]


def test_the_executives_are_briefed_after_four_hours_of_a_sev1() -> None:
    incident = declared()

    assert briefing_at(incident, POLICY) == at(240)
    assert briefing_at(declared("sev2"), POLICY) is None
    mitigated = after(incident, (status(Status.INVESTIGATING, Status.MONITORING), 100))
    assert briefing_at(mitigated, POLICY) is None


FACTS = st.sampled_from(
    [
        took(),
        took(CLEO, Role.TECH),
        c.RoleDropped(role=Role.IC, user=BEN),
        PickedUp(user=BEN),
        PickedUp(user=CLEO, page=PageId("p")),
        severity("sev1", "sev3"),
        severity("sev3", "sev1"),
        status(Status.INVESTIGATING, Status.MONITORING),
        status(Status.MONITORING, Status.INVESTIGATING),
        status(Status.INVESTIGATING, Status.RESOLVED),
        status(Status.RESOLVED, Status.INVESTIGATING),
        StepWaived(step="no_progress.30.manager"),
    ]
)


@given(
    st.lists(st.tuples(FACTS, st.integers(0, 300)), max_size=8).map(
        lambda x: sorted(x, key=lambda y: y[1])
    )
)
def test_whatever_happens_no_step_is_called_twice_in_a_round_and_none_before_its_time(
    history: list[tuple[Fact, int]],
) -> None:
    incident, called, last = declared(), set[tuple[int, str]](), -1
    for fact, minute in [*history, (took(), 400)]:
        while (found := steps_ahead(incident, POLICY)) and found[0].at <= at(minute):
            one = found[0]
            now = max(at(last), one.at)
            assert (incident.pressure.round, one.step.key) not in called
            assert now >= at(0) + one.step.after
            called.add((incident.pressure.round, one.step.key))
            minutes = (now - T0).total_seconds() / 60
            incident = evolve(incident, entry(paged(one, BEN), minutes, by=None))
        incident = evolve(incident, entry(fact, minute))
        last = minute
