"""Patterns of the team's own: taken as they are, or refused before they can hurt."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings.mask_patterns import LONGEST, MOST_PATTERNS
from tests.settings.examples import loaded, only_problem


def config(*patterns: str) -> str:
    return "mask_patterns:\n" + "".join(f"  - '{pattern}'\n" for pattern in patterns)


def test_without_the_key_there_are_none(tmp_path: Path) -> None:
    assert loaded(tmp_path, "locale: fr").policy.mask_patterns == ()


@pytest.mark.parametrize(
    "pattern",
    [
        "ACME-[0-9a-f]{32}",
        r"(?i)door code:? (\d{4,8})",
        r"cust_\w+_\d+",
        r"Bearer\s+\S+",
        "(?:[0-9a-f]{2}:){5}[0-9a-f]{2}",
        r"(?P<key>[(|+]x)\(\+{2}",
        "a" * LONGEST,
    ],
)
def test_a_pattern_is_taken_as_it_is(tmp_path: Path, pattern: str) -> None:
    assert loaded(tmp_path, config(pattern)).policy.mask_patterns == (pattern,)


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("(", "no regular expression"),
        ("[[a]", "no regular expression"),
        ("a{99999999999}", "no regular expression"),
        ("x" * (LONGEST + 1), f"{LONGEST + 1} characters"),
        ("(a+)+$", "repeated"),
        ("((a+)b){2,}", "repeated"),
        ("(?:a|ab)*c", "repeated"),
        ("(a?){40}b", "repeated"),
        (r"(x)\1", "refers to a group"),
        ("", "everyday words"),
        (r"\w+", "everyday words"),
        ("(?i)customers", "everyday words"),
        (r"\w+\w+\w+!", "takes long"),
        ("a?" * 60 + "a" * 60, "more than 10 repetitions"),
    ],
)
def test_a_pattern_that_would_hurt_is_refused(tmp_path: Path, pattern: str, why: str) -> None:
    problem = only_problem(tmp_path, config("ACME-1", pattern))

    assert problem.key == "mask_patterns[1]"
    assert problem.value is not None
    assert problem.value.startswith(f"'{pattern[:20]}".replace("\\", "\\\\"))
    assert "regular expressions" in problem.expected
    assert problem.example
    assert why in problem.hint
    assert problem.place == "config.yml line 3"


@pytest.mark.parametrize("value", ["ACME", "{a: b}", "[1]"])
def test_what_is_no_list_of_texts_is_refused(tmp_path: Path, value: str) -> None:
    assert only_problem(tmp_path, f"mask_patterns: {value}").key.startswith("mask_patterns")


def test_too_many_patterns_are_refused(tmp_path: Path) -> None:
    patterns = [f"ACME-{number}" for number in range(MOST_PATTERNS + 1)]

    assert only_problem(tmp_path, config(*patterns)).key == "mask_patterns"
