"""When things happened: typed, read in one's own zone, asked about, and corrected in a form."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.stage import Stage
from tests.stories.running import declared, later, leap
from tests.stories.seeing import card, form, labels, last, refusals, shown


async def test_a_typed_time_is_read_in_ones_own_zone_and_said_back(scene: Stage) -> None:
    ana, room = await declared(scene)
    await ana.change(tz="Europe/Paris")
    await scene.settle()

    answer = await ana.slash("/incident started 00:10", channel=room)
    assert "2026-01-01 00:10, Europe/Paris" in answer.text
    assert labels(answer.message.blocks if answer.message else last(ana).blocks)[0] == "Change…"
    await ana.mention("detected il y a 15 min", channel=room)
    await later(scene)
    assert "2026-01-01 00:45, Europe/Paris" in last(ana).text
    await ana.slash("/incident ack", channel=room)
    await later(scene)

    times = (await ana.slash("/incident times", channel=room)).text
    assert "*Time to detect*: 35 min (started → detected)" in times
    assert "*Time to mitigate*: unknown (started → mitigated)" in times
    assert "Response target: kept" in shown(card(room))
    taken_back = await ana.slash("/incident started unknown", channel=room)
    assert "started: -" in taken_back.text
    assert refusals(scene) == []


async def test_mitigated_and_resolved_set_the_status_only_without_a_time(scene: Stage) -> None:
    ana, room = await declared(scene)

    await ana.slash("/incident mitigated -5m", channel=room)
    await later(scene)
    assert "investigating" in room.topic
    assert "Set to monitoring" in labels(last(ana).blocks)
    await ana.click(last(ana), "run.0")
    await later(scene)
    assert "monitoring" in room.topic
    await ana.slash("/incident resolved -1m", channel=room)
    await later(scene)
    assert "monitoring" in room.topic
    assert "Resolve…" in labels(last(ana).blocks)
    await ana.slash("/incident status identified", channel=room)
    await ana.slash("/incident mitigated", channel=room)
    await later(scene)
    assert "monitoring" in room.topic


async def test_wrong_times_are_answered_with_examples(scene: Stage) -> None:
    ana, room = await declared(scene)

    for line, said in [
        ("started bananas <!channel>", "is no time I understand"),
        ("mitigated 25:99", "`14:32`, `14h32`"),
        ("resolved 14", "is no time I understand"),
        ("detected 2027-01-01 10:00", "still to come"),
        ("started -5m -5m", "is no time I understand"),
    ]:
        answer = await ana.slash(f"/incident {line}", channel=room)
        assert said in answer.text, line
    assert "say which incident" in (await ana.slash("/incident mitigated")).text
    assert refusals(scene) == []


@pytest.mark.long
async def test_a_time_that_was_twice_is_asked_about(scene: Stage) -> None:
    ana, room = await declared(scene)
    await ana.change(tz="Europe/Paris")
    await scene.settle()

    await ana.slash("/incident started 2025-10-26 02:30", channel=room)
    assert labels(last(ana).blocks) == ["02:30 +0200", "02:30 +0100"]
    await ana.click(last(ana), "run.1")
    await later(scene)
    assert "2025-10-26 02:30" in last(ana).text

    at = int(datetime(2025, 10, 26, 1, 30, tzinfo=UTC).timestamp())
    assert f"Started <!date^{at}^" in shown(card(room))
    never = await ana.slash("/incident started 2025-03-30 02:30", channel=room)
    assert "never was" in never.text


async def test_the_form_of_moments_is_safe_against_two_people_at_once(scene: Stage) -> None:
    ana, room = await declared(scene)
    bob = scene.person("bob")
    now, hour = int(scene.clock.now().timestamp()), 3600
    await bob.join(room)

    await ana.slash("/incident started", channel=room)
    await bob.slash("/incident detected INC-1", channel=room)
    await scene.settle()
    assert "moment.started" in shown(form(bob))
    future = await ana.submit(**{"moment.started": now + 2 * hour})
    assert list(future.errors) == ["moment.started"]
    await ana.submit(**{"moment.started": now - hour, "moment.closed": now - 2 * hour})
    second = await bob.submit(**{"moment.started": now - 4 * hour})
    assert "Somebody was faster" in shown(second)
    await bob.submit()
    await later(scene)

    assert "is earlier than" in shown(card(room))
    assert f"Started <!date^{now - 4 * hour}^" in shown(card(room))
    assert refusals(scene) == []


async def test_a_missed_target_stands_on_the_card_when_it_is_missed(scene: Stage) -> None:
    _, room = await declared(scene, severity="sev2")

    await leap(scene, minutes=29)
    assert "Response target: missed" not in shown(card(room))
    await scene.forward(minutes=2)
    assert "Response target: missed" in shown(card(room))
    await leap(scene, hours=3, minutes=27)
    assert "Resolution target: missed" not in shown(card(room))
    await scene.forward(minutes=2)
    await scene.settle()

    assert "Resolution target: missed" in shown(card(room))


async def test_what_an_end_leaves_open_was_no_target_missed(scene: Stage) -> None:
    ana, room = await declared(scene, severity="sev2")

    await ana.slash("/incident cancel test", channel=room)
    await leap(scene, hours=5)
    await ana.slash("/incident title Only a test", channel=room)
    await later(scene)

    assert "target" not in shown(card(room))
