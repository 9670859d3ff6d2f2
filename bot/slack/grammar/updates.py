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
SUBSCRIBE = Verb(
    "subscribe",
    "subscribe [INC-n|SEVERITY]",
    N_("Updates of an incident or of a severity by direct message. Alone, what you follow."),
    "subscribe INC-42",
    ("follow", "s'abonner", "abonner", "suivre"),
    r"((inc-?\d+|[\w -]{1,20}) ?(off|fin|stop)?)?",
)
UNSUBSCRIBE = Verb(
    "unsubscribe",
    "unsubscribe [INC-n|SEVERITY]",
    N_("No more updates by direct message."),
    "unsubscribe INC-42",
    ("unfollow", "se désabonner", "désabonner"),
    r"(inc-?\d+|[\w -]{1,20})?",
)
VERBS = (UPDATE, SUBSCRIBE, UNSUBSCRIBE)
