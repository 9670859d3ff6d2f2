"""The states of an incident: the table, its diagram, and what a rule makes of each pair."""

from __future__ import annotations

import itertools
import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot.incident.changes import MomentSet, PostmortemWaived, StatusChanged
from bot.incident.ends import closing, ending, reopening, status_change
from bot.incident.ends_errors import ReasonNeeded, StillMerged, WaiverNeeded
from bot.incident.errors import NoChange, TransitionRefused
from bot.incident.evolve import replay
from bot.incident.ids import IncidentId, UserId
from bot.incident.incident import Incident
from bot.incident.lifecycle import OPEN, TRANSITIONS, Status
from bot.incident.metrics import METRICS
from bot.incident.moments import Moment, Moments
from bot.incident.policy import Policy
from bot.incident.timeline import Declared, Fact, TimelineEntry
from tests.storage.values import NOW, incident, minutes

DIAGRAM = Path(__file__).resolve().parents[2] / "docs" / "lifecycle.md"
PAIRS = list(itertools.product(Status, Status))


def drawn() -> set[tuple[Status, Status]]:
    text = DIAGRAM.read_text(encoding="utf-8")
    [picture] = re.findall(r"```mermaid\n(.*?)```", text, re.DOTALL)
    arrows = re.findall(r"^ *(\w+) --> (\w+)", picture, re.MULTILINE)
    return {(Status(before), Status(after)) for before, after in arrows}


def test_the_diagram_in_the_docs_is_the_table() -> None:
    assert drawn() == {(before, after) for before in Status for after in TRANSITIONS[before]}


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_each_pair_is_a_change_or_is_refused_with_what_is_open(
    before: Status, after: Status
) -> None:
    now = incident(status=before)

    if before is Status.MERGED:
        with pytest.raises(StillMerged, match="unmerge INC-1"):
            status_change(now, after, "why")
    elif after in TRANSITIONS[before]:
        change = status_change(now, after, "why")
        assert change == StatusChanged(before=before, after=after, reason="why")
    else:
        with pytest.raises(TransitionRefused) as refused:
            status_change(now, after, "why")
        assert set(refused.value.parts["open"]) == {s.value for s in TRANSITIONS[before]}  # type: ignore[call-overload]


def test_what_is_closed_opens_again_for_a_reason_only() -> None:
    with pytest.raises(ReasonNeeded, match="reopen INC-1"):
        reopening(incident(status=Status.CLOSED), "")

    assert reopening(incident(status=Status.CLOSED), "it fails").reason == "it fails"
    assert reopening(incident(status=Status.RESOLVED), "").after is Status.INVESTIGATING
    for status in OPEN:
        with pytest.raises(NoChange):
            reopening(incident(status=status), "why")


@pytest.mark.parametrize("severity", ["sev1", "sev2", "gone"])
def test_where_a_post_mortem_is_due_closing_waives_it_for_a_reason(severity: str) -> None:
    now = incident(status=Status.RESOLVED, severity=severity)

    with pytest.raises(WaiverNeeded, match="close INC-1"):
        closing(now, Policy(), "")

    assert closing(now, Policy(), "none needed") == [
        PostmortemWaived(reason="none needed"),
        StatusChanged(before=Status.RESOLVED, after=Status.CLOSED),
    ]


@pytest.mark.parametrize("severity", ["sev3", "sev4"])
def test_the_others_close_at_once(severity: str) -> None:
    now = incident(status=Status.RESOLVED, severity=severity)

    [change] = closing(now, Policy(), "")

    assert change == StatusChanged(before=Status.RESOLVED, after=Status.CLOSED)


def test_an_end_that_has_come_already_changes_nothing() -> None:
    for status in (Status.RESOLVED, Status.CANCELLED, Status.CLOSED):
        with pytest.raises(NoChange):
            ending(incident(status=status), status)


def lived(*facts: tuple[float, Fact]) -> Incident:
    """Declared at NOW, then each fact so many minutes later."""
    told = [(0.0, Declared(title="Checkout is failing", severity="sev1")), *facts]
    entries = [
        TimelineEntry(
            incident=IncidentId("incident-1"),
            occurred_at=minutes(at),
            recorded_at=minutes(at),
            by=UserId("U0ANA"),
            fact=fact,
        )
        for at, fact in told
    ]
    return replay(incident(), entries)


def went(before: Status, after: Status, reason: str = "") -> StatusChanged:
    return StatusChanged(before=before, after=after, reason=reason)


I, M, R, C = Status.INVESTIGATING, Status.MONITORING, Status.RESOLVED, Status.CLOSED  # noqa: E741


def test_the_moments_follow_the_status_and_reopening_takes_the_ends_back() -> None:
    over = lived((10, went(I, M)), (20, went(M, R)), (30, went(R, C)))
    again = lived((10, went(I, M)), (20, went(M, R)), (30, went(R, C)), (40, went(C, I)))

    assert (over.moments.mitigated, over.moments.resolved) == (minutes(10), minutes(20))
    assert (over.moments.closed, over.ended_at) == (minutes(30), minutes(30))
    assert (again.moments.resolved, again.moments.closed, again.ended_at) == (None, None, None)
    assert again.moments.mitigated == minutes(10)


def test_a_resolution_by_hand_does_not_outlive_a_reopening() -> None:
    by_hand = MomentSet(moment=Moment.RESOLVED, before=minutes(20), after=minutes(15))

    twice = lived((20, went(I, R)), (21, by_hand), (30, went(R, I)), (50, went(I, R)))

    assert twice.moments.resolved == minutes(50)
    assert Moment.RESOLVED not in twice.moments.by_hand


def test_a_moment_set_by_hand_is_not_overwritten() -> None:
    by_hand = MomentSet(moment=Moment.MITIGATED, before=None, after=minutes(5))

    assert lived((8, by_hand), (10, went(I, M))).moments.mitigated == minutes(5)


def test_no_reason_outlives_the_change_it_was_given_for() -> None:
    again = lived((1, went(I, Status.CANCELLED, "test")), (2, went(Status.CANCELLED, I, "no")))
    waived = lived((1, went(I, R)), (2, PostmortemWaived(reason="none")), (2, went(R, C)))
    ended = lived((1, went(I, R)), (2, went(R, I, "no")), (3, went(I, Status.CANCELLED)))

    assert again.ended_because == "no"
    assert waived.ended_because == "none"
    assert ended.ended_because == ""


def test_what_is_not_known_or_out_of_order_is_no_metric() -> None:
    known = Moments(started=NOW, detected=minutes(5), mitigated=minutes(3), resolved=minutes(65))
    backwards = Moments(started=minutes(9), detected=NOW, resolved=NOW)
    found = {m.to: (m.of(known), m.beside_of(known)) for m in METRICS}

    assert found[Moment.DETECTED] == (timedelta(minutes=5), None)
    assert found[Moment.ACKNOWLEDGED] == (None, None)
    assert found[Moment.MITIGATED] == (timedelta(minutes=3), None)
    assert found[Moment.RESOLVED] == (timedelta(minutes=65), timedelta(minutes=60))
    assert [m.of(backwards) for m in METRICS] == [None, None, None, None]
    assert backwards.out_of_order() == ((Moment.STARTED, Moment.DETECTED),)
