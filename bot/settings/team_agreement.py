"""What must hold between the keys of the config file."""

from __future__ import annotations

from collections.abc import Iterator

from bot.incident.audience import AudienceKind
from bot.settings.nearest import nearest
from bot.settings.places import Place, written
from bot.settings.problems import Problem
from bot.settings.team_audiences import SHIPPED, TeamAudience
from bot.settings.team_file import TeamFile
from bot.settings.team_levels import ChangedLevels, ListedLevel
from bot.settings.team_places import TeamPlace
from bot.settings.team_rhythms import Rhythms

_KINDS = ", ".join(AudienceKind)


def contradictions(file: TeamFile) -> Iterator[tuple[Place, Problem]]:
    """Each with the place in the file where it is noticed."""
    for key, audience in file.audiences.items():
        yield from _model(key, audience)
        yield from _twice(key, audience)
        for n, place in enumerate(audience.destinations or ()):
            yield from _lacking(file, ("audiences", key, "destinations", n), place)
    for key, service in file.services.items():
        for n, name in enumerate(service.audiences):
            yield from _unknown(file, ("services", key, "audiences", n), name)
    for where, rhythms in _rhythms(file.severities):
        for key, rhythm in rhythms.items():
            yield from _unknown(file, (*where, key), key)
            if rhythm and rhythm.before:
                yield from _unknown(file, (*where, key, "before"), rhythm.before)


def _rhythms(severities: ChangedLevels | list[ListedLevel]) -> Iterator[tuple[Place, Rhythms]]:
    if isinstance(severities, ChangedLevels):
        for key in type(severities).model_fields:
            yield ("severities", key, "updates"), getattr(severities, key).updates
    else:
        for n, level in enumerate(severities):
            yield ("severities", n, "updates"), level.updates


def _unknown(file: TeamFile, where: Place, name: str) -> Iterator[tuple[Place, Problem]]:
    if name not in SHIPPED and name not in file.audiences:
        yield _problem(where, name, [*SHIPPED, *file.audiences], "the key of an audience")


def _model(key: str, audience: TeamAudience) -> Iterator[tuple[Place, Problem]]:
    where = ("audiences", key)
    if key not in SHIPPED and audience.like is None:
        meant = nearest(key, SHIPPED)
        yield (
            where,
            Problem(
                key=written(where),
                state="is no shipped audience",
                expected=f"`like`, one of {_KINDS}, in an audience of your own",
                example="like: customers",
                hint=f"Was {meant} meant?" if meant else "",
            ),
        )
    if key in SHIPPED and audience.like not in (None, SHIPPED[key].kind):
        yield (
            (*where, "like"),
            Problem(
                key=written((*where, "like")),
                value=repr(str(audience.like)),
                expected="no `like` in a shipped audience",
                hint="An audience of your own has a key of its own.",
            ),
        )


def _twice(key: str, audience: TeamAudience) -> Iterator[tuple[Place, Problem]]:
    seen: set[str] = set()
    for n, place in enumerate(audience.destinations or ()):
        found = [each.key for each in place.places()]
        if twice := next((one for one in found if one in seen or found.count(one) > 1), None):
            where = ("audiences", key, "destinations", n)
            yield (
                where,
                Problem(
                    key=written(where),
                    state=f"is {twice} for the second time",
                    expected="each destination once; two of one kind have each a `label`",
                    example="label: partners",
                ),
            )
        seen.update(found)


def _lacking(file: TeamFile, where: Place, place: TeamPlace) -> Iterator[tuple[Place, Problem]]:
    if place.email and file.mail is None:
        yield (
            (*where, "email"),
            Problem(
                key=written((*where, "email")),
                state="has no server that would take it",
                expected="`mail` with the server's host and the sender",
                example="mail: {host: smtp.example.com, sender: incidents@example.com}",
            ),
        )
    for n, component in enumerate(place.components):
        for m, name in enumerate(component.for_services):
            if name not in file.services:
                place_of_name = (*where, "components", n, "for_services", m)
                yield _problem(place_of_name, name, list(file.services), "the key of a service")


def _problem(where: Place, name: str, known: list[str], expected: str) -> tuple[Place, Problem]:
    meant = nearest(name, known)
    hint = f"Was {meant} meant?" if meant else ""
    return where, Problem(key=written(where), value=repr(name), expected=expected, hint=hint)
