"""The grammar of `/incident`, a row a verb; help, docs and the manifest follow it."""

from __future__ import annotations

from bot.slack.grammar import (
    alerts,
    ends,
    entries,
    export,
    guides,
    looking,
    paging,
    postmortem,
    repeats,
    roles,
    running,
    spine,
    tasks,
    updates,
)
from bot.slack.grammar.verb import ANYTHING, Verb

DECLARE, ADOPT, LIST, SHOW, CHECK, HELP = spine.VERBS
GRAMMAR: tuple[Verb, ...] = (
    DECLARE,
    ADOPT,
    *running.VERBS,
    *roles.VERBS,
    *ends.VERBS,
    *repeats.VERBS,
    *entries.VERBS,
    *updates.VERBS,
    *looking.VERBS,
    *tasks.VERBS,
    *guides.VERBS,
    *postmortem.VERBS,
    *export.VERBS,
    *paging.VERBS,
    *alerts.VERBS,
    LIST,
    SHOW,
    CHECK,
    HELP,
)

__all__ = ["ANYTHING", "GRAMMAR", "Verb"]
