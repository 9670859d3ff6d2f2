"""What an action item is for, so that a post-mortem shows more than one kind of remedy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from bot.incident.errors import QUOTED, IncidentError
from bot.incident.text import folded, shortened
from bot.language import N_


class ActionType(StrEnum):
    MITIGATE = "mitigate"
    PREVENT = "prevent"
    DETECT = "detect"
    LEARN = "learn"


TYPES = (N_("mitigate"), N_("prevent"), N_("detect"), N_("learn"))
"""As lists name them; each is the value of a type."""
PURPOSES: Mapping[ActionType, str] = {
    ActionType.MITIGATE: N_("Mitigate: it does less harm, or is over sooner"),
    ActionType.PREVENT: N_("Prevent: it does not come back"),
    ActionType.DETECT: N_("Detect: it is noticed sooner"),
    ActionType.LEARN: N_("Learn: people or processes are better prepared"),
}
_WORDS: Mapping[ActionType, tuple[str, ...]] = {
    ActionType.MITIGATE: ("mitigate", "mitigation", "attenuer", "attenuation", "limiter"),
    ActionType.PREVENT: ("prevent", "prevention", "prevenir", "empecher", "eviter"),
    ActionType.DETECT: ("detect", "detection", "detecter"),
    ActionType.LEARN: ("learn", "learning", "process", "apprendre", "processus"),
}
_BY_WORD = {word: type for type, words in _WORDS.items() for word in words}
_AT_START = re.compile(r"\s*(?:\[(?P<a>[^\W\d_]+)\]\s*:?|(?P<b>[^\W\d_]+)\s*:)\s*(?=\S)")


class NoSuchType(IncidentError):
    message = N_(
        "“{what}” is no type of action item: there are `mitigate`, `prevent`, `detect` and `learn`."
        " For example: `{command} action type 2 prevent`"
    )

    def __init__(self, what: str) -> None:
        super().__init__(what=shortened(what, QUOTED))


def type_named(word: str) -> ActionType | None:
    """In English or in French, with its accents or without."""
    return _BY_WORD.get(folded(word))


def type_at_start(text: str) -> tuple[ActionType | None, str]:
    """`prevent: Limit the pool` or `[prevent] Limit the pool` → prevent, `Limit the pool`."""
    found = _AT_START.match(text)
    type = type_named(found["a"] or found["b"]) if found else None
    return (type, text[found.end() :]) if found and type else (None, text)
