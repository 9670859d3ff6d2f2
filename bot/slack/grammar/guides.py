"""What helps while it burns: checklists, the service and its runbooks, the decision."""

from __future__ import annotations

from bot.language import N_
from bot.slack.grammar.verb import Verb

CHECKLIST = Verb(
    "checklist",
    "checklist [done N|undo N]",
    N_("What is easily forgotten in this phase; with a number, ticks it."),
    "checklist done 3",
    ("liste de contrôle", "contrôles", "check-list"),
    r"(inc-?\d+ ?)?((done|undo|fait|cocher|decocher) ?[\w.:]{0,30})?",
)
SERVICE = Verb(
    "service",
    "service [KEY|none]",
    N_("What is known of the affected service; with its key, says that it is affected."),
    "service checkout",
    ("svc",),
    r"(inc-?\d+ ?)?[\w-]{0,40}",
)
RUNBOOK = Verb(
    "runbook",
    "runbook [NAME]",
    N_("The runbooks of the service, with owner and last review; by name, of any service."),
    "runbook failover",
    ("runbooks", "playbook", "playbooks", "procédure", "fiche", "mode opératoire"),
    r"(inc-?\d+ ?)?[\w' -]{0,40}",
)
DECIDE = Verb(
    "decide",
    "decide [WAY|TEXT]",
    N_("Fix forward, roll back, switch off, degrade or wait; alone, asks everybody."),
    "decide roll back: to release 41",
    ("décider", "décision"),
)
VERBS = (CHECKLIST, SERVICE, RUNBOOK, DECIDE)
