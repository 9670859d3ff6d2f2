"""Names beside words that blame become roles in what a draft quotes; other names stay."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from functools import cache

from bot.incident.person import Person
from bot.incident.postmortem.evidence import Evidence
from bot.incident.postmortem.parts import Part, Row
from bot.incident.roles import ROLE_NAMES
from bot.incident.wording import with_roles
from bot.language import Tongue

Roles = tuple[tuple[str, str], ...]
"""By the names that they stand for."""
_WORD = re.compile(r"[^\W_]+")


def blameless(part: Part, evidence: Evidence, tongue: Tongue) -> Part:
    """Whoever does much stands in many rows, and is looked at once."""

    @cache
    def said(text: str, roles: Roles) -> str:
        return with_roles(text, dict(roles), evidence.policy.wording)

    def row(one: Row) -> Row:
        cells = tuple(said(cell, _roles(cell, evidence, tongue, one.at)) for cell in one.cells)
        return one.model_copy(update={"cells": cells}) if cells != one.cells else one

    return part.model_copy(update={"rows": tuple(map(row, part.rows))})


def without_blame(text: str, evidence: Evidence, tongue: Tongue) -> str:
    """`dan forgot it` → `[technical lead] forgot it`; the brackets say that a name stood there."""
    roles = _roles(text, evidence, tongue, None)
    return with_roles(text, dict(roles), evidence.policy.wording)


def _roles(text: str, evidence: Evidence, tongue: Tongue, at: datetime | None) -> Roles:
    named = _named_in(text, evidence)
    return tuple((one.name, f"[{_role(one, evidence, tongue, at)}]") for one in named)


def _named_in(text: str, evidence: Evidence) -> list[Person]:
    """Of everybody who is known, which may be thousands, those whose name may stand there."""
    words: Iterable[str] = dict.fromkeys(_WORD.findall(text))
    return [person for word in words for person in evidence.called.get(word, ())]


def _role(person: Person, evidence: Evidence, tongue: Tongue, at: datetime | None) -> str:
    """The one that they held then; of words without a time, the first that they held."""
    held = (one for one in evidence.tenures if one.user == person.id)
    found = next((one for one in held if at is None or one.covers(at)), None)
    return tongue.say(ROLE_NAMES[found.role] if found else "responder")
