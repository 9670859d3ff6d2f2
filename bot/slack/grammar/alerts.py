"""Watching a channel in which other bots post alerts."""

from __future__ import annotations

from bot.language import N_
from bot.slack.grammar.verb import Verb

WATCH = Verb(
    "watch",
    "watch [off]",
    N_("Read the alerts that other bots post in the channel you stand in; `off` ends it."),
    "watch",
    ("surveiller", "surveille"),
    r"(off|fin|stop|end)?",
)
VERBS = (WATCH,)
