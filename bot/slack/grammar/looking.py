"""Looking at an incident from outside or late: catch-up, questions, and asking for quiet."""

from __future__ import annotations

from bot.language import N_
from bot.slack.grammar.verb import Verb

CATCHUP = Verb(
    "catchup",
    "catchup",
    N_("What somebody who joins late needs: state, people, latest changes, open tasks."),
    "catchup",
    ("brief", "sitrep", "résumé", "catch-up", "point"),
    r"(inc-?\d+)?",
)
ASK = Verb(
    "ask",
    "ask TEXT",
    N_("Put a question to whoever speaks for the incident; the answer comes by direct message."),
    "ask INC-42 Are refunds affected?",
    ("question", "demander"),
)
ANSWER = Verb(
    "answer",
    "answer [n] TEXT",
    N_("Answer a question that was put to the incident."),
    "answer 1 No, only new payments",
    ("reply", "répondre", "réponse"),
)
QUIET = Verb(
    "quiet",
    "quiet 30m",
    N_("No nudges for so long (`quiet off` ends it); escalation is never silenced."),
    "quiet 30m",
    ("silence", "mute", "calme"),
    r"(inc-?\d+ ?)?(off|fin|stop|\d+ ?[a-z]*)?",
)
VERBS = (CATCHUP, ASK, ANSWER, QUIET)
