"""Folding and shortening."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.incident.text import folded, shortened, shortened_to_bytes, words_of


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Sévérité  1", "severite 1"),
        ("  DÉCLARER\t", "declarer"),
        ("Straße", "strasse"),
        ("ﬁle", "file"),
        ("", ""),
    ],
)
def test_case_accents_and_spaces_do_not_count(text: str, plain: str) -> None:
    assert folded(text) == plain


@given(st.text(alphabet=st.characters(codec="latin-1")))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


def test_words_are_without_punctuation() -> None:
    assert words_of("L'échec: à 50 %, vraiment ?") == {"l", "echec", "a", "50", "vraiment"}


@given(st.text(max_size=50), st.integers(1, 30))
def test_shortened_is_never_longer_and_says_that_it_was_cut(text: str, limit: int) -> None:
    short = shortened(text, limit)

    assert len(short) <= limit
    assert short == text if len(text) <= limit else short.endswith("…")


@given(st.text(max_size=400), st.integers(4, 300))
def test_shortened_to_bytes_is_never_more_of_them(text: str, limit: int) -> None:
    short = shortened_to_bytes(text, limit)

    assert len(short.encode()) <= limit
    assert short == text if len(text.encode()) <= limit else short.endswith("…")
