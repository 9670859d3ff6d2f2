"""The words of a document for times, levels and audiences."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from bot.incident.audience import AUDIENCE_NAMES
from bot.incident.policy import Policy
from bot.language import Tongue
from bot.language.durations import duration


def clock(at: datetime) -> str:
    """In UTC, and saying so."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def span(tongue: Tongue, length: timedelta) -> str:
    """To the minute, and days as days: `1 d 2 h 05 min`."""
    minutes = int(length.total_seconds() // 60)
    if minutes < 1440:
        return duration(tongue, length)
    days, minutes = divmod(minutes, 1440)
    hours, minutes = divmod(minutes, 60)
    shown = {"days": days, "hours": hours, "minutes": f"{minutes:02}"}
    return tongue.say("{days} d {hours} h {minutes} min", **shown)


def severity_named(policy: Policy, tongue: Tongue, key: str) -> str:
    level = policy.severities.get(key)
    return level.named(tongue.locale) if level else key.upper()


def audiences_named(policy: Policy, tongue: Tongue, keys: Iterable[str]) -> str:
    return ", ".join(_audience(policy, tongue, key) for key in keys)


def _audience(policy: Policy, tongue: Tongue, key: str) -> str:
    audience = policy.audience(key)
    own = audience.name.get(tongue.locale) or audience.name.get("en") if audience else None
    if audience is None or own:
        return own or key
    return tongue.say(AUDIENCE_NAMES[audience.kind])
