"""Taking an incident along: the files that can be made of it."""

from __future__ import annotations

from bot.language import N_
from bot.slack.grammar.verb import Verb

EXPORT = Verb(
    "export",
    "export [FORMAT] [here]",
    N_("A file of the incident, to you by direct message; with `here`, into its channel."),
    "export transcript",
    ("exporter",),
    r"(inc-?\d+ ?)?[\w -]{0,40}",
)
VERBS = (EXPORT,)
