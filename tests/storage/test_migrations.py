"""The steps by which the tables came to be, and who may take them when."""

from __future__ import annotations

import ast
import asyncio
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from bot.incident.ids import IncidentId
from bot.storage import tables as tables
from bot.storage.backup import newest
from bot.storage.engine import writing_engine
from bot.storage.ledger import Database
from bot.storage.migrate import STEPS, NotMigrated, migrate, pending, require_migrated
from tests.databases import Kind, empty_url
from tests.storage.values import NOW, incident

FILES = sorted((STEPS / "versions").glob("[0-9]*.py"))
ADDING = {"create_table", "create_index", "add_column", "bulk_insert"}
"""All that a step may do; what data it changes, it changes by `execute`d INSERTs and UPDATEs."""
NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "9001"
down_revision = "{before}"

def upgrade():
    op.add_column("incident", sa.Column("region", sa.String(), nullable=True))
    op.execute("{then}")
"""


@pytest.fixture
async def empty(kind: Kind, tmp_path: Path) -> str:
    return await empty_url(kind, tmp_path)


@pytest.fixture
def later_release(tmp_path: Path) -> Path:
    return release(tmp_path / "later", then="UPDATE incident SET region = 'eu'")


def release(folder: Path, *, then: str) -> Path:
    """The steps of this release and one more."""
    shutil.copytree(STEPS, folder)
    step = NEXT.format(before=FILES[-1].stem[:4], then=then)
    (folder / "versions" / "9001_regions.py").write_text(step)
    return folder


async def test_an_empty_database_lacks_every_step_until_they_are_taken(empty: str) -> None:
    every = [file.stem for file in FILES]

    assert await pending(empty) == every
    assert await migrate(empty) == every
    assert await pending(empty) == []
    assert await migrate(empty) == []


async def test_asking_makes_no_file(tmp_path: Path) -> None:
    await pending(f"sqlite:///{tmp_path}/data/incidents.db")

    assert os.listdir(tmp_path) == []


async def test_a_database_that_is_behind_is_refused_with_the_way_out(empty: str) -> None:
    with pytest.raises(NotMigrated, match=r"0001_first.*incident-bot migrate"):
        await require_migrated(empty)

    await migrate(empty)
    await require_migrated(empty)


async def test_the_steps_lead_to_the_tables_of_the_program(url: str) -> None:
    assert await in_database(url, differences) == []


async def test_a_difference_between_steps_and_tables_would_be_seen(
    url: str, later_release: Path
) -> None:
    await migrate(url, steps=later_release)

    assert "region" in str(await in_database(url, differences))


@pytest.mark.long
async def test_two_processes_take_each_step_once(empty: str, later_release: Path) -> None:
    takes = [migrate(empty, steps=later_release) for _ in range(3)]

    taken = [step for steps in await asyncio.gather(*takes) for step in steps]

    assert sorted(taken) == [*[file.stem for file in FILES], "9001_regions"]


async def test_what_was_there_is_there_after_the_next_step(url: str, later_release: Path) -> None:
    await add_incident(url)

    assert await pending(url, steps=later_release) == ["9001_regions"]
    assert await migrate(url, steps=later_release) == ["9001_regions"]

    assert await titles(url) == ["Checkout is failing"]


async def test_an_earlier_release_works_on_the_tables_of_a_later_one(
    url: str, later_release: Path
) -> None:
    await migrate(url, steps=later_release)

    assert await pending(url) == []
    assert await migrate(url) == []
    await add_incident(url)
    assert await titles(url) == ["Checkout is failing"]


async def test_a_step_that_fails_changes_nothing(url: str, tmp_path: Path) -> None:
    failing = release(tmp_path / "failing", then="UPDATE nonsense SET x = 1")
    await add_incident(url)

    with pytest.raises(DBAPIError, match="nonsense"):
        await migrate(url, steps=failing)

    assert await in_database(url, differences) == []
    assert await titles(url) == ["Checkout is failing"]


async def test_sqlite_is_copied_before_a_step(
    sqlite_url: str, later_release: Path, tmp_path: Path
) -> None:
    await add_incident(sqlite_url)

    await migrate(sqlite_url, steps=later_release, now=NOW)

    kept = await newest(tmp_path / "backups")
    assert kept is not None
    copy, taken_at = kept
    assert taken_at == NOW
    assert await pending(f"sqlite:///{copy}", steps=later_release) == ["9001_regions"]
    assert await titles(f"sqlite:///{copy}") == ["Checkout is failing"]


async def test_a_database_that_needs_no_step_is_not_copied(sqlite_url: str, tmp_path: Path) -> None:
    await migrate(sqlite_url)

    assert await newest(tmp_path / "backups") is None


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_step_only_adds(file: Path) -> None:
    assert faults(file.read_text()) == []


@pytest.mark.parametrize(
    "statement",
    [
        "op.drop_column('incident', 'impact')",
        "op.alter_column('incident', 'impact', nullable=True)",
        "op.rename_table('incident', 'outage')",
        "op.execute('ALTER TABLE incident RENAME TO outage')",
        "op.execute(sa.text('drop table incident'))",
        "op.add_column('incident', sa.Column('region', sa.String(), nullable=False))",
        "op.batch_alter_table('incident')",
        "op.get_bind()",
    ],
)
def test_a_step_that_does_more_than_add_would_be_seen(statement: str) -> None:
    assert len(faults(f"def upgrade():\n    {statement}")) == 1


def test_the_steps_form_one_line_in_the_order_of_their_numbers() -> None:
    before: str | None = None
    for file in FILES:
        assert names(file) == {"revision": file.stem[:4], "down_revision": before}
        before = file.stem[:4]


def faults(source: str) -> list[str]:
    """What in a step an earlier release could not live with."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    on_op = [call for call in calls if ast.unparse(call.func).startswith("op.")]
    return [ast.unparse(call) for call in on_op if not harmless(call)]


def harmless(call: ast.Call) -> bool:
    done, text = ast.unparse(call.func).removeprefix("op."), ast.unparse(call)
    if done == "execute":
        return not any(word in text.lower() for word in ("drop", "alter", "rename", "delete"))
    if done == "add_column":
        return "nullable=True" in text or "server_default" in text
    return done in ADDING


def names(file: Path) -> dict[str, Any]:
    assigned = [node for node in ast.parse(file.read_text()).body if isinstance(node, ast.Assign)]
    found = {ast.unparse(node.targets[0]): node.value for node in assigned}
    return {name: ast.literal_eval(found[name]) for name in ("revision", "down_revision")}


def differences(connection: Connection) -> list[Any]:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    def default(_: Any, __: Any, ___: Any, ____: Any, ours: Any, _____: Any) -> bool | None:
        """A default that only the database has is for the release that lacks the column."""
        return False if ours is None else None

    def ours(name: str | None, kind: str, _: Any) -> bool:
        """The index for searching is of another kind on each database, and no row of ours."""
        return kind != "table" or not str(name).startswith("search")

    options = {"compare_type": True, "compare_server_default": default, "include_name": ours}
    context = MigrationContext.configure(connection, opts=options)
    return list(compare_metadata(context, SQLModel.metadata))


async def in_database(url: str, question: Any) -> Any:
    engine = writing_engine(url, busy_seconds=5)
    async with engine.begin() as connection:
        answer = await connection.run_sync(question)
    await engine.dispose()
    return answer


async def add_incident(url: str) -> None:
    ledger = await Database.open(url)
    async with ledger.work() as work:
        await work.incidents.add(incident(id=IncidentId("one")))
    await ledger.close()


async def titles(url: str) -> list[str]:
    ledger = await Database.open(url)
    async with ledger.look() as work:
        found = [each.title for each in await work.incidents.still_open()]
    await ledger.close()
    return found
