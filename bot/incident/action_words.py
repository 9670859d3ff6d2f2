"""Whether an action item says what will be there when it is done; a hint, and never a refusal."""

from __future__ import annotations

import re

from bot.incident.text import folded
from bot.language import N_, Tongue

_VAGUE = re.compile(
    r"(?:investigate|look into|improve|be (?:more )?careful|monitor (?:it )?better|monitor more"
    r"|training|train (?:people|the team)|think about|discuss|raise awareness|pay attention"
    r"|etudier|analyser|examiner|regarder|ameliorer|faire (?:plus )?attention|mieux surveiller"
    r"|surveiller mieux|formation|former (?:les gens|l'equipe)|reflechir|discuter|sensibiliser)"
    r"(?=\W|$)"
)
_RESULT = re.compile(
    r"(?:so that|until|such that|below|under|within|at most|at least|by adding"
    r"|to (?:alert|page|fail)|afin d|pour que|jusqu|moins de|au plus|au moins|sous \d)|\d"
)
REASONS = (N_("no longer needed"), N_("done elsewhere"), N_("too costly for what it brings"))
"""Why one is not done, where people choose and do not type; kept in English."""
SHORTEST = 2
"""A verb and what it is about."""


def is_vague(text: str) -> bool:
    """It begins with a word that has no end (“improve …”) and names no result; or is one word."""
    plain = folded(text.replace("\u2019", "'"))
    if len(plain.split()) < SHORTEST:
        return bool(plain)
    return _VAGUE.match(plain) is not None and _RESULT.search(plain) is None


def reason_said(tongue: Tongue, reason: str) -> str:
    """One that was chosen, in the reader's language; one that was typed, as it is."""
    return tongue.say(reason) if reason in REASONS else reason
