"""The scene most stories play in: Socket Mode on SQLite, with the bot running."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.slack.views.trouble import has_name
from tests.stage import Stage, stage
from tests.stories.seeing import patient

_NOT_OF_AN_UPDATE = "SELECT key FROM effect WHERE key NOT LIKE 'update:%'"


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as scene, scene.bot_running():
        yield patient(scene)
        assert [key for key in _keys(scene) if not has_name(key)] == []


def _keys(scene: Stage) -> list[str]:
    """Of all that was wanted for an incident: whatever may fail has to be called something."""
    path = scene.url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        return [key for (key,) in database.execute(_NOT_OF_AN_UPDATE)]
