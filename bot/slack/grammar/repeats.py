"""Saying that an incident is one of before again."""

from __future__ import annotations

from bot.language import N_
from bot.slack.grammar.verb import Verb

REPEAT = Verb(
    "repeat",
    "repeat [INC-n]",
    N_("Say that it is an earlier incident again, or see those that are like it."),
    "repeat INC-7",
    ("récurrence", "récurrent"),
    r"(inc-?\d+ ?){0,2}(no|non)?",
)
VERBS = (REPEAT,)
