"""The lines after the verbs of roles: which role, and who."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.incident.ids import UserId
from bot.incident.role_errors import NobodyNamed, NotARole, RoleSwitchedOff
from bot.incident.roles import Role, role_named
from bot.incident.text import folded
from bot.slack.words import PERSON, with_names

_ME = frozenset({"me", "myself", "moi", "moi-meme"})
_ALL = frozenset({"all", "everything", "all roles", "tout", "tous", "toutes", "tous les roles"})


class Reply(StrEnum):
    """What is done with a handover that is on offer."""

    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"


_REPLIES = {
    Reply.ACCEPT: ("accept", "accepter", "oui", "yes"),
    Reply.DECLINE: ("decline", "decliner", "refuse", "refuser", "no", "non"),
    Reply.WITHDRAW: ("withdraw", "retirer", "cancel", "annuler"),
}


@dataclass(frozen=True, slots=True)
class RoleLine:
    word: str
    """What stands where a role is expected."""
    people: tuple[UserId, ...] = ()
    after: str = ""
    """What follows the first person."""
    at_once: bool = False
    """The role had an exclamation mark."""


def read_role_line(rest: str) -> RoleLine:
    """`ic @ben`, `@ben ic`, `ic!`, `ic @ben and a note`."""
    people = tuple(UserId(one["id"]) for one in PERSON.finditer(rest))
    first = PERSON.search(rest)
    before, after = (rest[: first.start()], rest[first.end() :]) if first else (rest, "")
    if first and not before.strip():
        before, after = after, ""
    word = PERSON.sub("", before).strip(" ,:")
    return RoleLine(
        word=word.rstrip("! "),
        people=people,
        after=" ".join(with_names(after).split()),
        at_once=word.endswith("!"),
    )


def role_meant(word: str, on: tuple[Role, ...], example: str) -> Role:
    """Raises what whoever mistypes is told. A role that is off can still be dropped."""
    role = role_named(word)
    if role is None and (begun := _begins_with(word)):
        raise NobodyNamed(f"assign {begun.value}")
    if role is None:
        raise NotARole(word, on, example)
    if role not in on:
        raise RoleSwitchedOff(role, on)
    return role


def _begins_with(words: str) -> Role | None:
    """A role and more: a name that was typed, and not chosen from Slack's list."""
    split = words.split()
    before = (role_named(" ".join(split[:count])) for count in range(len(split) - 1, 0, -1))
    return next((role for role in before if role), None)


def person_meant(line: RoleLine, example: str) -> UserId:
    if len(line.people) == 1:
        return line.people[0]
    raise NobodyNamed(example)


def with_me(rest: str, me: UserId) -> str:
    """`ic me` is whoever writes it."""
    words = rest.split()
    if words and folded(words[-1]) in _ME and not PERSON.search(rest):
        return " ".join([*words[:-1], f"<@{me}>"])
    return rest


def is_all(word: str) -> bool:
    return folded(word) in _ALL


def reply_in(word: str) -> Reply | None:
    word = folded(word)
    return next((reply for reply, words in _REPLIES.items() if word in words), None)
