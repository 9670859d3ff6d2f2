"""How a value of an update is written in each form, so that whatever people typed is inert."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.incident.markup.characters import harmless
from bot.language import Tongue
from bot.language.durations import duration

MOST_ITEMS = 10
MORE = "…"
_COST = {"&": 5, "<": 4, ">": 4}
"""What a character takes once Slack's escapes are in."""


class Form(StrEnum):
    SUBJECT = "subject"
    SLACK = "slack"
    PLAIN = "plain"
    HTML = "html"


class Writer:
    """Writes values in one form, one language and one zone."""

    def __init__(self, form: Form, tongue: Tongue, zone: ZoneInfo, now: datetime) -> None:
        """`now`: a time of another day says its date."""
        self.form = form
        self.tongue = tongue
        self._zone = zone
        self._today = now.astimezone(zone).date()

    def text(self, typed: str | None, limit: int) -> str | None:
        """Several lines at most; None when there is nothing to say."""
        lines = (line.strip() for line in harmless(typed or "").split("\n"))
        return self._safe(fitting("\n".join(line for line in lines if line), limit))

    def line(self, typed: str | None, limit: int) -> str | None:
        """The same in one line."""
        return self._safe(fitting(in_one_line(harmless(typed or "")), limit))

    def lines(self, typed: Iterable[str], limit: int) -> list[str]:
        found = [line for each in typed if (line := self.line(each, limit))]
        return found[:MOST_ITEMS] + ([MORE] if len(found) > MOST_ITEMS else [])

    def time(self, at: datetime | None) -> str | None:
        """In Slack everybody reads it in their own zone; elsewhere in the audience's, by name."""
        if at is None:
            return None
        if self.form is not Form.SLACK:
            return self._clock(at)
        return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} {{time}}|{self._clock(at)}>"

    def span(self, span: timedelta | None) -> str | None:
        return None if span is None else duration(self.tongue, span)

    def channel(self, id: str | None) -> str | None:
        """Only Slack knows where that leads."""
        return f"<#{id}>" if id and self.form is Form.SLACK else None

    def _clock(self, at: datetime) -> str:
        local = at.astimezone(self._zone)
        name = local.tzname() or ""
        zone = name if name.isalpha() else self._zone.key
        day = "" if local.date() == self._today else f"{local:%Y-%m-%d} "
        return f"{day}{local:%H:%M} {zone}"

    def _safe(self, text: str) -> str | None:
        if not text:
            return None
        if self.form is Form.SLACK:
            return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        if self.form is Form.HTML:
            return Markup("<br>\n").join(text.split("\n"))
        return text


def in_one_line(text: str) -> str:
    """Spaces that keep words together stay."""
    return re.sub(r"[ \t\n\r]+", " ", text).strip()


def fitting(text: str, limit: int) -> str:
    """As much of it as takes `limit` characters in Slack; what was cut shows as an ellipsis."""
    if len(text) * max(_COST.values()) <= limit:
        return text
    taken = 0
    for place, sign in enumerate(text):
        taken += _COST.get(sign, 1)
        if taken > limit:
            return _whole(text[: max(place - 5, 0)]) + "…"
    return text


def _whole(text: str) -> str:
    """Not ending in half of a surrogate, a joiner or a mark that belongs to what was cut."""
    return re.sub(r"[\s\u200d\ufe0f]+\Z", "", text)
