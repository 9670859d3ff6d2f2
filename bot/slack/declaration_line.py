"""The one line of `declare`: `[private] [severity] [title]`, read into its parts."""

from __future__ import annotations

from dataclasses import dataclass

from bot.incident.severities import Severities
from bot.incident.severity import Severity
from bot.incident.text import folded

PRIVATE = frozenset({"private", "prive", "privee", "security", "securite"})


@dataclass(frozen=True, slots=True)
class Line:
    title: str = ""
    severity: Severity | None = None
    private: bool = False
    from_p0: bool = False


def read_line(rest: str, severities: Severities) -> Line:
    """`private` may stand before or after the severity.

    As the last word it counts as well, but stays in the title: showing too little is the mistake
    that can be mended.
    """
    words = rest.split()
    before, words = _taken(words)
    reading = severities.read(" ".join(words))
    after, words = _taken(reading.title.split()) if reading.severity else (False, words)
    title = " ".join(words) if reading.severity else reading.title
    last = bool(words) and folded(words[-1]) in PRIVATE
    return Line(title, reading.severity, before or after or last, reading.from_p0)


def _taken(words: list[str]) -> tuple[bool, list[str]]:
    if words and folded(words[0]).strip(",:") in PRIVATE:
        return True, words[1:]
    return False, words
