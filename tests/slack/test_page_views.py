"""What is said of who is on call and of pages is taken by Slack, whatever is in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.incident.escalation import Condition, Contact, Escalation, Way
from bot.incident.escalation_facts import NoPage, Paged, PickedUp, StepWaived
from bot.incident.ids import IncidentId, UserId
from bot.incident.on_call import Callee, OnCallPolicy, Roster, Rota, Schedule, Shift
from bot.incident.pages import Cause, Page, PageId, Pressure
from bot.incident.timeline import TimelineEntry
from bot.language import Tongue
from bot.sandbox.blockkit import check_message
from bot.sandbox.mentions import disturbed
from bot.slack.page_line import PageLine, read_page_line
from bot.slack.views import page_answers, pages
from bot.slack.views.answer import Answer
from bot.slack.views.on_call import OnDuty, on_duty
from bot.slack.views.page_words import escalated
from bot.slack.views.scene import Scene
from bot.slack.views.why import Escalated, why
from tests.slack.test_views import FULL, HOSTILE, TONGUES
from tests.slack.test_views import scene as bare_scene

AT = datetime(2026, 1, 1, tzinfo=UTC)
SCHEDULE = Schedule(
    key="first",
    rota=Rota(people=("U1",), since=AT, every=timedelta(days=7), zone="Etc/UTC"),
)
POLICY = FULL.model_copy(
    update={
        "prefix": "",
        "on_call": OnCallPolicy(schedules=(SCHEDULE,), primary="first", secondary="first"),
        "escalation": Escalation(
            contacts=tuple(
                Contact(key=f"c{n}", name={"en": "N" * 75, "fr": "N" * 75}) for n in range(9)
            )
        ),
    }
)


def page(text: str, **more: object) -> Page:
    people = (Callee(name=text[:75], user=UserId("U1")), Callee(name=text[:75], phone="+33 1"))
    about = {"id": PageId("p" * 32), "at": AT, "who": "on_call", "people": people, "why": text}
    return Page.model_validate({**about, "title": text[:150], "severity": "sev1", **more})


CAUSE = Cause(step="k", when=Condition.NOT_MITIGATED, after=timedelta(hours=1))


def scene(text: str, tongue: Tongue) -> Scene:
    here = replace(bare_scene(text, tongue), policy=POLICY)
    pressure = Pressure(since=AT, pages=(page(text, cause=CAUSE),))
    shown = here.incident.model_copy(
        update={"pressure": pressure, "private": False, "severity": "sev1"}
    )
    return replace(here, incident=shown)


def facts(text: str) -> Iterator[TimelineEntry]:
    yield from (_entry(Paged(page=page(text))), _entry(Paged(page=page(text, cause=CAUSE))))
    nobody: tuple[NoPage, ...] = ("all_here", "not_production", "not_allowed")
    yield from (_entry(Paged(page=page(text, cause=CAUSE), nobody=each)) for each in nobody)
    yield from (_entry(StepWaived(step="no_ic.5.ic")), _entry(PickedUp(user=UserId("U1"))))


def _entry(fact: Paged | StepWaived | PickedUp) -> TimelineEntry:
    incident = IncidentId("i")
    return TimelineEntry(incident=incident, occurred_at=AT, recorded_at=AT, fact=fact)


def answers(text: str, tongue: Tongue) -> Iterator[Answer]:
    here = scene(text, tongue)
    shift = Shift(who=page(text).people[1], start=AT, end=AT + timedelta(days=1))
    roster = Roster(schedule=SCHEDULE, now=(shift,) * 3, next=(shift,), trouble=text)
    fetched = SCHEDULE.model_copy(update={"rota": None, "feed_from": "F"})
    stale = roster.model_copy(update={"schedule": fetched})
    old = stale.model_copy(update={"read_at": AT - timedelta(days=1)})
    yield on_duty(OnDuty((roster, stale, old) * 9, more=True), tongue, AT)
    yield from (page_answers.whom(here), page_answers.here_already(here, text[:300]))
    yield page_answers.paged(here, [one.fact for one in facts(text)])
    yield from (
        page_answers.on_it(here),
        page_answers.waived(here, [StepWaived(step="no_ic.5.ic")]),
    )
    yield why(here, Escalated(tuple(facts(text)) * 4, {}, None))


@pytest.mark.parametrize("locale", TONGUES)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=list(HOSTILE))
def test_every_answer_is_taken_and_disturbs_nobody(text: str, locale: str) -> None:
    for answer in answers(text, TONGUES[locale]):
        check_message(answer.message(), text_limit=4000)
        assert disturbed(answer.text, answer.message()["blocks"]).broadcasts == []


@pytest.mark.parametrize("locale", TONGUES)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=list(HOSTILE))
def test_a_page_is_taken_in_all_its_states_and_calls_nobody_but_those_it_means(
    text: str, locale: str
) -> None:
    here = scene(text, TONGUES[locale])
    taken = {"taken_by": UserId("U1"), "taken_at": AT}
    for one in (
        page(text, cause=CAUSE),
        page(text, by=UserId("U1"), **taken),
        page(text, ended_at=AT),
    ):
        for shown, people in (
            (pages.direct(here, one), []),
            (pages.mention(here, one, one.people), ["U1"]),
            (pages.shout(here, one, one.people), ["U1"]),
        ):
            check_message(shown, text_limit=4000)
            found = disturbed(shown["text"], shown["blocks"])
            assert (found.broadcasts, sorted(set(found.people))) == ([], people)


def test_of_what_is_private_a_page_tells_nothing() -> None:
    here = scene("Customer data leaked", TONGUES["en"])
    private = replace(here, incident=here.incident.model_copy(update={"private": True}))

    shown = pages.direct(private, page("Customer data leaked", cause=CAUSE))

    assert shown["text"] == "INC-1000000, private, open Slack"


def test_each_fact_has_a_sentence() -> None:
    for locale in TONGUES:
        said = [escalated(scene("x", TONGUES[locale]), one.fact) for one in facts("x")]

        assert all(said)
        assert len(set(said)) == len(said)


READ = {
    "@": PageLine(handle="", said="@"),
    "<@U1|ben> <@U2>, the database": PageLine(
        people=(UserId("U1"), UserId("U2")), why="the database"
    ),
    "@db-team it is gone": PageLine(handle="db-team", why="it is gone"),
    "on-call": PageLine(word="on_call"),
    "d\N{RIGHT SINGLE QUOTATION MARK}astreinte vite": PageLine(word="on_call", why="vite"),
    "second on call: nobody answers": PageLine(word="secondary", why="nobody answers"),
    "Secondary": PageLine(word="secondary"),
    "comms": PageLine(word="comms"),
    "c3 now": PageLine(word="c3", why="now"),
    "first": PageLine(word="first"),
    "anyway <@U1> again": PageLine(people=(UserId("U1"),), why="again", anyway=True),
    "quand même on-call": PageLine(word="on_call", anyway=True),
    "the moon": PageLine(),
}


@pytest.mark.parametrize("typed", READ)
def test_a_line_names_people_groups_or_words_and_a_reason(typed: str) -> None:
    read, expected = read_page_line(typed, POLICY), READ[typed]

    assert replace(read, said="") == replace(expected, said="")


def test_every_way_has_a_name() -> None:
    assert {one.value for one in Way} == {"pagerduty", "webhook", "direct", "mention"}
