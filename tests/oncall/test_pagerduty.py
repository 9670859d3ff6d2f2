"""PagerDuty's schedules, from a server on this machine that answers as its REST API does."""

from __future__ import annotations

import json
from datetime import datetime

from aiohttp import web

from bot.incident.ids import UserId
from bot.incident.on_call import Roster, Schedule
from bot.oncall.pagerduty import PAGE
from bot.oncall.rosters import Rosters
from tests.oncall.conftest import Reading


def turn(name: str, start: str | None, end: str | None) -> dict[str, object]:
    user = {"type": "user", "summary": name, "name": name, "email": f"{name}@Example.com"}
    return {"user": user, "schedule": {"id": "PI7DH85"}, "start": start, "end": end}


TURNS = [
    turn("ana", "2025-12-29T10:00:00+01:00", "2026-01-05T10:00:00+01:00"),
    turn("ana", "2025-12-29T09:00:00Z", "2026-01-05T09:00:00Z"),
    turn("ben", "2026-01-05T09:00:00Z", "2026-01-12T09:00:00Z"),
]
"""The first two are one, listed for each escalation policy that uses the schedule."""


async def read(reading: Reading) -> Rosters:
    reading.schedules = (Schedule(key="checkout", pagerduty="PI7DH85"),)
    rosters = reading.rosters()
    await rosters.refresh()
    return rosters


async def one(rosters: Rosters) -> Roster:
    found = await rosters.roster("checkout")
    assert found is not None
    return found


async def test_who_is_on_call_is_read_page_by_page(reading: Reading) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        first = request.query["offset"] == "0"
        body = {"oncalls": TURNS[:2] if first else TURNS[2:], "more": first}
        return web.json_response(body)

    reading.elsewhere.answer = answer
    reading.book.people["ana@example.com"] = UserId("U1")

    roster = await one(await read(reading))

    assert [shift.who.user for shift in roster.now] == ["U1"]
    assert [shift.who.email for shift in roster.next] == ["ben@example.com"]
    first, second = reading.elsewhere.asked
    assert first.path == "/oncalls"
    assert first.headers["Authorization"] == "Token token=hidden-token"
    assert first.headers["Accept"] == "application/vnd.pagerduty+json;version=2"
    assert first.query.getall("schedule_ids[]") == ["PI7DH85"]
    assert first.query.getall("include[]") == ["users"]
    assert datetime.fromisoformat(first.query["since"]) < reading.clock.now()
    assert (first.query["limit"], second.query["offset"]) == (str(PAGE), str(PAGE))


async def test_somebody_whose_turn_never_ends_is_on_call(reading: Reading) -> None:
    reading.elsewhere.says(json.dumps({"oncalls": [turn("ana", None, None)], "more": False}))

    roster = await one(await read(reading))

    assert [shift.who.name for shift in roster.now] == ["ana"]


async def test_its_answer_is_kept_for_when_it_is_away(reading: Reading) -> None:
    reading.elsewhere.says(json.dumps({"oncalls": TURNS}))
    await read(reading)
    reading.elsewhere.refuses(500)
    await reading.clock.forward(days=6)

    roster = await one(await read(reading))

    assert [shift.who.name for shift in roster.now] == ["ben"]
    assert (roster.trouble, roster.is_stale(reading.clock.now())) == ("http_500", True)


async def test_a_key_that_is_refused_and_an_answer_of_another_form_are_told(
    reading: Reading,
) -> None:
    reading.elsewhere.refuses(401)
    assert (await one(await read(reading))).trouble == "http_401"

    reading.elsewhere.refuses(429)
    assert (await one(await read(reading))).trouble == "http_429"

    reading.elsewhere.says('{"error": "moved"}')
    assert (await one(await read(reading))).trouble == "an answer of another form"
