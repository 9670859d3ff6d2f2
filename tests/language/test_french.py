"""French texts keep French typography and the glossary's words."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.language.french import faults, typeset
from bot.shipped import shipped


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Qui prend la main ?", "Qui prend la main\u202f?"),
        ("Attention !", "Attention\u202f!"),
        ("un ; deux", "un\u202f; deux"),
        ("Gravité : {severity}", "Gravité\u00a0: {severity}"),
        ("*Gravité :* {severity}", "*Gravité\u00a0:* {severity}"),
        ("{name} ?", "{name}\u202f?"),
        ("« {title} »", "«\u00a0{title}\u00a0»"),
        ("«{title}»", "«\u00a0{title}\u00a0»"),
        ("Prêt\u00a0?", "Prêt\u202f?"),
        ("l'état de l'{incident}", "l\u2019état de l\u2019{incident}"),
    ],
)
def test_ordinary_spaces_and_apostrophes_become_the_right_ones(typed: str, printed: str) -> None:
    assert faults(typed) != []
    assert typeset(typed) == printed
    assert typeset(printed) == printed
    assert faults(printed) == []


@pytest.mark.parametrize(
    "text",
    [
        "à 14:05 UTC",
        "`{command} declare sev1 : titre ?`",
        "<https://example.org/a?b=c|la page>",
        ":rotating_light: alerte levée",
        "{% if page %}oui{% else %}non{% endif %}",
        "{time:%H:%M}",
        "a &amp; b",
        "<!date^1700000000^{time}|14:05 UTC>",
        "responsable communication, responsable de l\u2019action",
    ],
)
def test_what_is_no_prose_is_left_alone(text: str) -> None:
    assert typeset(text) == text
    assert faults(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "La secrétaire note.",
        "Alerte rétablie",
        "Les alertes sont rétablies",
        "Nous allons investiguer.",
        "Adresser le problème",
        "Sévérité haute",
        "Le responsable est prévenu.",
        "INC-42: résolu",
        "Prêt?",
        'Il dit "non"',
        "« non»",
        "l'incident",
    ],
)
def test_what_a_careful_writer_avoids_is_named(text: str) -> None:
    assert len(faults(text)) == 1


@pytest.mark.parametrize(
    "path",
    sorted((shipped("templates") / "fr").rglob("*.j2")),
    ids=lambda path: path.name,
)
def test_french_templates_have_no_faults(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8")) == []


def test_the_french_half_of_the_page_for_days_without_the_bot_has_no_faults() -> None:
    page = (shipped("docs") / "when-the-bot-is-down.md").read_text(encoding="utf-8")

    assert faults(page.split("\n---\n")[1]) == []
