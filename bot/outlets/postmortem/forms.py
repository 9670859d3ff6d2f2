"""How what people wrote is put into each form, so that it is text there and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from bot.incident.markup.as_html import to_html
from bot.incident.markup.as_markdown import to_markdown
from bot.incident.markup.characters import harmless
from bot.incident.markup.markdown_signs import escaped, started
from bot.incident.markup.message import read_message


@dataclass(frozen=True, slots=True)
class Form:
    line: Callable[[str], str]
    """Plain text, in one line."""
    words: Callable[[str], str]
    """What somebody wrote with Slack's marks, in as many lines as it has."""
    address: Callable[[str], str]


def _one_line(text: str) -> str:
    return " ".join(harmless(text).split())


def _markdown_line(text: str) -> str:
    return started(escaped(_one_line(text)))


def _markdown_words(text: str) -> str:
    return to_markdown(read_message(harmless(text)))


def _markdown_address(url: str) -> str:
    return url.replace("(", "%28").replace(")", "%29").replace(" ", "%20")


def _html_words(text: str) -> str:
    return Markup(to_html(read_message(harmless(text))))  # noqa: S704 - every character is escaped


MARKDOWN = Form(_markdown_line, _markdown_words, _markdown_address)
HTML = Form(_one_line, _html_words, str)
"""Autoescape does the rest."""
