"""How an incident ends and comes back, when things happened, and which incidents are one."""

from __future__ import annotations

from bot.language import N_
from bot.slack.grammar.verb import Verb

_TIME = r"(inc-?\d+ ?)?([-\d].*|il y a .*|hier.*|aujourd.*|yesterday.*|today.*|unknown|inconnu)?"

RESOLVE = Verb(
    "resolve",
    "resolve [what was done]",
    N_("It is over. With the final message at once, otherwise by a form."),
    "resolve Rolled back to the release of Monday",
    ("fixed", "résoudre"),
)
CANCEL = Verb(
    "cancel",
    "cancel [reason]",
    N_("It was none: false alarm, duplicate, planned work, test or mistake."),
    "cancel false alarm",
    ("false-alarm", "annuler", "fausse-alerte"),
)
CLOSE = Verb(
    "close",
    "close [reason]",
    N_("Nothing is left to do. Where a post-mortem is due, say why there is none."),
    "close Covered by the review of INC-7",
    ("clore", "clôturer", "fermer"),
)
REOPEN = Verb(
    "reopen",
    "reopen [reason]",
    N_("It is not over after all. What is closed needs a reason."),
    "reopen It is failing again",
    ("rouvrir",),
)
KEEP = Verb(
    "keep",
    "keep",
    N_("Keep the channel of an incident that is over, which would be archived."),
    "keep",
    ("garder", "conserver"),
    r"(inc-?\d+)?",
)
STARTED = Verb(
    "started",
    "started [time]",
    N_("Say when the impact began."),
    "started 13:50",
    ("commencé", "début"),
    _TIME,
)
DETECTED = Verb(
    "detected",
    "detected [time]",
    N_("Say when it was noticed first."),
    "detected yesterday 23:40",
    ("détecté",),
    _TIME,
)
ACKNOWLEDGED = Verb(
    "acknowledged",
    "acknowledged [time]",
    N_("Somebody is on it, now or since then."),
    "acknowledged -10m",
    ("ack", "pris en compte"),
    _TIME,
)
MITIGATED = Verb(
    "mitigated",
    "mitigated [time]",
    N_("The impact is over: sets monitoring. With a time, only says when."),
    "mitigated 14:32",
    ("maîtrisé", "stabilisé", "atténué"),
    _TIME,
)
RESOLVED = Verb(
    "resolved",
    "resolved [time]",
    N_("It is over, like resolve. With a time, only says when."),
    "resolved 15h05",
    ("résolu",),
    _TIME,
)
TIMES = Verb(
    "times",
    "times",
    N_("When everything happened and how long it took, and the form to correct it."),
    "times",
    ("moments", "horaires"),
    r"(inc-?\d+)?",
)
MERGE = Verb(
    "merge",
    "merge INC-n",
    N_("This incident is the same as another one and goes on there, after a question."),
    "merge INC-7",
    ("duplicate", "fusionner", "doublon"),
    r"(inc)?[- ]?#?\d+.*",
)
UNMERGE = Verb(
    "unmerge",
    "unmerge",
    N_("The two are two again."),
    "unmerge",
    ("défusionner", "séparer"),
    r"(inc-?\d+)?",
)
RELATED = Verb(
    "related",
    "related INC-n",
    N_("Link this incident with another one; said again, unlink them."),
    "related INC-7",
    ("lier", "lié"),
    r"(inc)?[- ]?#?\d+.*",
)
VERBS = (
    RESOLVE,
    CANCEL,
    CLOSE,
    REOPEN,
    KEEP,
    STARTED,
    DETECTED,
    ACKNOWLEDGED,
    MITIGATED,
    RESOLVED,
    TIMES,
    MERGE,
    UNMERGE,
    RELATED,
)

ENDS = {
    "resolved": RESOLVE,
    "resolu": RESOLVE,
    "closed": CLOSE,
    "clos": CLOSE,
    "cancelled": CANCEL,
    "canceled": CANCEL,
    "annule": CANCEL,
}
"""The ends by the folded names of their states: `status resolved` is `resolve`."""
