"""Home, catch-up and questions are taken by Slack and call nobody, whatever people wrote."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from bot.incident.changes import ImpactChanged
from bot.incident.handover import Handover, HandoverId
from bot.incident.ids import IncidentId, UserId
from bot.incident.incident import Incident
from bot.incident.listing import Found
from bot.incident.roles import Holding, Role
from bot.incident.task import TASK_LIMIT, Task, TaskId, TaskKind
from bot.incident.timeline import TimelineEntry
from bot.response.home import OPEN_SHOWN, RECENT_SHOWN, TASKS_SHOWN, HomeContent
from bot.sandbox.blockkit import check_message, check_view
from bot.sandbox.mentions import disturbed
from bot.slack.views import ask, catchup, quiet
from bot.slack.views.home import Drawer
from bot.slack.views.scene import Facts, Scene
from tests.slack.test_views import AT, FULL, HOSTILE, TONGUES, incident

U1 = UserId("U1")
both = pytest.mark.parametrize("locale", TONGUES)
hostile = pytest.mark.parametrize("text", HOSTILE.values(), ids=list(HOSTILE))


def task(text: str, number: int) -> Task:
    return Task.model_construct(
        id=TaskId(f"t{number}"),
        incident=IncidentId("i"),
        kind=TaskKind.TASK if number % 2 else TaskKind.ACTION,
        number=number,
        text=text[:TASK_LIMIT],
        owner=U1,
        due_at=AT + timedelta(hours=number - 3),
        created_by=U1,
        created_at=AT,
    )


def worst(text: str) -> Incident:
    offer = Handover(id=HandoverId("h"), roles=tuple(Role), by=U1, to=U1, at=AT)
    holdings = {role: Holding(user=U1, since=AT) for role in Role}
    change = {"roles": holdings, "handover": offer, "quiet_until": AT + timedelta(minutes=9)}
    return incident(text).model_copy(update={**change, "channel": "C1"})


def scene(text: str, locale: str) -> Scene:
    made = worst(text)
    fact = ImpactChanged(before="", after=text)
    entry = TimelineEntry(incident=made.id, occurred_at=AT, recorded_at=AT, by=U1, fact=fact)
    tasks = tuple(task(text, number) for number in range(1, 31))
    facts = Facts(tasks, (entry,) * 5, {U1: text[:80]}, AT)
    return Scene(made, FULL, TONGUES[locale], "C1", facts)


def content(text: str) -> HomeContent:
    made = worst(text)
    return HomeContent(
        user=U1,
        visitor=False,
        pages={"open": 3, "tasks": 3, "recent": 3},
        open=Found([made] * OPEN_SHOWN, 10**6),
        recent=Found([made] * RECENT_SHOWN, 10**6),
        roles=[(made, role) for role in Role] * 10,
        handovers=[made] * 30,
        tasks=[(made, task(text, number)) for number in range(TASKS_SHOWN)],
        tasks_total=500,
        duties=[],
        now=AT,
        again_at=None,
    )


@both
@hostile
def test_the_fullest_home_fits(text: str, locale: str) -> None:
    view = Drawer(content(text), FULL, TONGUES[locale], {U1: text[:80]}).view()

    check_view(view)
    assert len(view["blocks"]) <= 100
    assert len(json.dumps(view).encode()) < 250_000
    found = disturbed("", view["blocks"])
    assert (found.broadcasts, found.people) == ([], [])


@both
@hostile
def test_everything_said_and_answered_is_taken(text: str, locale: str) -> None:
    here = scene(text, locale)
    asked = {"question": "1", "text": text[:1000], "by": "U1", "calls": ""}
    told = {"question": text[:1000], "text": text[:1000], "by": "U1"}
    said: list[dict[str, Any]] = [
        catchup.catchup(here).message(),
        catchup.whispered(here, {}),
        ask.line(here, asked),
        ask.line(here, {**asked, "answer": text[:1000], "answered": "U1"}),
        ask.told(here, told),
        *(ask.passed_on(here, to).message() for to in (U1, None)),
        quiet.asked(here).message(),
        {"text": "x", "blocks": list(quiet.card_quiet(here))},
    ]

    for message in said:
        check_message(message, text_limit=4000)
        found = disturbed(message["text"], message["blocks"])
        assert (found.broadcasts, found.people) == ([], [])
    check_view(ask.PUT.view(here, {ask.TEXT: text[:1000]}))
    check_view(ask.GIVE.view(here, {"number": "1", "question": text[:1000]}))


def test_the_line_of_a_question_calls_the_one_it_goes_to_until_it_is_answered() -> None:
    here = scene("x", "en")
    asked = {"question": "1", "text": "When?", "by": "U1", "calls": "U2"}

    assert disturbed("", ask.line(here, asked)["blocks"]).people == ["U2"]
    answered = ask.line(here, {**asked, "answer": "Soon", "answered": "U2"})
    assert disturbed("", answered["blocks"]).people == []


def test_catch_up_leaves_no_line_cut() -> None:
    here = scene(HOSTILE["ampersands"], "en")

    answer = catchup.catchup(here)

    shown = [answer.text, *(block["text"]["text"] for block in answer.more)]
    assert max(map(len, shown)) <= 3000
    assert "… and 7 more" in shown[-1]
    assert not any("&a…" in text for text in shown[1:])
