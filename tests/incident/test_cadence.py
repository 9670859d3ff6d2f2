"""When each audience is due an update: the table, and everything that starts a clock anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.incident.audience import (
    SHIPPED_AUDIENCES,
    Announcement,
    Audience,
    AudienceKind,
    IncidentRoom,
    SlackChannel,
)
from bot.incident.cadence import Due, dues
from bot.incident.changes import ImpactChanged, SeverityChanged, StatusChanged
from bot.incident.evolve import replay
from bot.incident.ids import IncidentId
from bot.incident.incident import Incident
from bot.incident.lifecycle import OPEN, Status
from bot.incident.policy import Policy
from bot.incident.reach import audiences_of, was_told
from bot.incident.service import Service
from bot.incident.timeline import Declared, Fact, TimelineEntry
from bot.incident.update_words import UpdateMoment
from bot.incident.updates import UpdateId
from bot.incident.updates_facts import (
    ApprovalAsked,
    ApprovalRefused,
    AudienceChosen,
    PromisesTaken,
    Telling,
    UpdatePostponed,
    UpdateSent,
    UpdateSkipped,
)
from tests.incident.test_checklist import ANA, incident, minutes

PLACES = {"responders": IncidentRoom(), "internal": Announcement()}


def everybody(**changes: dict[str, Any]) -> Policy:
    """Each shipped audience can be reached somewhere."""
    audiences = []
    for shipped in SHIPPED_AUDIENCES:
        place = PLACES.get(shipped.key) or SlackChannel(channel=shipped.key)
        update = {"destinations": (place,), **changes.get(shipped.key, {})}
        audiences.append(shipped.model_copy(update=update))
    return Policy(audiences=tuple(audiences))


POLICY = everybody()
LOUD = ("internal", "support", "executives", "customers")


def entry(at: float, fact: Fact) -> TimelineEntry:
    when = minutes(at)
    return TimelineEntry(
        incident=IncidentId("i"), occurred_at=when, recorded_at=when, by=ANA, fact=fact
    )


def after(*facts: tuple[float, Fact], severity: str = "sev1", private: bool = False) -> Incident:
    declared = Declared(title="Checkout is failing", severity=severity, private=private)
    return replay(incident(), [entry(0, declared), *(entry(at, fact) for at, fact in facts)])


def sent(*audiences: str, next_at: float | None = None, every: float | None = None) -> UpdateSent:
    return UpdateSent(id=UpdateId("u"), to=tellings(*audiences, next_at=next_at, every=every))


def tellings(
    *audiences: str, next_at: float | None = None, every: float | None = None
) -> tuple[Telling, ...]:
    at = minutes(next_at) if next_at is not None else None
    pace = timedelta(minutes=every) if every is not None else None
    return tuple(
        Telling(audience=key, moment=UpdateMoment.UPDATE, next_at=at, every=pace)
        for key in audiences
    )


def status(after_: Status, before: Status = Status.INVESTIGATING) -> StatusChanged:
    return StatusChanged(before=before, after=after_)


def severity(before: str, after_: str) -> SeverityChanged:
    return SeverityChanged(before=before, after=after_)


def due(one: Incident, policy: Policy = POLICY) -> dict[str, float]:
    """By audience, minutes after the declaration."""
    return {found.audience.key: minute_of(one, found.at) for found in dues(one, policy)}


def minute_of(one: Incident, at: datetime) -> float:
    return (at - one.declared_at) / timedelta(minutes=1)


def of(one: Incident, key: str) -> Due:
    return next(found for found in dues(one, POLICY) if found.audience.key == key)


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        ("sev1", {"internal": 30, "support": 0, "executives": 0, "customers": 0}),
        ("sev2", {"internal": 60, "support": 0, "customers": 0}),
        ("sev3", {"internal": 240}),
        ("sev4", {}),
    ],
)
def test_a_new_incident_is_told_at_once_to_whom_the_table_says(
    level: str, expected: dict[str, float]
) -> None:
    """The internal audience reads the announcement, which is its first notice."""
    assert due(after(severity=level)) == expected


@pytest.mark.parametrize(
    ("level", "state", "expected"),
    [
        ("sev1", Status.INVESTIGATING, {"internal": 30, "executives": 30, "customers": 30}),
        ("sev1", Status.IDENTIFIED, {"internal": 30, "executives": 30, "customers": 30}),
        ("sev1", Status.MONITORING, {"internal": 60, "executives": 60, "customers": 60}),
        ("sev2", Status.INVESTIGATING, {"internal": 60, "customers": 60}),
        ("sev2", Status.IDENTIFIED, {"internal": 60, "customers": 60}),
        ("sev2", Status.MONITORING, {"internal": 120, "customers": 120}),
        ("sev3", Status.INVESTIGATING, {"internal": 240}),
        ("sev3", Status.IDENTIFIED, {"internal": 240}),
        ("sev3", Status.MONITORING, {}),
        ("sev4", Status.INVESTIGATING, {}),
        ("sev4", Status.IDENTIFIED, {}),
        ("sev4", Status.MONITORING, {}),
    ],
)
def test_each_pause_of_the_table_is_kept(
    level: str, state: Status, expected: dict[str, float]
) -> None:
    facts: list[tuple[float, Fact]] = [(7, sent(*LOUD))]
    if state is not Status.INVESTIGATING:
        facts.insert(0, (3, status(state)))

    found = due(after(*facts, severity=level))

    assert {key: at - 7 for key, at in found.items() if key != "support"} == expected
    assert found.get("support") == found.get("customers")


@pytest.mark.parametrize("level", ["sev1", "sev2", "sev3", "sev4"])
@pytest.mark.parametrize("told", [(), LOUD])
def test_at_resolve_all_hear_of_it_who_were_told_or_are_meant_to(
    level: str, told: tuple[str, ...]
) -> None:
    facts: list[tuple[float, Fact]] = [(5, sent(*told)), (50, status(Status.RESOLVED))]
    usual = {"sev1": LOUD, "sev2": LOUD, "sev3": ("internal", "support"), "sev4": ()}[level]

    one = after(*facts, severity=level)

    assert due(one) == dict.fromkeys({*usual, *told}, 50)
    assert not any(found.by_itself for found in dues(one, POLICY))
    closed = after(*facts, (51, status(Status.CLOSED, Status.RESOLVED)), severity=level)
    assert due(closed) == due(one), "closing it takes no update away"
    assert due(after(*facts, (55, sent(*LOUD)), severity=level)) == {}
    skipped = after(*facts, (55, UpdateSkipped(to=tellings(*LOUD))), severity=level)
    assert due(skipped) == {}


@pytest.mark.parametrize("end", [Status.CANCELLED, Status.MERGED])
def test_what_was_called_off_is_told_to_those_who_know_of_it_and_nobody_else(end: Status) -> None:
    one = after((5, sent("customers", "support")), (50, status(end)))

    assert due(one) == {"internal": 52, "support": 52, "customers": 52}
    by_itself = {found.audience.key for found in dues(one, POLICY) if found.by_itself}
    assert by_itself == {"internal", "support"}, "customers are told what was approved"
    assert due(after((50, status(end)), severity="sev4")) == {}


def test_an_update_a_change_of_status_or_severity_and_a_stated_time_start_the_clock_anew() -> None:
    first = (5, sent("executives"))

    assert due(after(first))["executives"] == 35
    assert due(after(first, (20, sent("executives"))))["executives"] == 50
    assert due(after(first, (20, status(Status.IDENTIFIED))))["executives"] == 50
    assert due(after(first, (20, status(Status.MONITORING))))["executives"] == 80
    assert due(after(first, (20, severity("sev2", "sev1"))))["executives"] == 50
    assert due(after((5, sent("executives", next_at=90))))["executives"] == 90
    stated = (5, sent("executives", next_at=90))
    assert due(after(stated, (20, status(Status.IDENTIFIED))))["executives"] == 50
    assert due(after(first, (20, ImpactChanged(before="", after="x"))))["executives"] == 35


def test_later_is_the_new_promise_also_of_the_first_update_and_the_last() -> None:
    later = UpdatePostponed(to=tellings("customers", next_at=21))
    assert due(after((1, later)))["customers"] == 21
    assert due(after((1, later), (9, status(Status.IDENTIFIED))))["customers"] == 21

    resolved = (15, status(Status.RESOLVED))
    assert due(after((1, sent("customers")), resolved, (16, later)))["customers"] == 21


def test_skipping_waits_for_the_next_usual_time() -> None:
    assert due(after((3, UpdateSkipped(to=tellings("customers")))))["customers"] == 33
    first = of(after((3, UpdateSkipped(to=tellings("customers")))), "customers")
    assert first.since == minutes(3)


def test_a_raised_severity_tells_at_once_whom_it_concerns_now() -> None:
    raised = after((100, severity("sev3", "sev1")), severity="sev3")
    assert due(raised) == {"internal": 130, "support": 100, "executives": 100, "customers": 100}

    major = after((100, severity("sev3", "sev2")), severity="sev3")
    assert due(major)["executives"] == 100, "executives hear of each change of it"
    told = after((100, severity("sev3", "sev2")), (110, sent("executives")), severity="sev3")
    assert "executives" not in due(told)


def test_a_promise_is_kept_at_a_lower_severity_and_then_nothing_follows() -> None:
    first, lower = (5, sent("executives", next_at=35)), (20, severity("sev1", "sev3"))

    assert due(after(first, lower))["executives"] == 35
    assert "executives" not in due(after(first, lower, (36, sent("executives"))))
    over = (50, status(Status.RESOLVED))
    assert due(after(first, lower, (36, sent("executives")), over))["executives"] == 50


def test_support_hears_before_the_customers_each_time_and_once() -> None:
    assert "support" not in due(after((2, sent("support"))))
    both = after((2, sent("support")), (4, sent("customers")))
    assert due(both)["support"] == due(both)["customers"] == 34
    early = after((2, sent("support", "customers")), (20, sent("support")))
    assert due(early)["support"] == 32
    in_time = after((2, sent("support", "customers")), (31, sent("support")))
    assert "support" not in due(in_time)
    shut = after((2, AudienceChosen(audience="customers", told=False, reason="no impact")))
    assert "support" not in due(shut)


def test_a_slower_cadence_holds_until_the_severity_changes() -> None:
    slower = (130, sent("customers", next_at=190, every=60))

    assert due(after(slower, (191, sent("customers"))))["customers"] == 251
    watched = after(slower, (191, status(Status.MONITORING)), (192, sent("customers")))
    assert due(watched)["customers"] == 252
    again = after(slower, (150, severity("sev2", "sev1")), (160, sent("customers")))
    assert due(again)["customers"] == 190


def test_reopening_tells_those_at_once_who_were_told_that_it_is_over() -> None:
    over: list[tuple[float, Fact]] = [
        (5, sent("customers")),
        (50, status(Status.RESOLVED)),
        (51, sent("customers")),
    ]
    back = (90, status(Status.INVESTIGATING, Status.RESOLVED))

    one = after(*over, back)

    assert due(one)["customers"] == 90
    assert due(one)["internal"] == 120
    assert due(after(*over, back, (92, sent("customers"))))["customers"] == 122


def test_after_four_hours_without_mitigation_the_executives_are_due_a_briefing() -> None:
    told = [(0, sent("executives", "customers", "support", next_at=400))]
    assert due(after(*told))["executives"] == 240
    assert of(after(*told), "executives").briefing
    assert due(after(*told, (235, sent("executives"))))["executives"] == 265
    assert due(after(*told, (241, sent("executives"))))["executives"] == 271
    assert due(after(*told, (200, status(Status.MONITORING))))["executives"] == 260
    assert "executives" not in due(after(severity="sev2"))
    late = after((300, severity("sev3", "sev1")), (301, sent("executives")), severity="sev3")
    assert due(late)["executives"] == 331, "it counts from when it was as bad"


def test_no_external_audience_is_somebodys_choice_and_can_be_taken_back() -> None:
    chosen = (3, AudienceChosen(audience="customers", told=False, reason="nobody outside sees it"))
    one = after(chosen)

    assert "customers" not in due(one)
    choice = one.updates.of("customers").choice
    assert choice is not None
    assert (choice.by, choice.why) == (ANA, "nobody outside sees it")
    assert choice.at == minutes(3)
    assert "customers" in due(after(chosen, (9, AudienceChosen(audience="customers", told=True))))


def test_a_private_incident_reaches_only_those_on_its_list() -> None:
    one = after(private=True)
    assert due(one) == {}
    assert [audience.key for audience in audiences_of(one, POLICY)] == ["responders"]

    listed = after((1, AudienceChosen(audience="executives", told=True)), private=True)
    assert due(listed) == {"executives": 0}
    internal = after((1, AudienceChosen(audience="internal", told=True)), private=True)
    assert due(internal) == {}, "everybody reads the incidents channel"


def test_what_was_chosen_in_the_open_lists_nobody_when_it_becomes_private() -> None:
    one = after((1, AudienceChosen(audience="executives", told=True)))
    assert due(one.model_copy(update={"private": True})) == {}


def test_an_audience_that_is_off_or_has_no_place_is_never_due() -> None:
    assert "public" not in due(after())
    assert "customers" not in due(after(), everybody(customers={"destinations": ()}))
    assert "executives" not in due(after(), everybody(executives={"on": False}))


def test_a_service_names_the_audiences_outside_that_its_failures_concern() -> None:
    concerned = Service(key="login", audiences=("public",))
    policy = POLICY.model_copy(update={"services": (concerned,)})
    one = after().model_copy(update={"service": "login"})

    assert "customers" not in due(one, policy)
    assert "executives" in due(one, policy)
    asked = AudienceChosen(audience="customers", told=True)
    told = after((1, asked)).model_copy(update={"service": "login"})
    assert "customers" in due(told, policy)


def test_an_audience_of_the_teams_own_has_its_models_rhythm() -> None:
    own = Audience(
        key="partners", kind=AudienceKind.CUSTOMERS, destinations=(SlackChannel(channel="p"),)
    )
    policy = POLICY.model_copy(update={"audiences": (*POLICY.audiences, own)})

    assert due(after((5, sent("partners"))), policy)["partners"] == 35


def test_an_audience_with_more_than_the_announcement_needs_a_first_update() -> None:
    places = (Announcement(), SlackChannel(channel="all"))
    assert due(after(), everybody(internal={"destinations": places}))["internal"] == 0


def test_what_waits_for_approval_is_void_at_the_end_and_after_a_refusal() -> None:
    asked = (2, ApprovalAsked(id=UpdateId("u"), audiences=("customers",)))

    assert of(after(asked), "customers").waiting
    assert not of(after(asked, (9, status(Status.RESOLVED))), "customers").waiting
    assert not of(after(asked, (3, ApprovalRefused(id=UpdateId("u")))), "customers").waiting
    assert of(after(asked, (3, ApprovalRefused(id=UpdateId("v")))), "customers").waiting
    assert not of(after(asked, (3, sent("customers"))), "customers").waiting


def test_the_promises_of_an_incident_that_goes_on_in_another_are_kept_there() -> None:
    taken = (10, PromisesTaken(promises={"executives": minutes(25), "customers": minutes(28)}))

    one = after((5, sent("executives", next_at=35)), taken)

    assert due(one)["executives"] == 25
    assert due(one)["customers"] == 28
    customers = next(a for a in POLICY.audiences if a.key == "customers")
    assert was_told(one, customers, POLICY)


def test_what_goes_out_by_itself_is_what_the_team_wants_to() -> None:
    assert of(after(), "internal").by_itself
    assert not of(after(), "customers").by_itself
    assert not of(after((5, status(Status.RESOLVED))), "internal").by_itself


def test_a_severity_that_configuration_no_longer_has_promises_nothing() -> None:
    assert due(after(severity="gone")) == {}


def test_two_audiences_that_wait_for_each_other_do_not_wait_for_ever() -> None:
    level = POLICY.severities["sev1"]
    looped = {"support": level.updates["support"].model_copy(update={"before": "support"})}
    own = level.model_copy(update={"updates": looped, "briefing_after": None})
    levels = type(POLICY.severities)([own])
    assert due(after(), POLICY.model_copy(update={"severities": levels})) == {}


WHATS: dict[str, Callable[[str, int], Fact]] = {
    "sent": lambda key, at: sent(key, next_at=at),
    "later": lambda key, at: UpdatePostponed(to=tellings(key, next_at=at)),
    "skipped": lambda key, at: UpdateSkipped(to=tellings(key)),
    "chosen": lambda key, at: AudienceChosen(audience=key, told=at % 2 == 0),
    "asked": lambda key, at: ApprovalAsked(id=UpdateId("u"), audiences=(key,)),
    "severity": lambda key, at: severity("sev1", f"sev{at % 4 + 1}"),
}
WHAT = st.sampled_from([*WHATS, *Status])
STEP = st.tuples(st.integers(1, 60), WHAT, st.sampled_from(LOUD), st.integers(0, 900))


@given(st.lists(STEP, max_size=20), st.booleans())
def test_whatever_happens_an_update_stops_being_due_when_it_is_sent(
    steps: list[tuple[int, str, str, int]], private: bool
) -> None:
    at, state = 0, Status.INVESTIGATING
    facts: list[tuple[float, Fact]] = []
    for pause, what, key, number in steps:
        at += pause
        if isinstance(what, Status):
            facts.append((at, status(what, state)))
            state = what
        else:
            facts.append((at, WHATS[what](key, number)))
    one = after(*facts, private=private)

    found = dues(one, POLICY)

    assert len({each.audience.key for each in found}) == len(found)
    assert [each.at for each in found] == sorted(each.at for each in found)
    for each in found:
        assert each.since <= minutes(at)
        told = after(*facts, (at + 1, sent(each.audience.key)), private=private)
        later = {one.audience.key: one for one in dues(told, POLICY)}.get(each.audience.key)
        assert later is None or later.at > minutes(at + 1)
        assert later is None or told.status in OPEN


def test_every_kind_of_audience_is_in_the_table_or_hears_only_what_it_is_sent() -> None:
    rhythms = {key for level in POLICY.severities for key in level.updates}
    assert rhythms == {kind.value for kind in AudienceKind} - {"responders"}
