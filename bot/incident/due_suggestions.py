"""When a suggestion folds, pages or changes next: computed from it, never kept."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.incident.alert_rules import PAGES
from bot.incident.suggestion import Suggestion

FOLDED_AFTER = timedelta(minutes=15)
"""A card that nobody has touched for so long becomes one line (product rule)."""


def is_folded(suggestion: Suggestion, now: datetime) -> bool:
    at = folds_at(suggestion)
    return at is not None and at <= now


def folds_at(suggestion: Suggestion) -> datetime | None:
    if suggestion.critical or not suggestion.is_waiting:
        return None
    return suggestion.opened_at + FOLDED_AFTER


def next_due(suggestion: Suggestion, now: datetime) -> datetime | None:
    """When it changes by itself next: it pages, or folds. Pure."""
    times = [paging_at(suggestion), folds_at(suggestion)]
    return min((at for at in times if at is not None and at > now), default=None)


def paging_at(suggestion: Suggestion) -> datetime | None:
    """When somebody is paged next, perhaps already; None: nobody is."""
    patience, pages = suggestion.patience, suggestion.pages
    if patience is None or len(pages) >= PAGES or any(page.taken_at for page in pages):
        return None
    if not (suggestion.is_waiting and suggestion.opens):
        return None
    return (pages[-1].at if pages else suggestion.opened_at) + patience
