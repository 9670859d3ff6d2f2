"""Names beside words that blame become roles in what a draft quotes; other names stay."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from bot.incident.person import Person
from bot.incident.postmortem.evidence import Evidence
from bot.incident.postmortem.parts import Part, Row
from bot.incident.roles import ROLE_NAMES
from bot.incident.wording import with_roles
from bot.language import Tongue

_WORD = re.compile(r"[^\W_]+")


def blameless(part: Part, evidence: Evidence, tongue: Tongue) -> Part:
    rows = tuple(_row(row, evidence, tongue) for row in part.rows)
    return part.model_copy(update={"rows": rows}) if rows != part.rows else part


def _row(row: Row, evidence: Evidence, tongue: Tongue) -> Row:
    cells = tuple(without_blame(cell, evidence, tongue, row.at) for cell in row.cells)
    return row.model_copy(update={"cells": cells}) if cells != row.cells else row


def without_blame(text: str, evidence: Evidence, tongue: Tongue, at: datetime | None = None) -> str:
    """`dan forgot it` → `[technical lead] forgot it`; the brackets say that a name stood there."""
    named = _named_in(text, evidence)
    if not named:
        return text
    roles = {person.name: f"[{_role(person, evidence, tongue, at)}]" for person in named}
    return with_roles(text, roles, evidence.policy.wording)


def _named_in(text: str, evidence: Evidence) -> list[Person]:
    """Of everybody who is known, which may be thousands, those whose name may stand there."""
    words: Iterable[str] = dict.fromkeys(_WORD.findall(text))
    return [person for word in words for person in evidence.called.get(word, ())]


def _role(person: Person, evidence: Evidence, tongue: Tongue, at: datetime | None) -> str:
    """The one that they held then; of words without a time, the first that they held."""
    held = (one for one in evidence.tenures if one.user == person.id)
    found = next((one for one in held if at is None or one.covers(at)), None)
    return tongue.say(ROLE_NAMES[found.role] if found else "responder")
