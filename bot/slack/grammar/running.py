"""How an incident stands: status, severity, title, impact."""

from __future__ import annotations

from bot.language import N_
from bot.slack.grammar.verb import Verb

STATUS = Verb(
    "status",
    "status [state]",
    N_("How the incident stands, with buttons; with a state, sets it."),
    "status identified",
    ("état", "statut"),
    r"(inc-?\d+ ?)?[\w' ]{0,30}",
)
SEV = Verb(
    "sev",
    "sev [severity]",
    N_("Set the severity. Anybody may raise it; if unsure, take the higher."),
    "sev sev1",
    ("severity", "gravité", "sévérité"),
    r"(inc-?\d+ ?)?[\w -]{0,12}",
)
TITLE = Verb(
    "title",
    "title TEXT",
    N_("Give the incident another title."),
    "title Card payments fail in Europe",
    ("rename", "titre", "renommer"),
)
IMPACT = Verb(
    "impact",
    "impact TEXT",
    N_("Say who is affected, and how."),
    "impact Half of the customers cannot pay",
    ("conséquences",),
)
REASON = Verb(
    "reason",
    "reason TEXT",
    N_("Say why the last change was made."),
    "reason less impact than thought",
    ("raison", "because"),
)
VERBS = (STATUS, SEV, TITLE, IMPACT, REASON)
