"""The scene most stories play in: Socket Mode on SQLite, with the bot running."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.stage import Stage, stage
from tests.stories.seeing import patient


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as scene, scene.bot_running():
        yield patient(scene)
