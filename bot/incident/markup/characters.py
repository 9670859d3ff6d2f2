"""Characters that change what a reader sees without being seen themselves."""

from __future__ import annotations

import re

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_HALF = re.compile("[\ud800-\udfff]")


def harmless_line(text: str) -> str:
    """The same on one line."""
    return harmless(text).replace("\n", " ")


def harmless(text: str) -> str:
    """Without control characters and bidi embeddings, overrides and isolates; a tab stays.

    They are removed, not closed with isolates of our own: right-to-left letters need neither to be
    shown right, a text may be cut anywhere on its way, and code has to read as it runs.
    """
    if text.isprintable():  # as nearly every text is
        return text
    return _HALF.sub("\ufffd", _UNSEEN.sub("", _LINE_ENDS.sub("\n", text)))
