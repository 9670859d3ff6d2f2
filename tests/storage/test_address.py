"""Where the database is, as people write it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.storage.address import UnknownDatabase, address, sqlite_file


@pytest.mark.parametrize(
    ("given", "driver"),
    [
        ("sqlite:///data/incidents.db", "sqlite+aiosqlite"),
        ("sqlite+aiosqlite:///data/incidents.db", "sqlite+aiosqlite"),
        ("postgresql://bot@host/incidents", "postgresql+psycopg"),
        ("postgres://bot@host/incidents", "postgresql+psycopg"),
        ("postgresql+psycopg2://bot@host/incidents", "postgresql+psycopg"),
    ],
)
def test_every_spelling_gets_our_driver(given: str, driver: str) -> None:
    assert address(given).drivername == driver


def test_a_password_and_options_go_on_to_the_server() -> None:
    where = address("postgres://bot:s%40fe@host:5433/incidents?sslmode=require")

    assert (where.password, where.port, where.query) == ("s@fe", 5433, {"sslmode": "require"})


def test_three_slashes_are_relative_and_four_absolute() -> None:
    assert sqlite_file("sqlite:///data/incidents.db") == Path("data/incidents.db")
    assert sqlite_file("sqlite:////srv/incidents.db") == Path("/srv/incidents.db")
    assert sqlite_file("postgresql://host/incidents") is None


@pytest.mark.parametrize(
    "given",
    [
        "",
        "hunter2",
        "mysql://bot:hunter2@host/x",
        "sqlite://",
        "sqlite:///:memory:",
        "postgres://bot:hunter2@host:port/x",
    ],
)
def test_anything_else_is_refused_without_repeating_it(given: str) -> None:
    with pytest.raises(UnknownDatabase, match="sqlite:///") as caught:
        address(given)

    assert "hunter2" not in str(caught.value)
