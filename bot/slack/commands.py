"""The grammar of `/incident`, a row a verb; help, docs/commands.md and the manifest follow it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from bot.incident.text import folded
from bot.language import N_

ANYTHING = r".*"


@dataclass(frozen=True, slots=True)
class Verb:
    name: str
    usage: str
    help: str
    example: str
    aliases: tuple[str, ...] = ()
    rest: str = ANYTHING
    """What may follow; a misspelt verb is only recognised when the rest would make sense."""


DECLARE = Verb(
    "declare",
    "declare [private] [severity] [title]",
    N_("Open an incident. With severity and title at once, otherwise by a form."),
    "declare sev1 Checkout is failing",
    ("new", "open", "déclarer", "ouvrir", "nouveau"),
)
LIST = Verb(
    "list",
    "list [open|mine|severity|words]",
    N_("The open incidents, newest first."),
    "list sev1",
    ("ls", "liste", "lister"),
    r"(open|mine|all|ouverts?|miens?|tous|sev ?\d|p\d)?",
)
SHOW = Verb(
    "show",
    "show INC-n",
    N_("One incident in short."),
    "show INC-42",
    ("afficher", "voir", "montrer"),
    r"(inc)?[- ]?#?\d+",
)
CHECK = Verb(
    "check",
    "check",
    N_("What is missing in my set-up, and how to mend it."),
    "check",
    ("doctor", "vérifier"),
    r"",
)
HELP = Verb(
    "help",
    "help [verb]",
    N_("What you can type, or one verb in detail."),
    "help declare",
    ("aide", "?"),
    r"\w*",
)
GRAMMAR = (DECLARE, LIST, SHOW, CHECK, HELP)

SHORTEST_MISSPELT = 4
"""Below this, half of the dictionary is two letters away from a verb."""


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
    word, _, rest = text.partition(" ")
    verb = verb_named(word)
    if verb is not None or not text:
        return Typed(verb, rest, text=text)
    return Typed(None, rest, _nearest(folded(word), folded(rest)), text)


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
    return " | ".join(verb.usage for verb in GRAMMAR)
