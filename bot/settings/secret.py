"""Values that nobody may read by accident: in a repr, a dump, a pickle or an error."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any, NoReturn
from urllib.parse import unquote, urlsplit

from pydantic import SecretStr

HIDDEN = "(not shown)"
_TOKEN = re.compile(r"(xox[a-z]-|xoxe\.xox[a-z]-|xapp-)[A-Za-z0-9-]+")
_PASSWORD_IN_URL = re.compile(r"(?<=://)[^/@\s]+@")
_A_WORD, _A_SECRET, _A_KEY = 4, 6, 8
"""Shorter parts are not masked: that would hide more than the secret."""


class Secret(SecretStr):
    """Shows as asterisks; `get_secret_value()` is the one way to read it."""

    def __reduce__(self) -> NoReturn:
        raise TypeError("A secret is never pickled.")

    def __deepcopy__(self, memo: dict[int, Any]) -> Secret:
        return self


def shown(text: str, secrets: Iterable[str] = ()) -> str:
    """The text for an operator's eyes, without known secrets or what looks like one."""
    for secret in secrets:
        # A secret in the place of a path is told as the path it makes.
        for form in (secret, repr(secret)[1:-1], str(PurePath(secret))):
            text = text.replace(form, HIDDEN) if len(secret) >= _A_SECRET else text
    return _PASSWORD_IN_URL.sub("", _TOKEN.sub(HIDDEN, text))


def telling_parts(url: str) -> tuple[str, ...]:
    """What of a secret URL tells enough to be masked by itself.

    Of a web address the key and the words of its path, of a database's only the password: its
    user and its name are ordinary words, and to mask those would make a log unreadable.
    """
    parts = urlsplit(url)
    words = [parts.password or ""]
    if parts.scheme in {"http", "https"}:
        words += [parts.username or "", *(x for x in parts.path.split("/") if len(x) >= _A_KEY)]
    return tuple({form for word in words for form in (word, unquote(word)) if len(word) >= _A_WORD})
