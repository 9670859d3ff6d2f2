"""Which items a phase holds, which the bot sees done, and what stands on the card next."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.incident.checklist import (
    LATE_SHOWN,
    NEXT,
    Item,
    Phase,
    Sight,
    changes_at,
    next_open,
    of_phase,
    phase_of,
    standing,
    with_own,
)
from bot.incident.guides import checklist_of
from bot.incident.ids import ChannelId, IncidentId, UserId
from bot.incident.incident import Incident, Tick
from bot.incident.lifecycle import Status
from bot.incident.moments import Moments
from bot.incident.policy import Policy
from bot.incident.roles import SHIPPED_ROLES, Holding, Role
from bot.incident.service import Service
from bot.incident.shipped_checklists import GRAVE, SHIPPED_CHECKLISTS

AT = datetime(2026, 1, 1, 12, tzinfo=UTC)
ANA = UserId("UANA")


def minutes(count: float) -> datetime:
    return AT + timedelta(minutes=count)


def incident(**parts: object) -> Incident:
    plain: dict[str, object] = {
        "id": IncidentId("i"),
        "number": 1,
        "title": "Checkout is failing",
        "severity": "sev1",
        "declared_by": ANA,
        "declared_at": AT,
    }
    return Incident.model_validate(plain | parts)


@pytest.mark.parametrize(
    ("status", "age", "phase"),
    [
        (Status.INVESTIGATING, 0, Phase.DECLARE),
        (Status.INVESTIGATING, 4.9, Phase.DECLARE),
        (Status.INVESTIGATING, 5, Phase.ORGANISE),
        (Status.INVESTIGATING, 9.9, Phase.ORGANISE),
        (Status.INVESTIGATING, 10, Phase.INVESTIGATE),
        (Status.INVESTIGATING, 9999, Phase.INVESTIGATE),
        (Status.IDENTIFIED, 0, Phase.MITIGATE),
        (Status.MONITORING, 0, Phase.MONITOR),
        (Status.RESOLVED, 59, Phase.RESOLVE),
        (Status.RESOLVED, 60, Phase.AFTER),
        (Status.CLOSED, 0, Phase.AFTER),
        (Status.CANCELLED, 0, None),
        (Status.MERGED, 0, None),
    ],
)
def test_the_phase_follows_status_and_time(status: Status, age: float, phase: Phase | None) -> None:
    now = incident(status=status, moments=Moments(resolved=AT))

    assert phase_of(now, minutes(age)) is phase


def test_every_status_has_been_thought_of() -> None:
    without = [s for s in Status if phase_of(incident(status=s), AT) is None]

    assert without == [Status.CANCELLED, Status.MERGED]


def test_the_shipped_lists_hold_what_the_product_promises() -> None:
    promised = {
        "acknowledged": 5,
        "commander": 5,
        "called": 5,
        "first_message": 15,
        "timeline": 15,
        "decided": 15,
        "half_hour": 30,
        "relief": 240,
        "alerts_clear": None,
        "duration": None,
        "final": 60,
        "meeting": 48 * 60,
    }
    shipped = {item.key: item.after for item in SHIPPED_CHECKLISTS}

    assert {key: shipped[key] for key in promised} == {
        key: None if m is None else timedelta(minutes=m) for key, m in promised.items()
    }
    assert len(shipped) == len(SHIPPED_CHECKLISTS)
    assert {item.phase for item in SHIPPED_CHECKLISTS} == set(Phase)


def test_the_bot_sees_by_itself_what_the_state_shows() -> None:
    held = {role: Holding(user=ANA, since=AT) for role in SHIPPED_ROLES}
    every = Moments(started=AT, detected=AT, acknowledged=AT, mitigated=AT, resolved=minutes(9))
    seen = incident(
        status=Status.CLOSED,
        roles=held,
        moments=every,
        channel=ChannelId("C"),
        service="a",
        impact="x",
        way="roll_back",
        lasting="none",
        archived=True,
    )
    items = [Item(key=sight, phase=Phase.DECLARE, sight=sight) for sight in Sight]

    assert [one.done for one in standing(seen, items, 1)] == [True] * len(Sight)
    assert [one.done for one in standing(incident(), items, 1)] == [False] * len(Sight)
    only_ic = incident(roles={Role.IC: held[Role.IC]})
    assert {o.item.key for o in standing(only_ic, items, 1) if o.done} == {Sight.IC}


def test_items_count_for_the_severities_they_are_meant_for() -> None:
    policy = Policy()
    keys = {
        key: {one.item.key for one in checklist_of(policy, incident(severity=key))}
        for key in ("sev1", "sev2", "sev3", "gone")
    }

    assert keys["sev1"] == keys["sev2"]
    assert {"first_message", "half_hour", "roles"} == {
        "first_message",
        "half_hour",
        "roles",
    } & (keys["sev1"] - keys["sev3"])
    assert keys["gone"] == keys["sev3"]
    assert "service" not in keys["sev1"]
    with_catalogue = Policy(services=(Service(key="checkout"),))
    assert "service" in {one.item.key for one in checklist_of(with_catalogue, incident())}


def test_numbers_run_from_one_without_a_gap() -> None:
    for severity in ("sev1", "sev4"):
        found = checklist_of(Policy(), incident(severity=severity))
        assert [one.number for one in found] == list(range(1, len(found) + 1))


def test_half_an_hour_without_mitigation_is_late_and_stands_first() -> None:
    now = incident()
    found = checklist_of(Policy(), now)

    before = next_open(found, Phase.INVESTIGATE, minutes(29))
    after = next_open(found, Phase.INVESTIGATE, minutes(30))

    assert "half_hour" not in {one.item.key for one in before[:LATE_SHOWN]}
    assert after[0].item.key == "half_hour"
    assert len(after) == NEXT
    assert after[-1].item.phase is Phase.INVESTIGATE
    assert not after[-1].is_late(minutes(30))


def test_the_end_of_a_phase_counts_from_the_resolution() -> None:
    resolved = incident(status=Status.RESOLVED, moments=Moments(resolved=minutes(90)))
    final = next(o for o in checklist_of(Policy(), resolved) if o.item.key == "final")

    assert final.due_at == minutes(150)
    assert not final.is_late(minutes(149))
    assert final.is_late(minutes(150))


def test_a_tick_is_done_and_never_late() -> None:
    ticked = incident(ticks={"timeline": Tick(by=ANA, at=AT)})
    one = next(o for o in checklist_of(Policy(), ticked) if o.item.key == "timeline")

    assert one.done
    assert not one.is_late(minutes(999))


@given(st.floats(0, 3000), st.sampled_from([s for s in Status if s is not Status.MERGED]))
def test_between_two_turns_the_card_stays_as_it_is(age: float, status: Status) -> None:
    """The scheduler is told every time at which the list looks different, and no other."""
    now = minutes(age)
    one = incident(status=status, moments=Moments(resolved=AT))
    found = checklist_of(Policy(), one)
    turns = sorted(changes_at(one, found, now))

    assert all(turn > now for turn in turns)
    until = turns[0] if turns else now + timedelta(days=99)
    assert _looks(one, until - timedelta(microseconds=1)) == _looks(one, now)


def _looks(one: Incident, now: datetime) -> object:
    phase = phase_of(one, now)
    if phase is None:
        return None
    found = checklist_of(Policy(), one)
    shown = next_open(found, phase, now)
    return phase, [(o.number, o.is_late(now)) for o in shown], len(of_phase(found, phase))


def test_a_teams_own_items_replace_a_phase_and_no_other() -> None:
    own = Item(key="monitor:1", phase=Phase.MONITOR, text={"en": "Queue drained"})
    items = with_own(SHIPPED_CHECKLISTS, {Phase.MONITOR: [own], Phase.AFTER: []})

    assert [item for item in items if item.phase is Phase.MONITOR] == [own]
    assert [item for item in items if item.phase is Phase.AFTER] == []
    assert [i for i in items if i.phase is Phase.DECLARE] == [
        i for i in SHIPPED_CHECKLISTS if i.phase is Phase.DECLARE
    ]


def test_the_documents_list_every_shipped_item_as_it_is() -> None:
    docs = (Path(__file__).parents[2] / "docs" / "checklists.md").read_text(encoding="utf-8")
    shown = re.findall(r"^\| (\w+) \| (.+?)( 👁)? \| (.+?) \| (all|sev1-2) \|$", docs, re.MULTILINE)

    assert [(phase, text, bool(eye), late, whom) for phase, text, eye, late, whom in shown] == [
        (
            item.phase.value,
            item.message,
            item.sight is not None,
            _written(item.after),
            "all" if item.down_to > GRAVE else "sev1-2",
        )
        for item in SHIPPED_CHECKLISTS
    ]


def _written(after: timedelta | None) -> str:
    if after is None:
        return "\N{EN DASH}"
    passed = int(after.total_seconds()) // 60
    return f"{passed} min" if passed < 120 else f"{passed // 60} h"
