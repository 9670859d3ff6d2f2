"""Every test of the ledger runs on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage.ledger import Database
from tests.databases import KINDS, Kind, fresh_url


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> Kind:
    chosen: Kind = request.param
    return chosen


@pytest.fixture
async def url(kind: Kind, tmp_path: Path) -> str:
    return await fresh_url(kind, tmp_path)


@pytest.fixture
async def sqlite_url(tmp_path: Path) -> str:
    return await fresh_url("sqlite", tmp_path)


@pytest.fixture
async def postgresql_url(tmp_path: Path) -> str:
    return await fresh_url("postgresql", tmp_path)


@pytest.fixture
async def ledger(url: str) -> AsyncIterator[Database]:
    database = await Database.open(url)
    yield database
    await database.close()
