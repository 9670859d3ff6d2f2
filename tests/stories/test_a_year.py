"""A year goes by on the hand clock: what is logged as the clocks change lands where it is meant."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.app import operator
from bot.sandbox.conversation import Channel
from bot.sandbox.people import Person
from tests.stage import Stage
from tests.stories.running import declared, later
from tests.stories.seeing import labels, last

ZONES = {"ana": "Europe/Paris", "ben": "America/New_York"}
LOGGED = [
    ("ana", "2026-03-29 00:20", "23:50 before", "2026-03-28T22:50Z"),
    ("ana", "2026-03-29 03:10", "-20m over the gap", "2026-03-29T00:50Z"),
    ("ana", "2026-03-29 03:10", "il y a 20 min de même", "2026-03-29T00:50Z"),
    ("ana", "2026-03-29 03:10", "01:50 on its other side", "2026-03-29T00:50Z"),
    ("ben", "2026-03-08 03:01", "1:59 am in the last minute", "2026-03-08T06:59Z"),
    ("ana", "2026-10-25 09:00", "hier 02:30 no doubt", "2026-10-24T00:30Z"),
    ("ana", "2026-10-25 09:00", "2026-10-25T02:30+02:00 the first", "2026-10-25T00:30Z"),
    ("ben", "2026-11-01 00:20", "11:50 pm yesterday's", "2026-11-01T03:50Z"),
    ("ben", "2028-02-29 00:20", "23:50 before the leap day", "2028-02-29T04:50Z"),
    ("ana", "2028-03-01 00:20", "23:50 on the leap day", "2028-02-29T22:50Z"),
    ("ana", "2028-03-01 00:20", "2028-02-29 12:00 at noon", "2028-02-29T11:00Z"),
]


async def at(scene: Stage, local: str, person: str) -> None:
    """Then it is so late where they are; the clock never goes back."""
    now = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(ZONES[person])).astimezone(UTC)
    if now > scene.clock.now():
        await scene.clock.step(now - timedelta(seconds=30))
        await scene.settle()
        await scene.clock.step(now)
        await scene.settle()


async def cast(scene: Stage) -> tuple[dict[str, Person], Channel]:
    ana, room = await declared(scene)
    people = {"ana": ana, "ben": scene.person("ben")}
    for name, person in people.items():
        await person.change(tz=ZONES[name])
    await later(scene)
    return people, room


async def entries(scene: Stage) -> dict[str, str]:
    """Text to when it happened."""
    told = json.loads(b"".join(await operator.export(scene.settings, 1, "timeline-json")))
    return {entry["text"]: entry["at"] for entry in told["entries"] if "text" in entry}


@pytest.mark.long
@pytest.mark.timeout(300)
async def test_what_is_logged_lands_where_it_is_meant(scene: Stage) -> None:
    people, room = await cast(scene)

    for name, local, line, _ in sorted(LOGGED, key=lambda one: (one[1], one[0])):
        await at(scene, local, name)
        await people[name].slash(f"/incident log {line}", channel=room)
        await later(scene, seconds=0)

    found = await entries(scene)
    for _, local, line, expected in LOGGED:
        text = next(text for text in found if line.endswith(text))
        assert datetime.fromisoformat(found[text]) == datetime.fromisoformat(expected), local


@pytest.mark.long
@pytest.mark.timeout(300)
async def test_what_never_was_is_refused_and_what_was_twice_is_asked(scene: Stage) -> None:
    people, room = await cast(scene)
    ana, ben = people["ana"], people["ben"]

    await at(scene, "2026-03-08 09:00", "ben")
    await ben.slash("/incident log 2:30 am gone", channel=room)
    assert labels(last(ben).blocks) == ["01:59 -0500", "03:00 -0400"]
    await at(scene, "2026-10-25 09:00", "ana")
    await ana.slash("/incident log 02:30 twice", channel=room)
    assert labels(last(ana).blocks) == ["02:30 +0200", "02:30 +0100"]
    assert await entries(scene) == {}

    await ana.click(last(ana), "run.1")
    await later(scene)

    found = await entries(scene)
    assert datetime.fromisoformat(found["twice"]) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
