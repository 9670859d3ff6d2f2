"""What must hold between schedules, and whatever names one or somebody in one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.incident.text import folded
from bot.settings.nearest import nearest
from bot.settings.places import Place, written
from bot.settings.problems import Problem
from bot.settings.team_file import TeamFile
from bot.settings.team_on_call import TeamRota

_USER_ID = re.compile(r"[UW][A-Z0-9]{2,20}")


def on_call_contradictions(file: TeamFile) -> Iterator[tuple[Place, Problem]]:
    """A slip here would mean that one night nobody is called, so it is one at the start."""
    for where, schedule in _named(file):
        if schedule is not None and schedule not in file.schedules:
            yield _problem(where, schedule, "a key of schedules", list(file.schedules))
    for key, one in file.schedules.items():
        if one.rota is not None:
            yield from _people(("schedules", key, "rota"), one.rota, list(file.people))


def _named(file: TeamFile) -> Iterator[tuple[Place, str | None]]:
    for part in ("primary", "secondary", "security"):
        yield ("on_call", part), getattr(file.on_call, part)
    for key, service in file.services.items():
        yield ("services", key, "on_call_schedule"), service.on_call_schedule
        yield ("services", key, "secondary_schedule"), service.secondary_schedule


def _people(where: Place, rota: TeamRota, people: Sequence[str]) -> Iterator[tuple[Place, Problem]]:
    known = frozenset(map(folded, people))
    named = [((*where, "turns", n), who) for n, who in enumerate(rota.turns)]
    named += [((*where, "overrides", n, "who"), o.who) for n, o in enumerate(rota.overrides)]
    for place, who in named:
        if not (_USER_ID.fullmatch(who) or "@" in who or folded(who) in known):
            yield _problem(place, who, "a member ID, an e-mail address, or a key of people", people)


def _problem(
    where: Place, given: str, expected: str, known: Sequence[str]
) -> tuple[Place, Problem]:
    meant = nearest(given, known)
    hint = f"Was {meant} meant?" if meant else ""
    return where, Problem(key=written(where), value=repr(given), expected=expected, hint=hint)
