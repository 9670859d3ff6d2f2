"""The handbook for people follows the grammar."""

from __future__ import annotations

from pathlib import Path

from bot.slack.grammar import GRAMMAR
from bot.slack.handbook import commands_page
from bot.slack.router import HANDLERS

PAGE = Path(__file__).parents[2] / "docs" / "commands.md"


def test_the_page_is_what_the_grammar_makes_of_it() -> None:
    assert PAGE.read_text(encoding="utf-8") == commands_page()


def test_each_verb_has_its_listener_and_its_row() -> None:
    assert set(HANDLERS) == set(GRAMMAR)
    assert all(f"`{verb.name}" in commands_page() for verb in GRAMMAR)
