"""A tongue says a message in the reader's language, whole or not at all."""

from __future__ import annotations

from string import Formatter

import pytest

from bot.language import DEFAULT_LOCALE, LOCALES, Tongue, locale_of
from bot.language.catalogues import forms, read

REFUSED = "I know of no incident {reference}. `{command} list` shows those that are open."


@pytest.mark.parametrize(
    ("slack", "ours"),
    [
        ("en-US", "en"),
        ("fr-FR", "fr"),
        ("fr-CA", "fr"),
        ("fr_CA", "fr"),
        ("FR", "fr"),
        ("ja-JP", DEFAULT_LOCALE),
        ("", DEFAULT_LOCALE),
        (None, DEFAULT_LOCALE),
    ],
)
def test_slacks_locale_finds_the_nearest_language(slack: str | None, ours: str) -> None:
    assert locale_of(slack) == ours


def test_somebody_of_a_language_we_lack_gets_the_workspaces_own() -> None:
    assert locale_of("ja-JP", default="fr") == "fr"
    assert Tongue("fr").into("ja-JP").locale == "fr"
    assert Tongue("fr").into("en-GB").locale == "en"


def test_the_command_is_called_what_it_is_called_here() -> None:
    said = Tongue("en", command="/fire").say(REFUSED, reference="INC-7")

    assert said == "I know of no incident INC-7. `/fire list` shows those that are open."


def test_french_is_another_sentence_with_the_same_parts() -> None:
    said = Tongue("fr").say(REFUSED, reference="INC-7")

    assert "INC-7" in said
    assert "`/incident list" in said
    assert said != Tongue("en").say(REFUSED, reference="INC-7")


def test_a_part_that_is_missing_is_an_error_and_never_a_gap() -> None:
    with pytest.raises(KeyError, match="reference"):
        Tongue("en").say(REFUSED)


def test_count_follows_the_languages_own_rule_for_zero() -> None:
    one, many = "{n} incident is open.", "{n} incidents are open."

    assert Tongue("en").count(one, many, 0) == "0 incidents are open."
    assert Tongue("en").count(one, many, 1) == "1 incident is open."


@pytest.mark.parametrize("locale", LOCALES)
def test_every_part_of_every_message_has_a_name(locale: str) -> None:
    texts = [text for entry in read(locale) if entry.id for text in forms(entry.string)]
    parts = {
        part for text in texts for _, part, _, _ in Formatter().parse(text) if part is not None
    }

    assert texts
    assert {part for part in parts if not part.isidentifier()} == set()
