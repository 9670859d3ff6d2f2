"""Roles: who does what, and how that passes from one to another."""

from __future__ import annotations

import re

from bot.incident.roles import spellings
from bot.language import N_
from bot.slack.grammar.verb import Verb

_INCIDENT = r"(inc-?\d+ ?)?"
_ROLE = "(" + "|".join(re.escape(word) for word in spellings()) + ")"
_PERSON = r"<@\w+(\|[^>]*)?>"

TAKE = Verb(
    "take",
    "take ROLE",
    N_("Take a role. `take ic!` takes it over at once from whoever holds it."),
    "take ic",
    ("claim", "prendre", "reprendre"),
    rf"{_INCIDENT}{_ROLE}!?( {_PERSON})?",
    people=True,
)
ASSIGN = Verb(
    "assign",
    "assign [ROLE @user]",
    N_("Give somebody a role, at once; alone, a form with all roles."),
    "assign comms @ben",
    ("role", "attribuer", "confier"),
    rf"{_INCIDENT}({_ROLE}( {_PERSON})?)?",
    people=True,
)
IC = Verb(
    "ic",
    "ic [@user]",
    N_("Who is in command; with somebody's name, puts them in command."),
    "ic @ben",
    ("lead", "commander", "pilote"),
    rf"{_INCIDENT}({_PERSON})?",
    people=True,
)
DROP = Verb(
    "drop",
    "drop [ROLE]",
    N_("Leave a role; it stands empty until somebody takes it."),
    "drop scribe",
    ("release", "rendre", "abandonner", "quitter", "lâcher"),
    rf"{_INCIDENT}{_ROLE}?",
)
ROLES = Verb(
    "roles",
    "roles [mine]",
    N_("Who holds which role and who did before; `roles mine`: what mine asks of me."),
    "roles mine",
    ("duties", "consignes"),
    rf"{_INCIDENT}(mine|my|mes|miens)?",
)
HANDOVER = Verb(
    "handover",
    "handover [ROLE|all @user [note]]",
    N_(
        "Offer a role with a summary of how things stand; `handover accept`, `decline` and"
        " `withdraw` answer it."
    ),
    "handover ic @ben The cache may fill up again",
    ("passation", "relais"),
    rf"{_INCIDENT}(accept|decline|withdraw|accepter|refuser|retirer"
    rf"|(all|tout|{_ROLE})( {_PERSON}.*)?)?",
    people=True,
)
VERBS = (TAKE, ASSIGN, IC, DROP, ROLES, HANDOVER)
