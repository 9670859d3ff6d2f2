"""JSON from outside, read by path: what is missing or of another kind is simply not there."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from bot.alerts.errors import UnknownShape, Unreadable
from bot.incident.alert import ID, AlertState
from bot.incident.alert_words import a_line, a_link

ROWS = 1000
"""More of a list is not looked at."""
_NOT_FILLED_IN = re.compile(r"\*\w+\*|\$\w+\$?|\$?\{.*\}|%\w+%")


def read_json(body: bytes | str) -> object:
    try:
        return json.loads(body)
    except RecursionError:
        raise Unreadable("it is nested too deep") from None
    except ValueError:
        raise Unreadable("it is not JSON in UTF-8") from None


def pick(payload: object, *path: str | int) -> object:
    for step in path:
        if isinstance(payload, dict):
            payload = payload.get(step)
        elif isinstance(payload, list) and isinstance(step, int) and step < len(payload):
            payload = payload[step]
        else:
            return None
    return payload


def line(payload: object, *path: str | int) -> str:
    """A text or a number in one line; empty for all else, also for a variable not filled in."""
    text = a_line(pick(payload, *path), ID)
    return "" if _NOT_FILLED_IN.fullmatch(text) else text


def word(payload: object, *path: str | int) -> str:
    """The same in lower case, to be compared."""
    return line(payload, *path).casefold()


def first(*lines: str) -> str:
    return next((line for line in lines if line), "")


def first_link(*values: object) -> str | None:
    links = (a_link(value) for value in values)
    return next((link for link in links if link), None)


def table(payload: object, *path: str | int) -> Mapping[str, object]:
    found = pick(payload, *path)
    return found if isinstance(found, dict) else {}


def as_text(labels: Mapping[str, object]) -> str:
    """All of them, in one order."""
    return "\n".join(sorted(f"{name}={line(labels, name)}" for name in labels))


def rows(payload: object, *path: str | int) -> list[object]:
    found = pick(payload, *path)
    return found[:ROWS] if isinstance(found, list) else []


def known(source: str, payload: object, *names: str) -> Mapping[str, object]:
    """The payload, if it is an object with all of these names."""
    if not isinstance(payload, dict):
        raise UnknownShape(source, "it is no JSON object")
    missing = [name for name in names if name not in payload]
    if missing:
        raise UnknownShape(source, f"it has no `{'`, no `'.join(missing)}`")
    return payload


def named(source: str, payload: object, name: str) -> str:
    """A name or an id that it cannot do without."""
    found = line(payload, name)
    if not found:
        raise UnknownShape(source, f"it has no `{name}`")
    return found


def tags_of(told: object) -> dict[str, str]:
    """`service:web,env:prod`, or a list of such, by name; a tag without a colon has no name."""
    parts = told[: 100 * ROWS].split(",") if isinstance(told, str) else rows(told)
    pairs = (a_line(part, ID).partition(":") for part in parts[:ROWS])
    return {name.strip(): text.strip() for name, colon, text in pairs if colon}


def state_said(source: str, told: str, *, firing: str, resolved: str) -> AlertState:
    """What a word in lower case stands for; the words of both states are parted by commas."""
    if told in resolved.split(","):
        return AlertState.RESOLVED
    if told in firing.split(","):
        return AlertState.FIRING
    raise UnknownShape(source, f"“{told[:40]}” is no state it is known to have")
