"""French as it is printed: its spaces and signs, and the words that a careful writer avoids."""

from __future__ import annotations

import re

NARROW = "\u202f"
WIDE = "\u00a0"
APOSTROPHE = "\u2019"

# Code, Jinja's marks, links and mentions, placeholders, addresses, emoji names and entities.
_NOT_PROSE = re.compile(
    r"```.*?```|`[^`]*`|\{[{%#].*?[}%#]\}|<[^<>]*>|\{[^{}]*\}|https?://\S+"
    r"|:[a-z0-9_+-]+:|&#?\w+;",
    re.DOTALL,
)
_HIDDEN = re.compile("([\ue000-\uf8ff])")

_TYPOGRAPHY = (
    (re.compile(r"[ \u00a0\u202f]+([;?!])"), NARROW + r"\1"),
    (re.compile(r"[ \u00a0\u202f]+:(?=[\s*_]|$)"), WIDE + ":"),
    (re.compile(r"«[ \u00a0\u202f]*"), "«" + WIDE),
    (re.compile(r"[ \u00a0\u202f]*»"), WIDE + "»"),
    (re.compile(r"(?<=\w)'"), APOSTROPHE),
)

_UNTYPOGRAPHIC = {
    "no U+202F before ; ? !": re.compile(r"(?:^|[^\u202f;?!])[;?!]"),
    "no U+00A0 before a colon": re.compile(r"(?<![\u00a0\d]):|(?<=\d):(?!\d)"),
    "no U+00A0 inside « »": re.compile(r"«(?!\u00a0)|(?<!\u00a0)»"),
    "a straight apostrophe": re.compile(r"(?<=\w)'"),
    "English quotation marks": re.compile(r"[\"“”]"),
}

_WORDS = {
    "« secrétaire » (say scribe)": r"secrétaires?",
    "« alerte rétablie » (an alert is levée)": r"alertes? (?:\w+ )?rétablies?",
    "« investiguer » (say analyser)": r"investigu\w*",
    "« adresser un problème » (say traiter)": r"adress(?:er|é|ée|és|ées|ons|ez|era|ant)",
    "« sévérité » (say gravité)": r"sévérités?",
    "« responsable » alone also means guilty": r"responsables?(?! communication| d[eu]s? )",
}
_FORBIDDEN = {why: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for why, words in _WORDS.items()}


def typeset(text: str) -> str:
    """Make ordinary spaces and apostrophes those that French wants; where none is, none comes."""
    prose, kept = _prose(text)
    for ordinary, right in _TYPOGRAPHY:
        prose = ordinary.sub(right, prose)
    return _HIDDEN.sub(lambda mark: kept[ord(mark[1]) - 0xE000], prose)


def faults(text: str) -> list[str]:
    """What a French reader would stumble over, a sentence each; nothing when all is well."""
    prose, _ = _prose(text)
    rules = {**_UNTYPOGRAPHIC, **_FORBIDDEN}
    return [why for why, fault in rules.items() if fault.search(prose)]


def _prose(text: str) -> tuple[str, list[str]]:
    """The text with what is not prose taken out, each piece behind a private character."""
    kept: list[str] = []

    def hide(piece: re.Match[str]) -> str:
        kept.append(piece[0])
        return chr(0xE000 + len(kept) - 1)

    return _NOT_PROSE.sub(hide, text), kept
