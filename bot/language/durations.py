"""How long something took, as people read it: the two largest units, days as days."""

from __future__ import annotations

from datetime import timedelta

from bot.language.tongue import Tongue


def duration(tongue: Tongue, span: timedelta) -> str:
    """`45 min`, `1 h 05 min`, `2 d 3 h`; below a minute it says so, for it is not 0."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 1:
        return tongue.say("less than 1 min")
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return tongue.say("{days} d {hours} h", days=days, hours=hours)
    if hours:
        return tongue.say("{hours} h {minutes} min", hours=hours, minutes=f"{minutes:02}")
    return tongue.say("{minutes} min", minutes=minutes)
