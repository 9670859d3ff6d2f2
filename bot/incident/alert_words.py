"""What monitoring tools write, read with tolerance: texts, times, links and words of severity.

Whatever comes in, these answer with a value or with nothing; they never raise. What they let
through is raw text still: it is made inert where it is drawn.
"""

from __future__ import annotations

import functools
import heapq
import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from urllib.parse import SplitResult, urlsplit

from bot.incident.text import folded, shortened

LINK_LIMIT = 2000
LABELS, LABEL_NAME, LABEL_TEXT = 50, 100, 500
_TIME_LIMIT = 64
_SHORT, _REMEMBERED = 300, 4096
"""Texts of so many characters, and so many of them, are remembered with what they came to."""
_EARLIEST, _LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UNITS = ((10**11, 1), (10**14, 10**3), (10**17, 10**6), (10**20, 10**9))
"""Numbers below the first are seconds since 1970, below the second milliseconds, and so on."""

_UNSEEN = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
    "\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
    "\ud800-\udfff\U000e0000-\U000e007f"
)
"""Control signs, signs that turn the order of others, and halves of signs: no text needs them."""
_CLEAN = re.compile(f"[{_UNSEEN}]")
_BREAKS = re.compile("\r\n|[\r\u2028\u2029]")
_UNFIT_FOR_LINKS = re.compile(rf"[\s\\<>\"`{_UNSEEN}]|\$\{{|\{{\{{")
_HOST = re.compile(r"[\w.-]+|[0-9a-fA-F:.]+")
_SECRET = re.compile(r"secret|token|password|passwd|signature|authorization|api_?key|credential")


class AlertSeverity(StrEnum):
    """How bad a monitoring tool says it is."""

    CRITICAL = "critical"
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


_WORDS: Mapping[AlertSeverity, str] = {
    AlertSeverity.CRITICAL: "critical crit fatal disaster emergency page p0 p1 sev0 sev1",
    AlertSeverity.ERROR: "error err major high p2 sev2",
    AlertSeverity.WARNING: "warning warn average medium minor moderate p3 sev3",
    AlertSeverity.INFO: "info information informational notice low debug p4 p5 sev4 sev5",
}
_SEVERITIES = {word: severity for severity, words in _WORDS.items() for word in words.split()}


def severity_said(*told: object) -> AlertSeverity | None:
    """The severity that the first known word stands for."""
    found = (_severity(line) for word in told if (line := a_line(word, 40)))
    return next((severity for severity in found if severity), None)


@functools.lru_cache(maxsize=4096)
def _severity(word: str) -> AlertSeverity | None:
    return _SEVERITIES.get(folded(word).replace("-", "").replace(" ", ""))


def a_text(value: object, limit: int) -> str:
    """Without signs that nobody sees, cut to the limit; its lines stay."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = value[: 4 * limit] if isinstance(value, str) else _digits(value)
    if text.isprintable():  # Most are, and then none of those signs is in it.
        return shortened(text.strip(), limit)
    return shortened(_CLEAN.sub("", _BREAKS.sub("\n", text)).strip(), limit)


def a_line(value: object, limit: int) -> str:
    """The same in one line; what is no text and no number is empty."""
    if isinstance(value, str) and len(value) <= _SHORT:
        return _short_line(str(value), limit)
    return _line(value, limit)


@functools.lru_cache(_REMEMBERED)
def _short_line(value: str, limit: int) -> str:
    """In a storm the same is said again and again."""
    return _line(value, limit)


def _line(value: object, limit: int) -> str:
    return shortened(" ".join(a_text(value, 2 * limit).split()), limit)


def _digits(number: float) -> str:
    """`3.0` and `3` are one id. Too many digits for Python are none."""
    if isinstance(number, int):
        return str(number) if number.bit_length() <= 128 else ""
    return str(int(number)) if math.isfinite(number) and number.is_integer() else str(number)


def a_link(value: object) -> str | None:
    """An address a person can follow: absolute, http or https, with a host and no name in it."""
    if not isinstance(value, str) or not 0 < len(value) <= LINK_LIMIT:
        return None
    return _link(value)


@functools.lru_cache(_REMEMBERED)
def _link(value: str) -> str | None:
    address = value.strip()
    if _UNFIT_FOR_LINKS.search(address):
        return None
    try:
        parts = urlsplit(address)
        fits = _fits(parts)
    except ValueError:
        return None
    return address if fits else None


def _fits(parts: SplitResult) -> bool:
    """Raises ValueError for a port that is none."""
    named = parts.username is None and parts.password is None
    return (
        parts.scheme in {"http", "https"}
        and named
        and parts.port != 0
        and bool(_HOST.fullmatch(parts.hostname or ""))
    )


def a_moment(value: object) -> datetime | None:
    """Seconds to nanoseconds since 1970, ISO 8601 with any zone or none (UTC), or RFC 2822."""
    if isinstance(value, datetime):
        found: datetime | None = value
    elif isinstance(value, str):
        found = _read(value.strip()) if len(value) <= _TIME_LIMIT else None
    elif isinstance(value, int | float) and not isinstance(value, bool):
        found = _since_1970(value)
    else:
        found = None
    if found is None:
        return None
    return _in_our_age(found)


def _in_our_age(found: datetime) -> datetime | None:
    """In UTC; `0001-01-01` and the like mean that there is no time."""
    aware = found.replace(tzinfo=UTC) if found.tzinfo is None else found
    if not _EARLIEST.year <= aware.year <= _LATEST.year:
        return None
    there = aware.astimezone(UTC)
    return there if _EARLIEST <= there < _LATEST else None


@functools.lru_cache(_REMEMBERED)
def _read(text: str) -> datetime | None:
    if re.fullmatch(r"[0-9]{1,20}", text):
        return _since_1970(int(text))
    if re.fullmatch(r"[0-9]{1,12}\.[0-9]{1,9}", text):
        return _since_1970(float(text))
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return _as_in_mail(text)


def _as_in_mail(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _since_1970(number: float) -> datetime | None:
    """Whole numbers are divided as such: nanoseconds have more digits than a float."""
    if not (isinstance(number, int) or math.isfinite(number)) or number <= 0:
        return None
    unit = next((unit for limit, unit in _UNITS if number < limit), None)
    if unit is None:
        return None
    if isinstance(number, float):
        return _EPOCH + timedelta(seconds=number / unit)
    seconds, rest = divmod(number, unit)
    return _EPOCH + timedelta(seconds=seconds, microseconds=rest * 10**6 // unit)


def some_labels(value: object) -> dict[str, str]:
    """Names and short texts; nothing nested, empty or with a name like that of a secret."""
    if not isinstance(value, Mapping):
        return {}
    named = ((a_line(name, LABEL_NAME), a_line(text, LABEL_TEXT)) for name, text in value.items())
    kept = ((name, text) for name, text in named if name and text and not looks_secret(name))
    return dict(sorted(kept) if len(value) <= LABELS else heapq.nsmallest(LABELS, kept))


@functools.lru_cache(maxsize=4096)
def looks_secret(name: str) -> bool:
    return bool(_SECRET.search(folded(name).replace("-", "_")))
