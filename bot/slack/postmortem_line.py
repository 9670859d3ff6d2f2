"""The line after `postmortem`: a step of its review, or nothing but a section to read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.incident.ids import UserId
from bot.incident.text import folded

_WHO = re.compile(
    r"(?:(?:to|by|à|par|and|et)\s+|[,:]\s*)?<@(?P<who>[UW][A-Z0-9]+)(?:\|[^<>]*)?>[\s,]*",
    re.IGNORECASE,
)


class Act(StrEnum):
    WRITE = "write"
    OWNER = "owner"
    TAKE = "take"
    REFUSE = "refuse"
    SCHEDULE = "schedule"
    REVIEW = "review"
    APPROVE = "approve"
    PUBLISH = "publish"
    DRAFT = "draft"
    REVISIONS = "revisions"
    RESTORE = "restore"
    FACTS = "facts"
    """The facts of a section are the bot's again."""
    COMMENTS = "comments"


_WORDS = {
    Act.WRITE: ("write", "edit", "écrire", "modifier"),
    Act.OWNER: ("owner", "responsable"),
    Act.TAKE: ("take", "own", "mine", "prendre"),
    Act.REFUSE: ("refuse", "decline", "refuser", "décliner"),
    Act.SCHEDULE: ("schedule", "meeting", "planifier", "réunion"),
    Act.REVIEW: ("review", "reviewers", "relecture", "relire"),
    Act.APPROVE: ("approve", "approuver"),
    Act.PUBLISH: ("publish", "publier"),
    Act.DRAFT: ("draft", "return", "brouillon", "renvoyer"),
    Act.REVISIONS: ("revisions", "history", "révisions", "historique"),
    Act.RESTORE: ("restore", "restaurer", "rétablir"),
    Act.FACTS: ("facts", "reset", "faits"),
    Act.COMMENTS: ("comments", "commentaires"),
}
_BY_WORD = {folded(word): act for act, words in _WORDS.items() for word in words}


@dataclass(frozen=True, slots=True)
class ReviewLine:
    act: Act
    people: tuple[UserId, ...] = ()
    text: str = ""
    """What follows, without the people that stand first."""


def read_review_line(said: str) -> ReviewLine | None:
    """`review @ben @zoe because it is urgent`; None for whatever begins with no such word."""
    word, _, rest = said.strip().partition(" ")
    act = _BY_WORD.get(folded(word))
    if act is None:
        return None
    people, rest = [], rest.strip()
    while found := _WHO.match(rest):
        people.append(UserId(found["who"]))
        rest = rest[found.end() :]
    return ReviewLine(act, tuple(dict.fromkeys(people)), rest)
