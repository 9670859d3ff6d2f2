"""A private incident shows nowhere it should not."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.sandbox.people import Person
from bot.telemetry import logs
from tests.lengths import quick
from tests.stage import Stage, stage
from tests.stories.running import later, leap
from tests.stories.seeing import last, patient, refusals, shown

TITLE = "Odd log-ins from Mauritius"
TRACES = ("Mauritius", "mauritius")
GROUPS = "severities: {{sev1: {{invite_users: [{user}]}}}}\n"


@pytest.fixture
async def ana(scene: Stage) -> Person:
    """Has declared a private incident."""
    ana = scene.person("ana")
    await ana.slash(f"/incident declare private sev1 {TITLE}")
    await scene.settle()
    return ana


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """All that the bot logs, at its most talkative."""
    stream = io.StringIO()
    before = list(logging.getLogger().handlers), logging.getLogger().level
    logs.configure("DEBUG", (), stream)
    yield stream
    logging.getLogger().handlers[:], _ = before
    logs.configure("WARNING")
    logging.getLogger().handlers[:] = before[0]
    logging.getLogger().setLevel(before[1])


@pytest.mark.parametrize(
    "line",
    quick(
        [
            "declare private sev1 Odd log-ins",
            "declare sev1 private Odd log-ins",
            "declare security sev1 Odd log-ins",
            "declare sécurité sev1 Odd log-ins",
            "déclarer privé sev1 Odd log-ins",
            "declare PRIVE critique Odd log-ins",
        ],
        0,
        4,
    ),
)
async def test_one_word_makes_it_private_from_the_first_call(scene: Stage, line: str) -> None:
    await scene.person("ana").slash(f"/incident {line}")
    await scene.settle()

    room = scene.room("inc-1-odd-log-ins")
    [made] = [call for call in scene.slack.calls if call.method == "conversations.create"]
    assert made.arguments["is_private"] in (True, "true")
    assert room.kind == "private"
    assert scene.announcements == []
    assert refusals(scene) == []


async def test_the_room_is_as_ready_as_any_other(scene: Stage, ana: Person) -> None:
    room = scene.room("inc-1-odd-log-ins-from-mauritius")

    assert ana.id in room.members
    assert len(room.pins) == 1
    assert "invited people only" in shown(room.pins[0].message)
    assert f"<#{room.id}>" in last(ana).text


async def test_strangers_see_it_in_no_channel_list_or_show(scene: Stage, ana: Person) -> None:
    bob = scene.person("bob")

    listed = await bob.slash("/incident list")
    of_sev1 = await bob.slash("/incident list sev1")
    shown_to_bob = await bob.slash("/incident show INC-1")
    never_used = await bob.slash("/incident show INC-9")
    await scene.settle()

    assert "No open incident" in listed.text
    assert "No open incident" in of_sev1.text
    assert shown_to_bob.text.replace("INC-1", "INC-9") == never_used.text
    public = [c for c in scene.slack.workspace.channels.values() if c.kind == "public"]
    assert not [m.text for c in public for m in c.messages if "INC-1" in shown(m)]


async def test_whoever_declared_or_is_in_sees_it(scene: Stage, ana: Person) -> None:
    bob = scene.person("bob")
    await ana.invite(scene.room("inc-1-odd-log-ins-from-mauritius"), bob)
    await scene.settle()

    for person in (ana, bob):
        listed = await person.slash("/incident list")
        one = await person.slash("/incident show 1")
        assert TITLE in listed.text
        assert TITLE in one.text


async def test_who_has_left_no_longer_sees_it(scene: Stage, ana: Person) -> None:
    bob, room = scene.person("bob"), scene.room("inc-1-odd-log-ins-from-mauritius")
    await ana.invite(room, bob)
    await scene.settle()
    await bob.leave(room)
    await scene.settle()

    assert "No open incident" in (await bob.slash("/incident list")).text
    assert "I know of no incident" in (await bob.slash("/incident show 1")).text


@pytest.mark.long
async def test_it_is_never_offered_as_alike(scene: Stage, ana: Person) -> None:
    answer = await scene.person("bob").slash(f"/incident declare sev1 {TITLE}")

    assert "Opening *INC-2*" in answer.text


async def test_nothing_of_it_is_in_metrics_probes_or_check(scene: Stage, ana: Person) -> None:
    import aiohttp

    port = scene.bot.addresses.port
    pages = []
    async with aiohttp.ClientSession(trust_env=False) as web:
        for path in ("metrics", "healthz", "readyz"):
            async with web.get(f"http://127.0.0.1:{port}/{path}") as page:
                pages.append(await page.text())
    await scene.person("bob").slash("/incident check")
    await scene.settle()

    pages.append(last(scene.person("bob")).text)
    assert "incident" in pages[0]
    assert not [page for page in pages if "INC-1" in page or "auritius" in page]


async def test_a_failing_effect_of_it_is_not_told_by_check(scene: Stage) -> None:
    scene.slack.faults.fail("pins.add", "too_many_pins", times=9)
    await scene.person("ana").slash(f"/incident declare private sev1 {TITLE}")
    await scene.settle()

    await scene.person("bob").slash("/incident check")
    await scene.settle()

    assert "INC-1" not in last(scene.person("bob")).text
    assert "too_many_pins" in shown(scene.room("inc-1-odd-log-ins-from-mauritius").messages[-1])


async def test_nothing_of_it_is_in_the_logs(tmp_path: Path, written: io.StringIO) -> None:
    async with stage(tmp_path) as scene, scene.bot_running():
        patient(scene)
        ana = scene.person("ana")
        scene.slack.faults.fail("pins.add", "too_many_pins")
        scene.slack.faults.fail("conversations.setTopic", "fatal_error")

        await ana.slash(f"/incident declare private sev1 {TITLE}")
        await ana.slash(f"/incident declare sev1 {TITLE}")
        await scene.forward(minutes=2)

    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    assert lines
    assert not [line for line in lines if any(trace in json.dumps(line) for trace in TRACES)]


async def test_a_join_button_that_leads_there_lets_nobody_in(scene: Stage, ana: Person) -> None:
    """As when an incident became private after its announcement was drawn."""
    bob = scene.person("bob")
    await ana.slash("/incident declare sev1 Search is slow")
    await scene.settle()
    async with scene.bot.bot.desk.ledger.look() as work:
        private = await work.incidents.numbered(1)
    assert private is not None
    [announced] = scene.announcements
    announced.blocks[0]["accessory"]["value"] = private.id

    await bob.click(announced, "announcement.join")
    await scene.settle()

    assert "I know of no incident INC-1" in last(bob).text
    assert bob.id not in scene.room("inc-1-odd-log-ins-from-mauritius").members


async def test_the_severitys_people_are_invited_also_in_private(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        eve = scene.person("eve")
    async with stage(tmp_path, config=GROUPS.format(user=eve.id)) as scene:
        assert scene.person("eve").id == eve.id
        async with scene.bot_running():
            await scene.person("ana").slash("/incident declare private sev1 Odd log-ins")
            await scene.settle()

            assert eve.id in scene.room("inc-1-odd-log-ins").members


async def test_who_has_left_is_told_nothing_more_whatever_was_theirs(
    scene: Stage, ana: Person
) -> None:
    bob, room = scene.person("bob"), scene.room("inc-1-odd-log-ins-from-mauritius")
    await ana.invite(room, bob)
    await scene.settle()
    for line in (
        "assign comms @bob",
        "take ic",
        "action @bob Rotate the keys 2d",
        "handover ic @bob",
    ):
        await ana.slash(f"/incident {line}", channel=room)
    await scene.settle()
    heard = len(bob.inbox())
    await bob.leave(room)
    await scene.settle()

    await scene.forward(minutes=6)
    await ana.slash("/incident take comms!", channel=room)
    await scene.settle()
    await leap(scene, days=4, hours=12)

    assert [shown(message) for message in bob.inbox()[heard:]] == []
    assert any("Rotate the keys" in shown(message) for message in ana.inbox())
    assert refusals(scene) == []


async def test_a_form_that_is_still_open_is_of_no_use_to_who_has_left(
    scene: Stage, ana: Person
) -> None:
    bob, room = scene.person("bob"), scene.room("inc-1-odd-log-ins-from-mauritius")
    await ana.invite(room, bob)
    await scene.settle()
    await bob.slash("/incident", channel=room)
    await bob.click(last(bob), "open.change")
    await scene.settle()
    await bob.leave(room)
    await ana.slash("/incident title Somebody has the keys", channel=room)
    await later(scene)

    answer = await bob.submit(title="Mine")
    await scene.settle()

    assert "I know of no incident INC-1" in shown(answer)
    assert "has the keys" not in shown(answer)
    assert "has the keys" in room.topic
