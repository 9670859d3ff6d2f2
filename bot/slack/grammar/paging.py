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
PAGE = Verb(
    "page",
    "page [WHO] [why]",
    N_("Page people, whoever is on call, a role, a service or a contact; alone, whom one could."),
    "page on-call The database is gone",
    ("escalate", "astreinte", "escalader", "biper"),
    people=True,
)
WHY = Verb(
    "why",
    "why",
    N_("Who was paged and why, what comes next and when, and by which rule."),
    "why",
    ("pourquoi", "escalation", "escalade"),
    r"(inc-?\d+)?",
)
VERBS = (ONCALL, PAGE, WHY)
