"""Declaring, finding, and what the bot says of itself."""

from __future__ import annotations

from bot.language import N_
from bot.slack.grammar.verb import Verb

DECLARE = Verb(
    "declare",
    "declare [private] [severity] [title]",
    N_("Open an incident. With severity and title at once, otherwise by a form."),
    "declare sev1 Checkout is failing",
    ("new", "open", "déclarer", "ouvrir", "nouveau"),
)
ADOPT = Verb(
    "adopt",
    "adopt [severity] [title]",
    N_("Make an incident of the channel you stand in, with all that was said in it."),
    "adopt sev2 Checkout is failing",
    ("convert", "backfill", "adopter", "convertir"),
)
LIST = Verb(
    "list",
    "list [open|mine|closed|severity|words]",
    N_("The open incidents, newest first; with words, all that speak of them."),
    "list sev1",
    ("ls", "liste", "lister"),
    r"(open|mine|all|closed|ouverts?|miens?|tous|fermes?|sev ?\d|p\d)?",
)
SHOW = Verb(
    "show",
    "show INC-n",
    N_("One incident: its state, people, times and end."),
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
VERBS = (DECLARE, ADOPT, LIST, SHOW, CHECK, HELP)
