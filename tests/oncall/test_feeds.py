"""Feeds from real servers: whatever they do, who is on call stays known, with its age."""

from __future__ import annotations

import asyncio
import time

import pytest
from aiohttp import web

from bot.incident.ids import UserId
from bot.incident.on_call import KnownPerson, Roster, Schedule
from bot.oncall.rosters import Rosters
from tests.oncall.conftest import PATIENCE, Reading

FEED = """BEGIN:VCALENDAR\r\nVERSION:2.0
BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:%s
DTSTART:20251229T090000Z\r\nDURATION:P7D\r\nRRULE:FREQ=WEEKLY;INTERVAL=2\r\nEND:VEVENT
BEGIN:VEVENT\r\nUID:2\r\nSUMMARY:ben@example.com
DTSTART:20260105T090000Z\r\nDURATION:P7D\r\nRRULE:FREQ=WEEKLY;INTERVAL=2\r\nEND:VEVENT
END:VCALENDAR\r\n"""
"""The hand clock begins on 1 January 2026."""
ANA = FEED % "ana@example.com"


async def one(rosters: Rosters) -> Roster:
    found = await rosters.roster("checkout")
    assert found is not None
    return found


def names(roster: Roster) -> tuple[list[str], list[str]]:
    return [s.who.name for s in roster.now], [s.who.name for s in roster.next]


async def test_a_feed_says_who_is_on_call_now_and_next(reading: Reading) -> None:
    reading.elsewhere.says(ANA)
    rosters = reading.rosters()

    await rosters.refresh()

    roster = await one(rosters)
    assert names(roster) == (["ana@example.com"], ["ben@example.com"])
    assert roster.next[0].start.isoformat() == "2026-01-05T09:00:00+00:00"
    assert (roster.trouble, roster.is_stale(reading.clock.now())) == ("", False)


async def test_before_anything_was_read_nobody_is_known(reading: Reading) -> None:
    roster = await one(reading.rosters())

    assert (roster.now, roster.next, roster.read_at) == ((), (), None)
    assert roster.is_stale(reading.clock.now())


async def test_what_has_not_changed_is_not_sent_again(reading: Reading) -> None:
    rosters = reading.rosters()

    async def answer(request: web.Request) -> web.StreamResponse:
        tag = '"v1"'
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304)
        return web.Response(text=ANA, headers={"ETag": tag, "Last-Modified": "yesterday"})

    reading.elsewhere.answer = answer
    await rosters.refresh()
    await reading.clock.forward(hours=3)
    await rosters.refresh()

    assert [r.headers.get("If-Modified-Since") for r in reading.elsewhere.asked] == [
        None,
        "yesterday",
    ]
    roster = await one(rosters)
    assert names(roster)[0] == ["ana@example.com"]
    assert roster.read_at == reading.clock.now()


async def test_a_feed_gone_for_a_day_still_says_who_is_on_call_also_after_a_restart(
    reading: Reading,
) -> None:
    reading.elsewhere.says(ANA)
    rosters = reading.rosters()
    await rosters.refresh()
    read_at = reading.clock.now()

    reading.elsewhere.refuses(503)
    for _ in range(24):
        await reading.clock.forward(hours=1)
        await rosters.refresh()
    again = reading.rosters()

    for roster in (await one(rosters), await one(again)):
        assert names(roster) == (["ana@example.com"], ["ben@example.com"])
        assert (roster.read_at, roster.trouble) == (read_at, "http_503")
        assert roster.is_stale(reading.clock.now())


async def test_whose_turn_it_is_goes_on_while_a_feed_is_gone(reading: Reading) -> None:
    reading.elsewhere.says(ANA)
    rosters = reading.rosters()
    await rosters.refresh()
    reading.elsewhere.refuses(404)

    await reading.clock.forward(days=92)
    await rosters.refresh()

    assert names(await one(rosters)) == (["ben@example.com"], ["ana@example.com"])


async def test_a_server_that_cannot_be_reached_is_told_without_its_address(
    reading: Reading, caplog: pytest.LogCaptureFixture
) -> None:
    reading.secrets["FEED"] = "http://127.0.0.1:1/hidden/feed.ics"
    rosters = reading.rosters()

    await rosters.refresh()

    roster = await one(rosters)
    assert roster.trouble == "ClientConnectorError"
    assert "hidden" not in caplog.text + roster.model_dump_json()


async def test_a_feed_that_hangs_is_left_and_keeps_no_other_waiting(reading: Reading) -> None:
    async def hang(request: web.Request) -> web.StreamResponse:
        if "slow" in request.path:
            await asyncio.Event().wait()
        return web.Response(text=ANA)

    reading.elsewhere.answer = hang
    reading.secrets["SLOW"] = f"{reading.elsewhere.url}/slow"
    reading.schedules = (
        Schedule(key="slow", feed_from="SLOW"),
        Schedule(key="checkout", feed_from="FEED"),
    )
    rosters = reading.rosters()
    began = time.monotonic()

    await rosters.refresh()

    assert time.monotonic() - began < PATIENCE + 10
    assert names(await one(rosters))[0] == ["ana@example.com"]
    slow = await rosters.roster("slow")
    assert slow is not None
    assert slow.trouble == "TimeoutError"


async def test_five_megabytes_of_rubbish_are_not_taken(reading: Reading) -> None:
    reading.elsewhere.says(ANA)
    rosters = reading.rosters()
    await rosters.refresh()
    reading.elsewhere.says("rubbish;" * 650_000)

    await rosters.refresh()

    roster = await one(rosters)
    assert roster.trouble == "more than 1000 kB"
    assert names(roster)[0] == ["ana@example.com"]


@pytest.mark.parametrize("page", ["<html>Please sign in</html>", "", "BEGIN:VCALENDAR\r\n"])
async def test_a_page_that_is_no_calendar_changes_nothing(reading: Reading, page: str) -> None:
    reading.elsewhere.says(ANA)
    rosters = reading.rosters()
    await rosters.refresh()
    reading.elsewhere.says(page)

    await rosters.refresh()

    roster = await one(rosters)
    assert roster.trouble.startswith("no calendar")
    assert names(roster)[0] == ["ana@example.com"]


async def test_what_another_address_said_counts_no_longer(reading: Reading) -> None:
    reading.elsewhere.says(ANA)
    await reading.rosters().refresh()
    reading.secrets["FEED"] = f"{reading.elsewhere.url}/another"
    reading.elsewhere.refuses(500)

    rosters = reading.rosters()
    await rosters.refresh()

    assert (await one(rosters)).now == ()


async def test_a_feed_that_changes_is_followed(reading: Reading) -> None:
    reading.elsewhere.says(ANA)
    rosters = reading.rosters()
    await rosters.refresh()
    reading.elsewhere.says(FEED % "cleo@example.com")

    await rosters.refresh()

    assert names(await one(rosters))[0] == ["cleo@example.com"]


async def test_people_are_found_in_slack_once_a_day_and_stay_known_while_it_is_away(
    reading: Reading,
) -> None:
    reading.elsewhere.says(ANA)
    reading.book.people["ana@example.com"] = UserId("U1")
    rosters = reading.rosters()
    await rosters.refresh()
    await rosters.refresh()

    assert sorted(reading.book.asked) == ["ana@example.com", "ben@example.com"]
    reading.book.is_away = True
    await reading.clock.forward(hours=25)
    await rosters.refresh()

    roster = await one(reading.rosters())
    assert [shift.who.user for shift in (*roster.now, *roster.next)] == [UserId("U1"), None]


async def test_a_list_in_the_configuration_says_who_somebody_is(reading: Reading) -> None:
    reading.elsewhere.says(FEED % "[Primary] Bea Martin on call")
    reading.people = {
        "bea martin": KnownPerson(user=UserId("U2"), phone="+33 1 23 45 67 89"),
        "Ben@example.com": KnownPerson(user=UserId("U3")),
    }
    rosters = reading.rosters()

    await rosters.refresh()

    roster = await one(rosters)
    assert [shift.who.user for shift in (*roster.now, *roster.next)] == ["U2", "U3"]
    assert (roster.now[0].who.name, roster.now[0].who.phone) == ("bea martin", "+33 1 23 45 67 89")
    assert reading.book.asked == []
