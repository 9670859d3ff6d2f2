"""Somebody looks for incidents: `list` and `show`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.sandbox.people import Person
from tests.stage import Stage, stage
from tests.stories.seeding import seed
from tests.stories.seeing import labels, last, patient, refusals


@pytest.fixture
async def ana(scene: Stage) -> Person:
    """She has declared a sev1; bob a sev3."""
    ana, bob = scene.person("ana"), scene.person("bob")
    await ana.slash("/incident declare sev1 Checkout is failing")
    await bob.slash("/incident declare sev3 Search is slow")
    await scene.settle()
    return ana


ALL = ["list", "ls", "liste", "LIST open", "list ouverts"]


@pytest.mark.long
async def test_the_open_ones_newest_first(scene: Stage, ana: Person) -> None:
    for line in ALL:
        answer = await ana.slash(f"/incident {line}")

        head, *lines = answer.text.splitlines()
        assert head == "*2 open incidents*"
        assert [line.split("*")[1] for line in lines] == ["INC-2", "INC-1"]
        room = scene.room("inc-1-checkout-is-failing")
        assert f"Checkout is failing <#{room.id}>" in lines[1]
        assert refusals(scene) == []


MINE = ["list mine", "list mes"]


@pytest.mark.long
async def test_mine(ana: Person) -> None:
    for line in MINE:
        answer = await ana.slash(f"/incident {line}")

        assert "*1 open incident*" in answer.text
        assert "INC-1" in answer.text


OF_SEV3 = ["list sev3", "list SEV 3", "list p3", "list minor", "ls 3"]


@pytest.mark.long
async def test_of_one_severity(ana: Person) -> None:
    for line in OF_SEV3:
        answer = await ana.slash(f"/incident {line}")

        assert "INC-2" in answer.text
        assert "INC-1" not in answer.text


OF_SLOW = ["list slow", "list SEARCH sloẃ", "list sea"]


@pytest.mark.long
async def test_by_words(ana: Person) -> None:
    for line in OF_SLOW:
        answer = await ana.slash(f"/incident {line}")

        assert "INC-2" in answer.text
        assert "INC-1" not in answer.text


@pytest.mark.long
async def test_words_that_no_title_has_are_answered_with_a_way_out(ana: Person) -> None:
    answer = await ana.slash("/incident list nonsense & <more>")

    assert "nonsense &amp; &lt;more&gt;" in answer.text
    assert "`/incident list sev1`" in answer.text


async def test_none(scene: Stage) -> None:
    answer = await scene.person("ana").slash("/incident list")

    assert answer.text == "No open incident. `/incident declare` opens one."


async def test_many_are_paged_by_buttons(scene: Stage) -> None:
    ana = scene.person("ana")
    await seed(scene, 15)

    answer = await ana.slash("/incident list")

    assert "*14 open incidents* · page 1 of 2" in answer.text
    assert "INC-3*" in str(last(ana).blocks)
    assert "INC-2*" not in str(last(ana).blocks)
    assert labels(last(ana).blocks) == ["Next"]

    await ana.click(last(ana), "run.0")
    await scene.settle()

    assert "page 2 of 2" in last(ana).text
    assert [line.split("*")[1] for line in last(ana).text.splitlines()[1:]] == ["INC-2", "INC-1"]
    assert labels(last(ana).blocks) == ["Previous"]
    typed = await ana.slash("/incident list page 7")
    assert "page 2 of 2" in typed.text
    assert refusals(scene) == []


FILTERS = {
    "list closed": {10},
    "list fermés": {10},
    "list closed sev3": {10},
    "list all sev2": {16},
    "list sev3 open": {5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 4, 3},
    "list mine": {16},
    "list mine closed": set(),
    "list failing checkout": {5, 11},
}


@pytest.mark.long
async def test_filters_go_together(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        await seed(scene, 15)
        async with scene.bot_running():
            ana = patient(scene).person("ana")
            await ana.slash("/incident declare sev2 Search is slow")
            await scene.settle()

            for line, expected in FILTERS.items():
                await ana.slash(f"/incident {line}")
                shown = re.findall(r"\*INC-(\d+)\*", str(last(ana).blocks))
                assert {int(number) for number in shown} == expected, line


NAMES = ["INC-1", "inc-1", "1", "#1", "inc 1", "INC1"]


async def test_one_is_shown_however_it_is_named(scene: Stage, ana: Person) -> None:
    for what in NAMES:
        answer = await scene.person("bob").slash(f"/incident show {what}")

        room = scene.room("inc-1-checkout-is-failing")
        assert "*INC-1* SEV1 critical, investigating: Checkout is failing" in answer.text
        assert f"<#{room.id}>" in answer.text
        assert f"by <@{ana.id}>" in answer.text


WRONG = [
    ("show", "is no reference. They look like this: `/incident show INC-42`"),
    ("show checkout", "“checkout” is no reference"),
    ("show INC-99", "I know of no incident INC-99. `/incident list`"),
    ("show INC-0", "I know of no incident INC-0"),
    ("show 999999999999", "“999999999999” is no reference"),
    ("voir INC-99", "I know of no incident INC-99"),
]


async def test_a_wrong_reference_is_answered_with_what_was_expected(ana: Person) -> None:
    for line, told in WRONG:
        answer = await ana.slash(f"/incident {line}")

        assert told in answer.text
        assert answer.body["response_type"] == "ephemeral"


async def test_it_is_found_before_it_has_a_room(scene: Stage) -> None:
    scene.slack.faults.fail("conversations.create", "ratelimited", times=99)
    ana = scene.person("ana")
    await ana.slash("/incident declare sev1 Checkout is failing")

    answer = await ana.slash("/incident show INC-1")

    assert "Checkout is failing" in answer.text
    assert "<#" not in answer.text
