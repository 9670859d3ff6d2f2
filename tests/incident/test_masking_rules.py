"""The detector's rules are all there in Python's words, but for those named here."""

from __future__ import annotations

import json
import re
import warnings
from importlib import resources

import pytest

from bot.incident.masking_own import OWN_RULES
from bot.incident.masking_rule import compiled
from bot.incident.masking_rules import (
    FILE,
    MASKED_BY_OUR_OWN,
    NEED_A_COMPANION,
    TOO_LOOSE,
    TOO_SLOW,
    entropy_of,
    is_left_out,
    translated,
    vendor_rules,
)

DATA = json.loads(FILE.read_text(encoding="utf-8"))
RAW = DATA["rules"]


def test_the_file_says_where_it_is_from_and_under_what_licence() -> None:
    assert "betterleaks" in DATA["source"]
    assert re.fullmatch(r"v\d+\.\d+\.\d+", DATA["version"])
    assert DATA["licence"] == "MIT"
    assert "Permission is hereby granted" in "\n".join(DATA["notice"])


def test_the_file_is_part_of_the_package() -> None:
    assert resources.files("bot.incident").joinpath(FILE.name).is_file()


def test_every_rule_that_is_used_is_a_pattern_of_pythons() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        patterns = [re.compile(rule.pattern, re.ASCII) for rule in vendor_rules()]

    assert len(patterns) > 300


def test_the_rules_that_are_left_out_are_these() -> None:
    named = TOO_LOOSE | TOO_SLOW | MASKED_BY_OUR_OWN | NEED_A_COMPANION
    left = {raw["id"] for raw in RAW if is_left_out(raw) and not raw.get("part")}

    assert named <= {raw["id"] for raw in RAW}
    assert {kind for kind in left - named if not kind.startswith("slack-")} == {
        "adobe-client-id",
        "asana-client-id",
        "bitbucket-client-id",
        "devcycle-client-sdk-key",
        "discord-client-id",
        "flutterwave-public-key",
        "linkedin-client-id",
        "looker-client-id",
        "mailgun-pub-key",
        "messagebird-client-id",
        "new-relic-user-api-id",
        "plaid-client-id",
        "posthog-project-api-key",
        "sendbird-access-id",
        "sumologic-access-id",
    }


def test_every_rule_has_keywords_in_lower_case_and_a_kind_that_fits_a_mask() -> None:
    rules = [*OWN_RULES, *vendor_rules()]

    assert [rule for rule in rules if not rule.keywords or "" in rule.keywords] == []
    assert {word for rule in rules for word in rule.keywords if word != word.lower()} == set()
    assert [rule.kind for rule in rules if not re.fullmatch(r"[a-z0-9-]+", rule.kind)] == []


@pytest.mark.parametrize(
    ("go", "found", "not_found"),
    [
        (r"""\b(p8e-(?i)[a-z]{3})(?:\\?['"\x60]|[\s;]|\\[nr]|$)""", "p8e-ABC.", "P8E-abc"),
        (r"a(?i)b", "aB", "AB"),
        (r"x(?:a(?i)b|c)d", "xaBd", "xaBD"),
        (r"x[(](?i)y", "x(Y", "X(y"),
        (r"\b(k[[:alnum:]]{2})(?:[^\w-]|\z)", "k1Z", "k1-"),
    ],
)
def test_go_patterns_mean_the_same_in_python(go: str, found: str, not_found: str) -> None:
    pattern = compiled(translated(go))

    assert pattern.search(found)
    assert not pattern.search(not_found)


@pytest.mark.parametrize(("text", "bits"), [("aaaa", 0.0), ("abab", 1.0), ("abcd", 2.0)])
def test_entropy_is_counted_in_bits_a_character(text: str, bits: float) -> None:
    assert entropy_of(text) == bits
