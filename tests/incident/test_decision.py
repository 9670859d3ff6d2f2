"""How a decision is read, when the question is put, and how long it took."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.incident.changes import SeverityChanged, StatusChanged, WayAsked, WayChosen
from bot.incident.decision import Choice, Way, decision_times, read, rounds
from bot.incident.due_guides import decision_card
from bot.incident.evolve import replay
from bot.incident.ids import IncidentId
from bot.incident.incident import Incident
from bot.incident.lifecycle import Status
from bot.incident.policy import Policy
from bot.incident.timeline import Declared, Fact, TimelineEntry
from tests.incident.test_checklist import ANA, incident, minutes

TO_MONITORING = StatusChanged(before=Status.INVESTIGATING, after=Status.MONITORING)
RESOLVED = StatusChanged(before=Status.INVESTIGATING, after=Status.RESOLVED)
ROLL_BACK = WayChosen(way=Way.ROLL_BACK)


def entry(at: float, fact: Fact) -> TimelineEntry:
    when = minutes(at)
    return TimelineEntry(
        incident=IncidentId("i"), occurred_at=when, recorded_at=when, by=ANA, fact=fact
    )


def after(*facts: tuple[float, Fact], severity: str = "sev1") -> Incident:
    declared = Declared(title="Checkout is failing", severity=severity)
    return replay(incident(), [entry(0, declared), *(entry(at, fact) for at, fact in facts)])


def put(one: Incident) -> list[float]:
    """Minutes after the declaration at which a question is or will be said for the first time."""
    nudges = [n for n in decision_card(one, (), Policy()) if not n.only_follows]
    return [(nudge.at - one.declared_at) / timedelta(minutes=1) for nudge in nudges]


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("roll back", Choice(Way.ROLL_BACK)),
        ("ROLLBACK", Choice(Way.ROLL_BACK)),
        ("Retour arrière", Choice(Way.ROLL_BACK)),
        ("roll back: to 41, then tell", Choice(Way.ROLL_BACK, "to 41, then tell")),
        ("fix forward", Choice(Way.FIX_FORWARD)),
        ("corriger", Choice(Way.FIX_FORWARD)),
        ("switch the flag off", Choice(Way.SWITCH_OFF)),
        ("dégrader", Choice(Way.DEGRADE)),
        ("wait 20m", Choice(Way.WAIT, wait=timedelta(minutes=20))),
        ("attendre 1h30", Choice(Way.WAIT, wait=timedelta(minutes=90))),
        ("wait", Choice(Way.WAIT)),
        ("wait until 15:00", Choice(Way.WAIT)),
        ("attendre jusqu'à 15h", Choice(Way.WAIT)),
        ("roll back the config of Europe", Choice("roll back the config of Europe")),
        ("we wait 20m", Choice("we wait 20m")),
        ("{way} <!channel>", Choice("{way} <!channel>")),
    ],
)
def test_a_way_is_recognised_and_anything_else_is_a_decision_in_words(
    text: str, choice: Choice
) -> None:
    assert read(text) == choice


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read(text: str) -> None:
    choice = read(text)

    assert choice.way == text or choice.way in set(Way)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ((), [15]),
        (((3, ROLL_BACK),), []),
        (((3, WayAsked()),), [3]),
        (((20, ROLL_BACK),), []),
        (((14, TO_MONITORING),), []),
        (((20, TO_MONITORING),), []),
        (((10, RESOLVED),), []),
        (((17, ROLL_BACK), (20, WayAsked())), [20]),
        (((17, WayChosen(way=Way.WAIT, until=minutes(40))),), [40]),
        (((17, WayChosen(way=Way.WAIT, until=minutes(40))), (30, TO_MONITORING)), []),
        (((17, WayChosen(way=Way.WAIT, until=minutes(40))), (30, ROLL_BACK)), []),
        (((17, WayChosen(way=Way.WAIT, until=minutes(40))), (45, ROLL_BACK)), []),
        (((3, ROLL_BACK), (17, WayChosen(way="wait for the vendor"))), []),
    ],
)
def test_the_question_is_put_once_until_it_is_answered(
    facts: tuple[tuple[float, Fact], ...], expected: list[float]
) -> None:
    assert put(after(*facts)) == expected


@pytest.mark.parametrize(("severity", "expected"), [("sev2", [15]), ("sev3", []), ("sev4", [])])
def test_it_is_put_by_itself_where_it_burns(severity: str, expected: list[float]) -> None:
    assert put(after(severity=severity)) == expected
    raised = after((5, SeverityChanged(before=severity, after="sev1")), severity=severity)
    assert put(raised) == [15]


def test_only_the_question_that_was_answered_follows_the_answer() -> None:
    waited = after((17, WayChosen(way=Way.WAIT, until=minutes(40))), (45, ROLL_BACK))

    [follows] = decision_card(waited, (), Policy())

    assert (follows.at, follows.only_follows) == (minutes(40), True)


def test_asking_goes_through_quiet_and_the_bots_own_question_does_not() -> None:
    [own] = decision_card(after(), (), Policy())
    [asked] = decision_card(after((3, WayAsked())), (), Policy())

    assert (own.through_quiet, asked.through_quiet) == (False, True)


ANY_FACT = st.sampled_from(
    [ROLL_BACK, WayAsked(), TO_MONITORING, WayChosen(way=Way.WAIT, until=minutes(60))]
)


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 90), ANY_FACT), max_size=6))
def test_no_two_open_questions_stand_at_one_time(facts: list[tuple[int, Fact]]) -> None:
    one = after(*sorted(facts, key=lambda fact: fact[0]))

    times = list(rounds(one, 1))
    assert times == sorted(set(times))
    waiting = [at for at in put(one) if at <= 15]
    assert len(waiting) <= 1


def test_the_time_to_decide_and_to_carry_out() -> None:
    wait = WayChosen(way=Way.WAIT, until=minutes(20))
    facts: list[tuple[float, Fact]] = [(9, wait), (12, ROLL_BACK), (30, ROLL_BACK)]
    one = after(*facts, (50, TO_MONITORING))
    entries = [entry(at, fact) for at, fact in facts]

    took = decision_times(one, entries)

    assert took.to_decide == timedelta(minutes=12)
    assert took.to_carry_out == timedelta(minutes=20)
    assert decision_times(one, entries[:1]).to_decide is None
    assert decision_times(after(*facts), entries).to_carry_out is None
