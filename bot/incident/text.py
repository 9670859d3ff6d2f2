"""Folding: how two spellings of the same words are recognised as the same."""

from __future__ import annotations

import re
import unicodedata


def folded(text: str) -> str:
    """Lower case, no accents, single spaces: `Sévérité  1` and `severite 1` are one."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(bare.split())


def legible(text: str) -> str:
    """Without control characters, which a database may refuse and nobody can read."""
    return "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in text)


def words_of(text: str) -> frozenset[str]:
    """The words of a text, folded, without punctuation."""
    return frozenset(re.findall(r"\w+", folded(text)))


def shortened(text: str, limit: int) -> str:
    """At most `limit` characters; what was cut shows as an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def shortened_to_bytes(text: str, limit: int) -> str:
    """At most so many bytes of UTF-8, as Slack counts some texts."""
    text = shortened(text, limit)
    while len(text.encode()) > limit:
        text = shortened(text, max(1, len(text) - max(1, (len(text.encode()) - limit) // 4)))
    return text
