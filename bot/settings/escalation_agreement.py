"""What must hold between the matrix, and those whom it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.incident.escalation import NAMED
from bot.incident.severity import SHIPPED
from bot.settings.nearest import nearest
from bot.settings.places import Place, written
from bot.settings.problems import Problem
from bot.settings.team_file import TeamFile
from bot.settings.team_levels import ChangedLevels

_ID = re.compile(r"[UWS][A-Z0-9]{2,20}")


def escalation_contradictions(file: TeamFile) -> Iterator[tuple[Place, Problem]]:
    """A step that would call nobody is found at the start, and not in the night it is needed."""
    yield from _contacts(file)
    seen: set[str] = set()
    for n, each in enumerate(file.escalation or ()):
        yield from _step(file, n)
        if each.step().key in seen:
            yield _twice(("escalation", n))
        seen.add(each.step().key)


def _step(file: TeamFile, n: int) -> Iterator[tuple[Place, Problem]]:
    step = (file.escalation or [])[n]
    known = [*NAMED, *file.contacts, *file.schedules]
    if step.who not in known and not _ID.fullmatch(step.who):
        expected = "on_call, secondary, a role, a key of contacts or schedules, or an ID"
        yield _unknown(("escalation", n, "who"), step.who, expected, known)
    levels = _levels(file)
    for m, severity in enumerate(step.severities):
        if severity not in levels:
            yield _unknown(("escalation", n, "severities", m), severity, "a severity", levels)


def _contacts(file: TeamFile) -> Iterator[tuple[Place, Problem]]:
    for key, contact in file.contacts.items():
        if key in NAMED:
            problem = Problem(
                key=written(("contacts", key)),
                state="has a name that means something else",
                expected=f"another key than {', '.join(NAMED)}",
            )
            yield ("contacts", key), problem
        if contact.schedule is not None and contact.schedule not in file.schedules:
            where = ("contacts", key, "schedule")
            yield _unknown(where, contact.schedule, "a key of schedules", list(file.schedules))


def _levels(file: TeamFile) -> list[str]:
    if isinstance(file.severities, ChangedLevels):
        return [level.key for level in SHIPPED]
    return [level.key for level in file.severities]


def _unknown(
    where: Place, given: str, expected: str, known: Sequence[str]
) -> tuple[Place, Problem]:
    meant = nearest(given, known)
    hint = f"Was {meant} meant?" if meant else ""
    return where, Problem(key=written(where), value=repr(given), expected=expected, hint=hint)


def _twice(where: Place) -> tuple[Place, Problem]:
    problem = Problem(
        key=written(where),
        state="is there twice",
        expected="each condition, time and person once; `ways` takes several",
    )
    return where, problem
