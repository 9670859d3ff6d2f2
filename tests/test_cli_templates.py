"""`incident-bot templates …` as operators meet it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.telemetry.log_reader import reading_log
from tests.test_cli import Operator

LATE = "en/updates/customers/late.j2"


@pytest.fixture
def operator(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Iterator[Operator]:
    """Their folder of templates is empty."""
    operator = Operator(capsys, tmp_path)
    operator.environ["TEMPLATES"] = str(tmp_path / "own")
    (tmp_path / "own" / LATE).parent.mkdir(parents=True)
    with reading_log():
        yield operator


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


@pytest.mark.long
def test_templates_that_would_be_passed_over_are_named(operator: Operator, tmp_path: Path) -> None:
    (tmp_path / "own" / LATE).write_text("{{ nobody }}")

    assert operator.types("templates", "check") == 1
    assert operator.err.startswith(f"{LATE} and 1 more: 'nobody' is undefined")
