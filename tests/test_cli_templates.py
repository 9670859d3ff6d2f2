"""`incident-bot templates …` as operators meet it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.incident.ids import UserId
from bot.incident.updates import Choice, Told, Updates
from bot.storage.ledger import Database
from tests.databases import fresh_url
from tests.storage.values import ANA, incident
from tests.telemetry.log_reader import reading_log
from tests.test_cli import Operator

LATE = "en/updates/customers/late.j2"
CONFIG = """
locale: fr
audiences:
  executives: {locale: en, destinations: [{channel: board}]}
  customers: {destinations: [{channel: shop}]}
"""


@pytest.fixture
def operator(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Iterator[Operator]:
    """Their folder of templates is empty."""
    operator = Operator(capsys, tmp_path)
    operator.environ["TEMPLATES"] = str(tmp_path / "own")
    (tmp_path / "own" / LATE).parent.mkdir(parents=True)
    with reading_log():
        yield operator


@pytest.fixture
def told(operator: Operator, tmp_path: Path) -> Operator:
    """INC-7 is everybody's to know, of INC-8 only the executives are told; both are on record."""

    async def store() -> None:
        database = await Database.open(operator.environ["DATABASE_URL"])
        now = datetime.now(UTC)
        listed = Choice(told=True, by=UserId(ANA), at=now, private=True)
        private: dict[str, Any] = {"private": True, "declared_at": now}
        private["updates"] = Updates(told={"executives": Told(choice=listed)})
        async with database.work() as work:
            await work.incidents.add(incident(7, impact="Nobody can pay", declared_at=now))
            await work.incidents.add(incident(8, **private))
        await database.close()

    (tmp_path / "config.yml").write_text(CONFIG)
    operator.uses(asyncio.run(fresh_url("sqlite", tmp_path)))
    asyncio.run(store())
    return operator


def test_templates_that_can_be_used_are_good_news(operator: Operator) -> None:
    assert operator.types("templates", "check") == 0
    assert operator.out == "Every template can be used.\n"
    del operator.environ["TEMPLATES"]
    assert operator.types("templates", "check") == 0
    assert operator.out == "TEMPLATES names no folder.\n"


@pytest.mark.parametrize("words", [("templates",), ("templates", "bake")])
def test_what_templates_cannot_do_is_refused_with_what_it_can(
    operator: Operator, words: tuple[str, ...]
) -> None:
    assert operator.types(*words) == 2
    assert "check" in operator.err
    assert "render" in operator.err


@pytest.mark.long
def test_templates_that_would_be_passed_over_are_named(operator: Operator, tmp_path: Path) -> None:
    (tmp_path / "own" / LATE).write_text("{{ nobody }}")

    assert operator.types("templates", "check") == 1
    assert operator.err.startswith(f"{LATE} and 1 more: 'nobody' is undefined")


def test_what_each_audience_would_read_is_printed_in_its_language(told: Operator) -> None:
    assert told.types("templates", "render", "inc-7") == 0

    heads = [line for line in told.out.splitlines() if line.startswith("===")]
    assert heads == [
        "=== INC-7 · responders · initial · fr",
        "=== INC-7 · internal · update · fr",
        "=== INC-7 · executives · initial · en",
        "=== INC-7 · customers · initial · fr",
    ]
    assert "Impact: Nobody can pay" in told.out
    assert "Impact\xa0: Nobody can pay" in told.out
    assert told.err == ""


def test_one_text_of_one_audience_is_chosen(told: Operator) -> None:
    chosen = ("--audience", "customers", "--moment", "resolved", "--locale", "en")

    assert told.types("templates", "render", "7", *chosen, "--form", "html") == 0

    assert told.out.startswith("=== INC-7 · customers · resolved · en\nSubject: [RESOLVED] INC-7")
    assert told.out.count("===") == 1
    assert "<!DOCTYPE html>" in told.out


def test_a_template_that_was_passed_over_is_said_beside_the_words(
    told: Operator, tmp_path: Path
) -> None:
    (tmp_path / "own" / LATE).write_text("{{ nobody }}")
    late = ("--audience", "customers", "--moment", "late", "--locale", "en")

    assert told.types("templates", "render", "7", *late) == 0

    assert "Nobody can pay" in told.out
    assert told.err == f"Passed over: {LATE}: 'nobody' is undefined\n"


def test_a_private_incident_is_rendered_only_for_those_on_its_list(told: Operator) -> None:
    assert told.types("templates", "render", "INC-8") == 0
    assert "=== INC-8 · executives · initial · en" in told.out
    assert "customers" not in told.out

    assert told.types("templates", "render", "INC-8", "--audience", "customers") == 1
    assert "INC-8 does not reach “customers”" in told.err
    assert told.out == ""


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("pony",), 2, "Say which: incident-bot templates render INC-42"),
        (("INC-9",), 1, "INC-9"),
        (("7", "--audience", "ponies"), 1, "does not reach “ponies”. Reached now: customers"),
        (("7", "--moment", "never"), 2, "invalid choice"),
    ],
)
def test_what_cannot_be_rendered_is_said(
    told: Operator, words: tuple[str, ...], code: int, said: str
) -> None:
    assert told.types("templates", "render", *words) == code
    assert said in told.err
