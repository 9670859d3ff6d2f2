"""Getting people: who is on call, paging somebody, and what the bot pages by itself."""

from __future__ import annotations

from bot.language import N_
from bot.slack.grammar.verb import Verb

ONCALL = Verb(
    "oncall",
    "oncall [SERVICE|all]",
    N_("Who is on call now and who is next: for this incident, a service, or all schedules."),
    "oncall checkout",
    ("on-call", "on call", "garde", "permanence", "de garde"),
    r"(inc-?\d+ ?)?[\w -]{0,40}",
)
VERBS = (ONCALL,)
