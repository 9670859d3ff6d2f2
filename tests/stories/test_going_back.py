"""An operator goes back: to a copy of the data, or to the previous release."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.storage.address import sqlite_file
from bot.storage.backup import back_up, restore
from tests.stage import Stage, stage


async def declare(scene: Stage, title: str) -> None:
    await scene.person("ana").slash(f"/incident declare sev1 {title}")
    await scene.settle()


@pytest.mark.long
async def test_a_restored_database_is_worked_on_and_no_channel_of_the_lost_time_is_taken(
    tmp_path: Path,
) -> None:
    """The steps of docs/operations.md, "Restore"."""
    async with stage(tmp_path) as scene:
        async with scene.bot_running():
            await declare(scene, "Checkout is failing")
            copy = await back_up(scene.url, tmp_path / "copies", now=scene.clock.now())
            await declare(scene, "Search answers nothing")
        await scene.forward(minutes=10)

        aside = await restore(scene.url, copy)

        async with scene.bot_running():
            listed = await scene.person("ana").slash("/incident list")
            await declare(scene, "Search answers nothing")
    assert aside is not None
    assert "INC-1" in listed.text
    assert "INC-2" not in listed.text
    assert scene.rooms == [
        "inc-1-checkout-is-failing",
        "inc-2-search-answers-nothing",
        "inc-2-search-answers-nothing-2",
    ]


@pytest.mark.long
async def test_the_previous_release_works_on_what_a_later_one_has_added(tmp_path: Path) -> None:
    """The steps of docs/operations.md, "Roll back": migrations only add."""
    async with stage(tmp_path) as scene:
        async with scene.bot_running():
            await declare(scene, "Checkout is failing")
        _added_to_by_a_later_release(scene)

        async with scene.bot_running() as run:
            await declare(scene, "Search answers nothing")
            state = await run.probes.state()
    assert scene.rooms == ["inc-1-checkout-is-failing", "inc-2-search-answers-nothing"]
    assert state["migrations"] == "ok"


def _added_to_by_a_later_release(scene: Stage) -> None:
    file = sqlite_file(scene.url)
    assert file is not None
    with closing(sqlite3.connect(file)) as later, later:
        later.execute("ALTER TABLE incident ADD COLUMN mood TEXT")
        later.execute("CREATE TABLE later (id INTEGER PRIMARY KEY)")
        later.execute("UPDATE alembic_version SET version_num = '9999'")
