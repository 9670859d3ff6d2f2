"""Reading a typed line: its verb, or what it is probably meant to be."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from bot.incident.text import folded
from bot.slack.grammar import ANYTHING, DECLARE, GRAMMAR, Verb

SHORTEST_MISSPELT = 4
"""Below this, half of the dictionary is two letters away from a verb."""

LONGEST_NAME = 3
"""In words."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A line after the command's name: its verb, or what it is probably meant to be."""

    verb: Verb | None
    rest: str
    nearest: Verb | None = None
    text: str = ""

    @property
    def is_bare(self) -> bool:
        return not self.text


def parse(text: str) -> Typed:
    text = " ".join(text.split())
    if longer := _of_several_words(text):
        return longer
    word, _, rest = text.partition(" ")
    verb = verb_named(word)
    if verb is not None or not text:
        return Typed(verb, rest, text=text)
    return Typed(None, rest, _nearest(folded(word), folded(rest)), text)


def _of_several_words(text: str) -> Typed | None:
    """`liste de contrôle` is not `liste`: the longest name is tried first."""
    words = text.split(" ")
    for length in range(min(LONGEST_NAME, len(words)), 1, -1):
        if verb := verb_named(" ".join(words[:length])):
            return Typed(verb, " ".join(words[length:]), text=text)
    return None


def verb_named(word: str) -> Verb | None:
    word = folded(word)
    return next((verb for verb in GRAMMAR if word in _names(verb)), None)


def _names(verb: Verb) -> tuple[str, ...]:
    return (verb.name, *map(folded, verb.aliases))


def _nearest(word: str, rest: str) -> Verb | None:
    allowed = 1 if len(word) <= 5 else 2
    candidates = (
        (OSA.distance(word, name), place, verb)
        for place, verb in enumerate(GRAMMAR)
        for name in _names(verb)
        if _may_be(verb, word, rest) and len(name) >= SHORTEST_MISSPELT
    )
    near = [found for found in candidates if found[0] <= allowed]
    return min(near, key=lambda found: found[:2])[2] if near else None


def _may_be(verb: Verb, word: str, rest: str) -> bool:
    """A verb that takes any text would claim half of the titles, so it takes a longer word."""
    shortest = SHORTEST_MISSPELT if verb.rest == ANYTHING else SHORTEST_MISSPELT - 1
    return len(word) >= shortest and re.fullmatch(verb.rest, rest) is not None


def usage_hint() -> str:
    """What Slack shows beside the command while somebody types."""
    return " | ".join([DECLARE.usage, *(verb.name for verb in GRAMMAR if verb is not DECLARE)])
