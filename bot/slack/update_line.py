"""The line after `update`: who is told, and what; or who is not told any more."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum, auto

from bot.incident.audience import AUDIENCE_NAMES, Audience, AudienceKind
from bot.incident.text import folded
from bot.language import LOCALES, Tongue

_WORDS: Mapping[AudienceKind, tuple[str, ...]] = {
    AudienceKind.RESPONDERS: ("responder", "intervenant"),
    AudienceKind.INTERNAL: ("interne",),
    AudienceKind.SUPPORT: (),
    AudienceKind.EXECUTIVES: ("executive", "execs", "exec"),
    AudienceKind.CUSTOMERS: ("customer", "client"),
    AudienceKind.PUBLIC: (),
}
_AND = frozenset({"and", "et", "&", "+"})
_OFF, _ON = frozenset({"off", "sans", "non"}), frozenset({"on", "avec", "oui"})
_ALIKE = 0.8
"""So much a word has to be like the name of an audience to be a misspelling of it."""
_WORD = re.compile(r"(?P<word>[^\s,:;]+)(?P<mark>[,:;]?)\s*")


class Act(Enum):
    FORM = auto()
    SEND = auto()
    ASK = auto()
    """It may name an audience, or be a sentence that begins like that."""
    OFF = auto()
    ON = auto()


@dataclass(frozen=True, kw_only=True, slots=True)
class UpdateLine:
    act: Act
    audiences: tuple[str, ...] = ()
    """Keys, in the order in which they were named."""
    text: str = ""
    whole: str = ""
    """With the words that may name an audience."""


def read_update_line(rest: str, audiences: Sequence[Audience]) -> UpdateLine:
    """`customers: We …` and `customers We …` name them; `customers are …` may be a sentence."""
    whole, spellings = rest.strip(), _spellings(audiences)
    if not _says_something(whole):
        return UpdateLine(act=Act.FORM)
    found, text, marked = _named(whole, spellings)
    if not found:
        return _unnamed(whole, spellings)
    word, _, reason = text.partition(" ")
    if folded(word) in _OFF:
        return UpdateLine(act=Act.OFF, audiences=found, text=reason.strip(), whole=whole)
    if folded(text) in _ON:
        return UpdateLine(act=Act.ON, audiences=found, whole=whole)
    if not _says_something(text):
        return UpdateLine(act=Act.FORM, audiences=found, whole=whole)
    act = Act.SEND if marked or not text[0].islower() else Act.ASK
    return UpdateLine(act=act, audiences=found, text=text, whole=whole)


def _says_something(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _unnamed(whole: str, spellings: Mapping[str, str]) -> UpdateLine:
    """A text; unless it is `off` alone, or its first word seems to be a misspelt audience."""
    if folded(whole) in _OFF | _ON:
        return UpdateLine(act=Act.OFF if folded(whole) in _OFF else Act.ON, whole=whole)
    match = _WORD.match(whole)
    if match and match["mark"] == ":" and _says_something(whole[match.end() :]):
        for near in get_close_matches(folded(match["word"]), spellings, 1, _ALIKE):
            text = whole[match.end() :]
            return UpdateLine(act=Act.ASK, audiences=(spellings[near],), text=text, whole=whole)
    return UpdateLine(act=Act.SEND, text=whole, whole=whole)


def _named(line: str, spellings: Mapping[str, str]) -> tuple[tuple[str, ...], str, bool]:
    """The audiences that the line begins with, the rest, and whether a colon parts them."""
    found: list[str] = []
    rest = line
    while named := _next(rest, spellings, first=not found):
        key, rest, mark = named
        found.append(key)
        if mark == ":":
            return tuple(dict.fromkeys(found)), rest, True
    return tuple(dict.fromkeys(found)), rest, False


def _next(line: str, spellings: Mapping[str, str], *, first: bool) -> tuple[str, str, str] | None:
    """The audience that comes next, with or without an `and` before it."""
    match = _WORD.match(line)
    if match and not first and folded(match["word"]) in _AND:
        match = _WORD.match(line, match.end())
    key = spellings.get(folded(match["word"])) if match else None
    return (key, line[match.end() :], match["mark"]) if match and key else None


def _spellings(audiences: Sequence[Audience]) -> dict[str, str]:
    """A key always means itself, whatever another audience is called."""
    spelled: dict[str, str] = {}
    for one in audiences:
        names = [*one.name.values()]
        if one.key == one.kind.value:
            said = (Tongue(locale).say(AUDIENCE_NAMES[one.kind]) for locale in LOCALES)
            names += [*said, *_WORDS[one.kind]]
        for name in names:
            spelled.setdefault(folded(name), one.key)
    return {**spelled, **{folded(one.key): one.key for one in audiences}}
