"""The line after `task` or `action`: something new, or what becomes of one that is there."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from bot.incident.action_type import ActionType, type_at_start
from bot.incident.deadline import span_at_end
from bot.incident.ids import UserId
from bot.incident.text import folded

_WHO = r"<@(?P<who>[UW][A-Z0-9]+)(?:\|[^<>]*)?>"
_LEADING_WHO = re.compile(rf"(?:(?:à|to|for|pour)\s+)?{_WHO}[\s,:]*", re.IGNORECASE)
_OF_FOLLOWING_UP = re.compile(r"de suivi\s+", re.IGNORECASE)
_NUMBERED = re.compile(
    r"(?P<word>[^\d\s<>]+(?: tard)?)\s+#?(?P<number>\d{1,4})(?:(?:\s+|(?=:))(?P<more>.*))?"
)
_NUMBER_FIRST = re.compile(r"#?(?P<number>\d{1,4})\s+(?P<word>\S+)")
_BECAUSE = re.compile(r"(?:because|car|parce que?|:)\s*", re.IGNORECASE)
_GIVEN = re.compile(rf"{_WHO}\s+#?(?P<number>\d{{1,4}})$")
TEN_MINUTES = timedelta(minutes=10)


class Act(StrEnum):
    ADD = "add"
    DONE = "done"
    DROP = "drop"
    TAKE = "take"
    GIVE = "give"
    LATER = "later"
    CARRY = "carry"
    ACCEPT = "accept"
    DECLINE = "decline"
    WHY = "why"
    TYPE = "type"


_ACTS = {
    Act.DONE: ("done", "finish", "finished", "fait", "faite", "fini", "terminer", "terminee"),
    Act.DROP: ("drop", "dropped", "abandonner", "abandonnee", "supprimer"),
    Act.TAKE: ("take", "claim", "prendre"),
    Act.LATER: ("later", "more", "plus tard", "reporter"),
    Act.CARRY: ("carry", "convertir"),
    Act.ACCEPT: ("accept", "accepter"),
    Act.DECLINE: ("decline", "decliner", "refuse", "refuser"),
    Act.WHY: ("why", "pourquoi", "reason", "raison"),
    Act.TYPE: ("type",),
}
_BY_WORD = {word: act for act, words in _ACTS.items() for word in words}


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskLine:
    act: Act
    number: int = 0
    who: UserId | None = None
    text: str = ""
    span: timedelta | None = None
    type: ActionType | None = None


def read_task_line(rest: str) -> TaskLine:
    """`done 2`, `2 done`, `@who 2`, `later 2 10m`; anything else is the text of a new one."""
    rest = _OF_FOLLOWING_UP.sub("", rest.strip(), count=1) if _OF_FOLLOWING_UP.match(rest) else rest
    if given := _GIVEN.fullmatch(rest.strip()):
        return TaskLine(act=Act.GIVE, number=int(given["number"]), who=UserId(given["who"]))
    if ended := _ended(rest.strip()):
        return ended
    found = _NUMBERED.fullmatch(rest.strip())
    act = _BY_WORD.get(folded(found["word"])) if found else None
    if found is None or act is None:
        return _new(rest)
    if (said := _said(act, found["more"] or "")) is not None:
        return TaskLine(act=act, number=int(found["number"]), text=said)
    left, span = span_at_end(found["more"] or "")
    if left or (span is not None and act is not Act.LATER):
        return _new(rest)
    return TaskLine(act=act, number=int(found["number"]), span=span)


def read_action_line(rest: str) -> TaskLine:
    """What it is for stands before or after whose it is: `prevent: …`, `@who prevent: …`."""
    before, rest = type_at_start(rest)
    line = _new(rest) if before else read_task_line(rest)
    if line.act is not Act.ADD:
        return line
    after, text = type_at_start(line.text)
    return replace(line, type=after or before, text=text)


def _said(act: Act, more: str) -> str | None:
    """The words that belong to it; `drop 2 tables` is a task, `drop 2 because …` is none, nor is
    `done 2: https://…`.
    """
    if act in (Act.DECLINE, Act.WHY):
        return _BECAUSE.sub("", more)
    if act is Act.TYPE:
        return more if len(more.split()) == 1 else None
    because = _BECAUSE.match(more) if act in (Act.DROP, Act.DONE) else None
    return more[because.end() :] if because else None


def _ended(rest: str) -> TaskLine | None:
    """`3 done`, as people also say it; `done` alone names none, and is no task of that name."""
    found = _NUMBER_FIRST.fullmatch(rest)
    act = _BY_WORD.get(folded(found["word"] if found else rest))
    if act not in (Act.DONE, Act.DROP, Act.ACCEPT, Act.DECLINE):
        return None
    return TaskLine(act=act, number=int(found["number"]) if found else 0)


def act_for_all(rest: str) -> Act | None:
    """`tasks carry`, `tasks drop`: what becomes of all that were not finished."""
    act = _BY_WORD.get(folded(rest))
    return act if act in (Act.CARRY, Act.DROP) else None


def _new(rest: str) -> TaskLine:
    """Whose it is stands first. When it is due is read later: a day needs the typist's zone."""
    found = _LEADING_WHO.match(rest.lstrip())
    who = UserId(found["who"]) if found else None
    return TaskLine(act=Act.ADD, who=who, text=rest.lstrip()[found.end() if found else 0 :].strip())
