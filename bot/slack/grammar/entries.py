"""The timeline: what is logged, and how it is read."""

from __future__ import annotations

from bot.language import N_
from bot.slack.grammar.verb import Verb

LOG = Verb(
    "log",
    "log [-q] [TIME] TEXT",
    N_("Put something on the timeline, shown in the channel; with -q it is only recorded."),
    "log 14:32 errors gone",
    ("note", "noter", "consigner"),
)
TIMELINE = Verb(
    "timeline",
    "timeline [kind|hidden]",
    N_("What has happened, newest first; narrowed to decisions, changes, notes …"),
    "timeline decisions",
    ("chronologie", "journal"),
    r"(inc-?\d+ ?)?[\w' ]{0,40}",
)
SCRIBE = Verb(
    "scribe",
    "scribe [on|off]",
    N_("For the scribe: keep everything I write as entries of the timeline, or no longer."),
    "scribe on",
    ("transcrire",),
    r"(inc-?\d+ ?)?(on|off|oui|non|activer|désactiver)?",
)
VERBS = (LOG, TIMELINE, SCRIBE)
