"""What a word about an alert has changed: the difference between two states of what is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.incident.kept_alert import KeptAlert


class News(StrEnum):
    OPENED = "opened"
    """Somebody should be asked about it, and before they should not: a first time, or anew."""
    REPEATED = "repeated"
    """It was said once more to fire."""
    ACKNOWLEDGED = "acknowledged"
    """Somebody took it in hand at its source."""
    RELEASED = "released"
    """Whoever had it in hand there let go of it."""
    CLEARED = "cleared"
    """It fired, and is over."""
    FLAPPING = "flapping"
    """It has begun to change its state too often."""
    RETOLD = "retold"
    """It is called otherwise now, or is worse or better than it was."""


@dataclass(frozen=True, slots=True)
class AlertNews:
    """`before`: None if nothing was known of it. `news`: empty where it makes no difference, as
    when an alert ends of which nobody had heard.
    """

    before: KeptAlert | None
    after: KeptAlert
    news: frozenset[News]


def news_of(before: KeptAlert | None, after: KeptAlert, now: datetime) -> AlertNews:
    fired = before is not None and before.alert.is_firing
    taken = before is not None and before.alert.acknowledged
    opened = before is not None and before.known.opens
    fires, is_taken = after.alert.is_firing, after.alert.acknowledged
    told = {
        News.OPENED: after.known.opens and not opened,
        News.REPEATED: fires and fired and after.known.fired > _fired(before),
        News.ACKNOWLEDGED: fires and is_taken and not taken,
        News.RELEASED: fires and fired and taken and not is_taken,
        News.CLEARED: fired and not fires,
        News.FLAPPING: after.known.is_flapping(now) and not _flapped(before, now),
        News.RETOLD: before is not None and _shown(before) != _shown(after),
    }
    return AlertNews(before, after, frozenset(news for news, true in told.items() if true))


def _fired(before: KeptAlert | None) -> int:
    return before.known.fired if before else 0


def _flapped(before: KeptAlert | None, now: datetime) -> bool:
    return before is not None and before.known.is_flapping(now)


def _shown(kept: KeptAlert) -> tuple[object, ...]:
    alert = kept.alert
    return alert.title, alert.severity, alert.service, alert.link, alert.runbook, kept.left_out
