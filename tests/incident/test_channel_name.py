"""The name of an incident's channel is one that Slack takes, whatever the title."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.incident.channel_name import DEFAULT_PATTERN, channel_name, slug
from bot.sandbox.channel_names import check_channel_name

AT = datetime(2026, 3, 9, 23, 30, tzinfo=UTC)
PATTERNS = (
    DEFAULT_PATTERN,
    "{date}-{number}-{title}",
    "{title}_{number}",
    "i{number}",
    "-{number}",
)


@given(
    title=st.text(max_size=400),
    number=st.integers(1, 10**7),
    pattern=st.sampled_from(PATTERNS),
    prefix=st.sampled_from(("", "staging-", "a-rather-long-environment-")),
    attempt=st.integers(1, 20),
)
def test_any_title_gives_a_name_that_slack_takes(
    title: str, number: int, pattern: str, prefix: str, attempt: int
) -> None:
    name = channel_name(
        pattern, number=number, title=title, declared_at=AT, prefix=prefix, attempt=attempt
    )

    assert check_channel_name(name) is None
    assert len(name) <= 80
    assert name.startswith(prefix)
    assert str(number) in name


@given(title=st.text(max_size=200), number=st.integers(1, 10**6))
def test_each_attempt_has_a_name_of_its_own(title: str, number: int) -> None:
    names = [
        channel_name(DEFAULT_PATTERN, number=number, title=title, declared_at=AT, attempt=attempt)
        for attempt in range(1, 21)
    ]

    assert len(set(names)) == 20


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Checkout is failing", "inc-42-checkout-is-failing"),
        ("  Checkout -- is / failing!  ", "inc-42-checkout-is-failing"),
        ("Dégradation à Nîmes (œuvre)", "inc-42-degradation-a-nimes-oeuvre"),
        ("Оплата не проходит", "inc-42-oplata-ne-prokhodit"),
        ("🔥", "inc-42-fire"),
        ("!!!", "inc-42"),
        ("", "inc-42"),
        ("@here #general", "inc-42-here-general"),
    ],
)
def test_titles_are_folded(title: str, name: str) -> None:
    assert channel_name(DEFAULT_PATTERN, number=42, title=title, declared_at=AT) == name


def test_a_long_title_is_cut_at_a_word() -> None:
    name = channel_name(DEFAULT_PATTERN, number=42, title="payment failed " * 20, declared_at=AT)

    assert name.endswith("-payment") or name.endswith("-failed")
    assert 70 <= len(name) <= 80


def test_one_endless_word_is_cut_where_it_has_to_be() -> None:
    name = channel_name(DEFAULT_PATTERN, number=42, title="w" * 300, declared_at=AT, attempt=3)

    assert name == "inc-42-" + "w" * 71 + "-3"


def test_the_date_of_the_pattern_is_that_of_the_declaration() -> None:
    name = channel_name("{date}-{title}-{number}", number=1, title="Down", declared_at=AT)

    assert name == "20260309-down-1"


def test_what_looks_like_a_pattern_in_a_title_is_text() -> None:
    assert slug("{number} {0.__class__}") == "number-0-class"
