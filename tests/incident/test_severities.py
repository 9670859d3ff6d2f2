"""How people spell a severity, and where in a line it may stand."""

from __future__ import annotations

import itertools

import pytest

from bot.incident.severities import Severities
from bot.incident.severity import SHIPPED, Severity

SHIPPED_LEVELS = Severities()
FROM_ZERO = Severities(from_zero=True)
WORDS = {
    "critical": "sev1",
    "critique": "sev1",
    "major": "sev2",
    "majeur": "sev2",
    "majeure": "sev2",
    "minor": "sev3",
    "mineur": "sev3",
    "mineure": "sev3",
    "low": "sev4",
    "cosmetic": "sev4",
    "cosmétique": "sev4",
    "cosmetique": "sev4",
}
CODES = [
    (f"{letters}{gap}{digit}", f"sev{digit}")
    for letters, gap, digit in itertools.product(("sev", "s", "p"), ("", " ", "-"), range(1, 5))
]
SPELLINGS = [*CODES, *WORDS.items(), *((str(digit), f"sev{digit}") for digit in range(1, 5))]


def key(level: Severity | None) -> str | None:
    return level.key if level else None


@pytest.mark.parametrize(("spelling", "level"), SPELLINGS)
def test_every_spelling_in_every_case_means_its_level(spelling: str, level: str) -> None:
    for cased in (spelling, spelling.upper(), spelling.title(), f" {spelling} "):
        assert key(SHIPPED_LEVELS.spelled(cased)) == level


@pytest.mark.parametrize(("spelling", "level"), SPELLINGS)
def test_every_spelling_may_stand_first(spelling: str, level: str) -> None:
    reading = SHIPPED_LEVELS.read(f"{spelling} Checkout is failing")

    assert key(reading.severity) == level
    assert reading.title == "Checkout is failing"
    assert not reading.from_p0


@pytest.mark.parametrize(("code", "level"), CODES)
def test_every_code_may_stand_last(code: str, level: str) -> None:
    reading = SHIPPED_LEVELS.read(f"Checkout is failing {code}")

    assert key(reading.severity) == level
    assert reading.title == "Checkout is failing"


@pytest.mark.parametrize("word", ["critical", "critique", "major", "majeur"])
def test_a_grave_word_at_the_end_counts_and_stays_in_the_title(word: str) -> None:
    reading = SHIPPED_LEVELS.read(f"Disk usage {word}")

    assert key(reading.severity) == WORDS[word]
    assert reading.title == f"Disk usage {word}"


@pytest.mark.parametrize(
    "line",
    [
        "Deploy of release 2",
        "Latency is low",
        "Checkout is failing",
        "several things are broken",
        "p5 is no level",
        "sev0 is none either",
        "sev9",
        "sev10 x",
        "10 servers are down",
        "page 1.5 is slow",
        "",
    ],
)
def test_what_is_no_severity_is_title(line: str) -> None:
    reading = SHIPPED_LEVELS.read(line)

    assert reading.severity is None
    assert reading.title == line


@pytest.mark.parametrize("p0", ["p0", "P0", "P-0", "p 0"])
@pytest.mark.parametrize("line", ["{} Checkout is failing", "Checkout is failing {}"])
def test_p0_means_the_highest_and_is_noted(p0: str, line: str) -> None:
    reading = SHIPPED_LEVELS.read(line.format(p0))

    assert key(reading.severity) == "sev1"
    assert reading.title == "Checkout is failing"
    assert reading.from_p0


@pytest.mark.parametrize(("p", "level"), [("p0", 1), ("p1", 2), ("p2", 3), ("p3", 4)])
def test_teams_that_count_from_zero(p: str, level: int) -> None:
    reading = FROM_ZERO.read(f"{p} Checkout is failing")

    assert key(reading.severity) == f"sev{level}"
    assert not reading.from_p0
    assert FROM_ZERO.spelled("p4") is None
    assert key(FROM_ZERO.spelled(f"s{level}")) == f"sev{level}"


def test_a_teams_own_keys_come_before_words() -> None:
    levels = Severities(
        [Severity(key="low", rank=2), Severity(key="catastrophe", rank=1), *[]],
    )

    assert [level.key for level in levels] == ["catastrophe", "low"]
    assert key(levels.spelled("LOW")) == "low"
    assert key(levels.spelled("p1")) == "catastrophe"
    assert levels.spelled("p3") is None
    assert key(levels.read("Checkout is failing catastrophe").severity) == "catastrophe"


def test_who_did_not_choose_gets_sev3_or_the_lowest_there_is() -> None:
    assert SHIPPED_LEVELS.unsure.key == "sev3"
    assert Severities(SHIPPED[:2]).unsure.key == "sev2"


def test_a_key_that_configuration_lacks_is_an_error() -> None:
    assert "sev7" not in SHIPPED_LEVELS
    with pytest.raises(KeyError):
        SHIPPED_LEVELS["sev7"]


def test_names_and_definitions_fall_back_to_english_and_to_the_key() -> None:
    assert SHIPPED[0].named("fr") == "SEV1 critique"
    assert SHIPPED[0].named("de") == "SEV1 critical"
    assert Severity(key="sev9", rank=9).named("fr") == "SEV9"
    assert Severity(key="sev9", rank=9).defined("fr") == ""
