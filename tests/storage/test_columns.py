"""What has no type of its own in a database comes out as what went in."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter
from sqlalchemy import Column, MetaData, Table, create_engine, insert, select
from sqlalchemy.exc import StatementError

from bot.incident.lifecycle import Status
from bot.incident.timeline import Declared, Fact, JoinAsked
from bot.storage.columns import AsJson, AsText
from tests.storage.values import ANA

SAMPLE = Table(
    "sample",
    MetaData(),
    Column("fact", AsJson(TypeAdapter(Fact))),
    Column("status", AsText(Status)),
)


def stored_and_read(**row: object) -> tuple[object, ...]:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        SAMPLE.create(connection)
        connection.execute(insert(SAMPLE).values(row))
        read = connection.execute(select(SAMPLE)).one()
    engine.dispose()
    return tuple(read)


def test_a_fact_comes_out_as_the_fact_it_was() -> None:
    fact, _ = stored_and_read(fact=JoinAsked(user=ANA))

    assert fact == JoinAsked(user=ANA)


def test_a_choice_comes_out_as_the_choice_it_was() -> None:
    _, status = stored_and_read(status=Status.MERGED)

    assert status is Status.MERGED


def test_nothing_comes_out_as_nothing() -> None:
    assert stored_and_read(fact=None, status=None) == (None, None)


def test_what_is_no_choice_is_not_stored() -> None:
    with pytest.raises(StatementError, match="nonsense"):
        stored_and_read(fact=Declared(title="x", severity="sev1"), status="nonsense")
