"""What a post-mortem asks of whom and when: in working hours, once each, and then of others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.incident import due_review as r
from bot.incident.due_review import Leads, review_reminders
from bot.incident.due_tasks import Reach
from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.lifecycle import Status
from bot.incident.moments import Moments
from bot.incident.policy import Policy
from bot.incident.postmortem.review import Review
from bot.incident.postmortem.state import Postmortem, PostmortemStatus
from bot.incident.working_hours import WorkingHours

ANA, BEN, LEA = UserId("UANA"), UserId("UBEN"), UserId("ULEA")
HOURS = WorkingHours()
MONDAY = datetime(2026, 3, 2, 21, 30, tzinfo=UTC)
"""In the evening."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def reach(*gone: UserId) -> Reach:
    return Reach(HOURS, lambda user: "Europe/Paris", lambda user: user in gone)


def incident(status: PostmortemStatus = PostmortemStatus.DRAFT, **review: object) -> Incident:
    state = {"status": status, "drafted_at": MONDAY, "owner": ANA, "due_at": MONDAY + 2 * DAY}
    return Incident.model_validate(
        {
            "id": "i",
            "number": 1,
            "title": "Down",
            "severity": "sev1",
            "status": Status.RESOLVED,
            "status_at": MONDAY,
            "status_by": ANA,
            "declared_by": ANA,
            "declared_at": MONDAY,
            "moments": Moments(resolved=MONDAY),
            "postmortem": Postmortem.model_validate({**state, "review": Review(**review)}),
        }
    )


def heard(about: Incident, until: datetime, *gone: UserId) -> list[tuple[str, str, str]]:
    """All that is said until then, each once: what, to whom, and when in UTC."""
    said: dict[str, tuple[str, str, str]] = {}
    now = MONDAY
    while now <= until:
        for nudge in review_reminders(about, Leads((LEA,)), Policy(), reach(*gone), now):
            if nudge.at <= now:
                said.setdefault(nudge.key, (nudge.what, str(nudge.to), f"{now:%a %H:%M}"))
        now += HOUR / 2
    return list(said.values())


def test_a_draft_nobody_works_on_is_spoken_of_three_times_and_then_its_lead_hears() -> None:
    assert [one for one in heard(incident(), MONDAY + 7 * DAY) if one[0] != r.MEETING_WANTED] == [
        (r.OWNED, ANA, "Tue 08:00"),
        (r.DRAFT_DUE, ANA, "Wed 08:00"),
        (r.DRAFT_DUE, ANA, "Thu 08:00"),
        (r.DRAFT_DUE, ANA, "Fri 08:00"),
        (r.DRAFT_LATE, LEA, "Mon 08:00"),
    ]


def test_a_meeting_is_asked_for_the_day_before_it_is_due_unless_there_is_one() -> None:
    asked = [one for one in heard(incident(), MONDAY + 7 * DAY) if one[0] == r.MEETING_WANTED]
    there = incident()
    state = there.postmortem.model_copy(update={"meeting_at": MONDAY + 3 * DAY})

    assert asked == [
        (r.MEETING_WANTED, ANA, "Wed 08:00"),
        (r.MEETING_WANTED, LEA, "Mon 08:00"),
    ]
    planned = heard(there.model_copy(update={"postmortem": state}), MONDAY + 7 * DAY)
    assert r.MEETING_WANTED not in [what for what, *_ in planned]


def test_reviewers_are_asked_thrice_then_the_owner_hears_and_then_the_lead() -> None:
    about = incident(PostmortemStatus.IN_REVIEW, reviewers=(BEN,), asked_at=MONDAY)

    assert [one for one in heard(about, MONDAY + 14 * DAY) if one[0] != r.MEETING_WANTED] == [
        (r.APPROVAL_WANTED, BEN, "Tue 08:00"),
        (r.APPROVAL_WANTED, BEN, "Wed 08:00"),
        (r.APPROVAL_WANTED, BEN, "Fri 08:00"),
        (r.APPROVAL_LATE, ANA, "Mon 08:00"),
        (r.APPROVAL_LATE, LEA, "Wed 08:00"),
    ]


def test_whoever_has_approved_is_asked_no_more() -> None:
    asked = {"reviewers": (BEN, LEA), "asked_at": MONDAY, "approvals": {BEN: 3}}
    about = incident(PostmortemStatus.IN_REVIEW, **asked)

    wanted = [to for what, to, _ in heard(about, MONDAY + DAY) if what == r.APPROVAL_WANTED]

    assert wanted == [LEA]


@pytest.mark.parametrize("status", [PostmortemStatus.PUBLISHED, PostmortemStatus.WAIVED])
def test_nothing_is_asked_once_it_is_over(status: PostmortemStatus) -> None:
    assert heard(incident(status), MONDAY + 14 * DAY) == []


def test_nothing_is_asked_while_the_incident_runs_or_when_it_is_closed() -> None:
    for status in set(Status) - {Status.RESOLVED}:
        about = incident().model_copy(update={"status": status})
        assert heard(about, MONDAY + 7 * DAY) == [], status


def test_whoever_is_gone_is_told_nothing_and_somebody_else_answers() -> None:
    about = incident().model_copy(update={"declared_by": BEN})

    to = {to for what, to, _ in heard(about, MONDAY + 4 * DAY, ANA) if what == r.DRAFT_DUE}

    assert to == {BEN}


def test_what_was_left_for_the_morning_comes_then_and_instead_of_the_rest() -> None:
    about = incident(rest_at=MONDAY + 12 * HOUR)
    said = heard(about, MONDAY + DAY)

    assert said[0] == (r.REST, ANA, "Tue 09:30")
    assert r.OWNED not in [what for what, *_ in said]


def test_what_was_put_off_at_an_earlier_resolution_counts_no_longer() -> None:
    about = incident(rest_at=MONDAY - HOUR)

    assert r.REST not in [what for what, *_ in heard(about, MONDAY + DAY)]


@given(st.timedeltas(timedelta(), 21 * DAY), st.sampled_from(list(PostmortemStatus)))
def test_nothing_is_ever_due_outside_of_working_hours(
    later: timedelta, status: PostmortemStatus
) -> None:
    """Also when the bot was down at the time."""
    about = incident(status, reviewers=(BEN,), asked_at=MONDAY, reviewed_at=MONDAY)
    now = MONDAY + later

    for nudge in review_reminders(about, Leads((LEA,)), Policy(), reach(), now):
        if nudge.at <= now:
            assert HOURS.are_now(now, "Europe/Paris")
