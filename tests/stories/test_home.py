"""The Home tab: drawn when somebody opens it, and kept in step afterwards."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bot.sandbox.people import Person
from tests.stage import Stage, stage
from tests.stories.seeding import seed
from tests.stories.seeing import calls, disturbed, form, last, patient, refusals


def texts(person: Person) -> str:
    assert person.home is not None, f"{person.name} has no Home tab"
    return json.dumps(person.home.blocks, ensure_ascii=False)


async def look(scene: Stage, person: Person) -> str:
    await person.open_home()
    await later(scene, seconds=1)
    return texts(person)


async def later(scene: Stage, **time: float) -> None:
    await scene.forward(**time)
    await scene.settle()


async def test_it_is_drawn_at_once_and_follows_what_happens(scene: Stage) -> None:
    ana, bob = scene.person("ana"), scene.person("bob", locale="fr-FR")
    assert "No open incident." in await look(scene, ana)
    assert "Aucun incident ouvert." in await look(scene, bob)

    await ana.slash("/incident declare sev1 Checkout <!channel> & co")
    await later(scene, seconds=4)

    assert "Checkout @channel &amp; co" in texts(ana)
    assert "SEV1 critique" in texts(bob)
    before = calls(scene, "views.publish")
    for number in range(5):
        await ana.slash(f"/incident title INC-1 Title {number}")
        await later(scene, seconds=0.5)
    await later(scene, seconds=4)
    assert "Title 4" in texts(bob)
    assert calls(scene, "views.publish") - before <= 4
    await later(scene, minutes=10)
    await look(scene, ana)
    assert calls(scene, "views.publish") - before <= 4
    assert refusals(scene) == disturbed(scene) == []


async def test_its_buttons_declare_and_show(scene: Stage) -> None:
    ana = scene.person("ana")
    await look(scene, ana)
    assert ana.home is not None

    await ana.click(ana.home, "menu.declare")
    await scene.settle()
    assert form(ana).callback_id == "declare"
    await ana.submit(title="Search is slow", severity="sev3")
    await later(scene, seconds=4)
    assert "Search is slow" in texts(ana)
    await ana.click(ana.home, "run.0")
    await scene.settle()

    assert "Search is slow" in json.dumps(form(ana).blocks)
    assert refusals(scene) == []


@pytest.mark.long
async def test_private_incidents_are_on_the_home_of_their_people_only(scene: Stage) -> None:
    ana, eve = scene.person("ana"), scene.person("eve")
    guest = scene.person("gus", guest=True)
    await ana.slash("/incident declare private sev1 Leak of keys")
    await scene.settle()

    assert "Leak of keys" in await look(scene, ana)
    assert "Leak" not in await look(scene, eve)
    assert "menu.declare" not in await look(scene, guest)
    await ana.invite(scene.room(scene.rooms[0]), eve)
    await later(scene, seconds=4)
    assert "Leak of keys" in texts(eve)
    await eve.leave(scene.room(scene.rooms[0]))
    await later(scene, seconds=4)
    assert "Leak" not in texts(eve)


@pytest.mark.long
async def test_a_busy_slack_delays_it_and_a_restart_draws_nothing_again(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        ana = scene.person("ana")
        async with scene.bot_running():
            patient(scene)
            scene.slack.faults.fail("views.publish", "ratelimited", times=1)
            await ana.open_home()
            await scene.settle()
            tried = calls(scene, "views.publish")
            assert (tried, ana.home) == (1, None)
            await later(scene, minutes=1)
            assert calls(scene, "views.publish") == 2
            assert "No open incident." in texts(ana)
            await ana.slash("/incident declare sev3 Search is slow")
            await later(scene, seconds=10)
            scene.slack.faults.fail("views.publish", "ratelimited", times=1)
            await ana.slash("/incident title INC-1 Search is down")
            await later(scene, minutes=1)
            assert "Search is down" in texts(ana)
            drawn = calls(scene, "views.publish")
        async with scene.bot_running():
            patient(scene)
            await later(scene, minutes=1)
            assert calls(scene, "views.publish") == drawn


@pytest.mark.parametrize("count", [1, 50, pytest.param(500, marks=pytest.mark.long)])
async def test_any_number_of_incidents_fits_and_is_paged(tmp_path: Path, count: int) -> None:
    async with stage(tmp_path) as scene:
        ana = scene.person("ana")
        await seed(scene, count)
        async with scene.bot_running():
            patient(scene)
            await look(scene, ana)
            seen = await paged_through(scene, ana, "open") | await paged_through(
                scene, ana, "recent"
            )
            assert seen == set(range(1, count + 1))
            listed = await ana.slash("/incident list all")
            assert f"*{count} incident" in listed.text
            while "Next" in str(last(ana).blocks):
                button = "run.1" if "Previous" in str(last(ana).blocks) else "run.0"
                await ana.click(last(ana), button)
                await scene.settle()
            assert "*INC-1*" in str(last(ana).blocks)
            assert "@U1" in (await ana.slash("/incident list channel u1")).text or count == 1
            refused = {refusal.partition(":")[0] for refusal in refusals(scene)}
            made_up = {"conversations.history", "conversations.members"}
            assert refused <= made_up  # as their channels are
            assert disturbed(scene) == []


async def paged_through(scene: Stage, person: Person, part: str) -> set[int]:
    """The numbers on all pages of one of its lists; each page is one that Slack takes."""
    seen: set[int] = set()
    for page in range(1, 100):
        assert person.home is not None
        assert len(person.home.blocks) <= 100
        assert len(json.dumps(person.home.body).encode()) < 250_000
        seen |= {int(number) for number in re.findall(r"\*INC-(\d+)\*", texts(person))}
        if f'"{part}:{page}"' not in texts(person):
            break
        await person.click(person.home, "home.older", value=f"{part}:{page}")
        await later(scene, seconds=1)
    return seen
