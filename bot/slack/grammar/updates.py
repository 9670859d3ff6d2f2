"""Telling stakeholders: who hears of an incident, and what."""

from __future__ import annotations

from bot.language import N_
from bot.slack.grammar.verb import Verb

UPDATE = Verb(
    "update",
    "update [AUDIENCES] TEXT",
    N_(
        "Tell stakeholders. Without audiences it goes to the internal one at once; executives and"
        " customers hear only what names them. Alone, the form. `update customers off WHY` leaves"
        " an audience out, `on` takes it back in."
    ),
    "update executives: We switch to the second provider at 14:45",
    ("informer", "communiquer", "mise à jour", "point de situation"),
)
VERBS = (UPDATE,)
