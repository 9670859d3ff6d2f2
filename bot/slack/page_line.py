"""The line after `page`: whom, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.incident.duty import first_of_service, schedule_typed
from bot.incident.escalation import ON_CALL, SECONDARY
from bot.incident.ids import UserId
from bot.incident.policy import Policy
from bot.incident.roles import role_named
from bot.incident.service import service_typed
from bot.incident.text import folded
from bot.slack.words import PERSON, with_names

LONGEST_NAME = 4
"""In words."""
_FIRST = frozenset({"on-call", "oncall", "on call", "primary", "astreinte", "d'astreinte", "garde"})
_SECOND = frozenset({"secondary", "second", "second on call", "backup", "renfort", "secondaire"})
_ANYWAY = frozenset({"anyway", "quand meme"})
_PEOPLE = re.compile(rf"(?:{PERSON.pattern}[\s,]*)+".replace("?P<id>", "").replace("?P<label>", ""))
_GROUP = re.compile(r"@(?P<handle>[\w.-]+)")


@dataclass(frozen=True, slots=True)
class PageLine:
    """`word`: of the matrix, where it is one; `handle`: of a user group; neither: not known."""

    word: str = ""
    people: tuple[UserId, ...] = ()
    handle: str = ""
    why: str = ""
    anyway: bool = False
    said: str = ""


def read_page_line(rest: str, policy: Policy) -> PageLine:
    """`@ben @cleo the database is gone`, `on-call`, `manager nobody answers`, `checkout`."""
    rest, anyway = _without_anyway(rest.strip())
    if found := _PEOPLE.match(rest):
        people = tuple(dict.fromkeys(UserId(one["id"]) for one in PERSON.finditer(found[0])))
        return PageLine(people=people, why=_plain(rest[found.end() :]), anyway=anyway, said=rest)
    if named := _GROUP.match(rest):
        why = _plain(rest[named.end() :])
        return PageLine(handle=named["handle"], why=why, anyway=anyway, said=rest)
    for name, why in _beginnings(rest):
        if word := _word(name, policy):
            return PageLine(word=word, why=_plain(why), anyway=anyway, said=rest)
    return PageLine(anyway=anyway, said=_plain(rest))


def _word(name: str, policy: Policy) -> str:
    """Of the matrix; a service stands for whoever is on call for it."""
    word = folded(name).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    if word in _FIRST or word in _SECOND:
        return ON_CALL if word in _FIRST else SECONDARY
    if role := role_named(name):
        return role.value
    for contact in policy.escalation.contacts:
        if word in map(folded, (contact.key, *contact.name.values())):
            return contact.key
    if schedule := schedule_typed(policy, name):
        return schedule.key
    service = service_typed(policy.services, name)
    if service is None or word not in service.names:
        return ""
    own = next(iter(first_of_service(policy, service)), None)
    return own.key if own else service.on_call_group or ""


def _beginnings(rest: str) -> Iterator[tuple[str, str]]:
    """The longest first: `second on call` is not `second`."""
    words = rest.split()
    for length in range(min(LONGEST_NAME, len(words)), 0, -1):
        yield " ".join(words[:length]).rstrip(":,"), " ".join(words[length:])


def _without_anyway(rest: str) -> tuple[str, bool]:
    for name, more in _beginnings(rest):
        if folded(name) in _ANYWAY:
            return more, True
    return rest, False


def _plain(text: str) -> str:
    return " ".join(with_names(text).split()).lstrip(":, ")
