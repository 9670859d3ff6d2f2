"""Finds words that blame somebody or judge with hindsight; it points them out and forbids none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel, ConfigDict

from bot.incident.wording_phrases import ANY_PERSON, PERSON, PHRASES, SHIPPED_KINDS, WordingKind
from bot.language import N_

SUGGESTIONS: Mapping[WordingKind, str] = {
    WordingKind.COUNTERFACTUAL: N_(
        "Tell what was done and what was known then; make an action item of the wish."
    ),
    WordingKind.PERSON: N_("Ask which condition let one action have this effect."),
    WordingKind.HINDSIGHT: N_("Leave it out: it was not visible then."),
    WordingKind.JUDGEMENT: N_("Give the effect that could be observed."),
    WordingKind.ABSOLUTE: N_("Give a number or an example."),
    WordingKind.WHY: N_("Ask how it looked from there."),
    WordingKind.SINGULAR: N_("Name the contributing factors."),
}
NEAR = 3
"""So many words may stand between a name and what blames it."""
MOST = 5
_PLAIN = str.maketrans({"\u202f": " ", "\u00a0": " ", "\u2019": "'", "\n": " ", "\t": " "})
_OPTIONAL = {
    ord(letter): f"[{letter}{unicodedata.normalize('NFD', letter)[0]}]" for letter in "éèêâç"
}
"""Accents that people leave out, where the word stays the same."""
_QUOTED = re.compile(
    r"```.*?(?:```|$)|`[^`\n]*`|«[^»]*»|“[^”]*”|\"[^\"\n]*\"|(?m:^[ \t]*(?:>|&gt;).*$)"
    r"|https?://\S+",
    re.DOTALL,
)
_SENTENCE = re.compile(r"[^.!?;\n]+")
_DENIED = re.compile(
    r"(?:\b(?:nobody|no one|not|no|without|never|aucune?|sans|ni|pas)|n't)(?:\s+[\w'-]+){0,4}\s*$",
    re.IGNORECASE,
)
_DENIABLE = frozenset({WordingKind.PERSON})


class Wording(BaseModel):
    """What a team wants to have pointed out."""

    model_config = ConfigDict(frozen=True)

    kinds: tuple[WordingKind, ...] = SHIPPED_KINDS
    more: Mapping[WordingKind, tuple[str, ...]] = {}
    """Phrases of the team's own, pointed out whatever `kinds` says."""
    fine: tuple[str, ...] = ()
    """Phrases that are never pointed out."""


@dataclass(frozen=True, slots=True)
class Hit:
    kind: WordingKind
    phrase: str
    """As it stands in the text."""
    start: int
    end: int


def hits(text: str, wording: Wording, names: Collection[str] = ()) -> list[Hit]:
    """In the order of the text; what is quoted, or is code, is somebody else's. `names`: of people.

    Positions are those of the text in its composed form (NFC).
    """
    text = unicodedata.normalize("NFC", text)
    plain = _lowered(_without_quotes(text))
    fine = [found.span() for found in _fine(wording).finditer(plain)] if wording.fine else []
    who = _who(tuple(sorted(names)))
    found = [
        Hit(kind, text[match.start() : match.end()], match.start(), match.end())
        for kind, pattern in _patterns(wording, who)
        for match in pattern.finditer(plain)
        if not _is_within(match.span(), fine) and not _is_denied(kind, plain, match.start())
    ]
    return _apart(found)


def pointed_out(found: Sequence[Hit]) -> list[Hit]:
    """The first of each phrase, and only so many: whoever reads more reads none."""
    first: dict[str, Hit] = {}
    for hit in found:
        first.setdefault(hit.phrase.lower(), hit)
    return list(first.values())[:MOST]


def with_roles(text: str, roles: Mapping[str, str], wording: Wording) -> str:
    """People's names beside such words become what they were there for; other names stay.

    `roles`: what to say instead of a name, by the name that people know.
    """
    text = unicodedata.normalize("NFC", text)
    spelled = _spellings(roles)
    names = re.compile(rf"@?(?<!\w)(?:{'|'.join(map(re.escape, _longest_first(spelled)))})(?!\w)")
    if not spelled or not names.search(text):
        return text
    found = hits(names.sub(_somebody, text), wording)
    bounds = [sentence.span() for sentence in _SENTENCE.finditer(text)]

    def said(match: re.Match[str]) -> str:
        near = any(_is_near(text, match.span(), hit, bounds) for hit in found)
        return spelled[match[0].removeprefix("@")] if near else match[0]

    return names.sub(said, text)


def _somebody(name: re.Match[str]) -> str:
    """As long as it was: patterns that know no names are compiled once, and not for each name."""
    return "@" + "x" * (len(name[0]) - 1)


def _spellings(roles: Mapping[str, str]) -> dict[str, str]:
    """Full names, and first names that only one of them has."""
    spelled = {unicodedata.normalize("NFC", name): role for name, role in roles.items() if name}
    firsts = [name.split()[0] for name in spelled if " " in name.strip()]
    for name in list(spelled):
        first = name.split()[0]
        if len(first) > 1 and firsts.count(first) == 1 and first not in spelled:
            spelled[first] = spelled[name]
    return spelled | {_begun(name): role for name, role in spelled.items()}


def _begun(name: str) -> str:
    """As it stands at the beginning of a sentence, whatever its owner writes in Slack."""
    return name[0].upper() + name[1:]


def _longest_first(names: Iterable[str]) -> list[str]:
    return sorted(names, key=len, reverse=True)


def _is_near(
    text: str, name: tuple[int, int], hit: Hit, sentences: Sequence[tuple[int, int]]
) -> bool:
    if name[0] < hit.end and hit.start < name[1]:
        return True
    start, end = min(name[1], hit.end), max(name[0], hit.start)
    one = any(a <= min(name[0], hit.start) and max(name[1], hit.end) <= b for a, b in sentences)
    return one and len(re.findall(r"[\w'\u2019-]+", text[start:end])) <= NEAR


def _without_quotes(text: str) -> str:
    return _QUOTED.sub(lambda quoted: "\x1f" * len(quoted[0]), text)


def _lowered(text: str) -> str:
    """As long as it was: a hit is shown as it was written."""
    lowered = "".join(sign.lower()[0] for sign in text)
    return lowered.translate(_PLAIN)


def _is_within(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)


def _is_denied(kind: WordingKind, plain: str, start: int) -> bool:
    """“Nobody is to blame” blames nobody."""
    before = re.split(r"[.!?;,:\x1f]", plain[max(0, start - 60) : start])[-1]
    return kind in _DENIABLE and _DENIED.search(before) is not None


def _apart(found: Iterable[Hit]) -> list[Hit]:
    """Of those that overlap, the one that begins first and is longest."""
    kept: list[Hit] = []
    for hit in sorted(found, key=lambda hit: (hit.start, -hit.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


@cache
def _who(names: tuple[str, ...]) -> str:
    spelled = "|".join(re.escape(_lowered(name)) for name in _longest_first(names) if name)
    return rf"(?:(?:{spelled})(?!\w)|{ANY_PERSON})" if spelled else ANY_PERSON


def _patterns(wording: Wording, who: str) -> Iterator[tuple[WordingKind, re.Pattern[str]]]:
    for kind in wording.kinds:
        yield kind, _shipped(kind, who)
    for kind, phrases in wording.more.items():
        if phrases:
            yield kind, _own(tuple(phrases))


def _fine(wording: Wording) -> re.Pattern[str]:
    return _own(wording.fine)


@cache
def _shipped(kind: WordingKind, who: str) -> re.Pattern[str]:
    shown = (phrase.translate(_OPTIONAL) for phrase in PHRASES[kind])
    return _any_of(phrase.replace(PERSON, who) for phrase in shown)


@cache
def _own(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return _any_of(r"\s+".join(map(_spelled, phrase.split())) for phrase in phrases)


def _spelled(word: str) -> str:
    """With its accents or without."""
    return "".join(map(_letter, _lowered(unicodedata.normalize("NFC", word))))


def _letter(letter: str) -> str:
    bare = unicodedata.normalize("NFD", letter)[0]
    return re.escape(letter) if bare == letter else f"[{letter}{bare}]"


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(phrases)})(?![\w-])")
