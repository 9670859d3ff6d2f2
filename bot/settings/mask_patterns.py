"""A pattern of the team's own for what is masked: tried once, so that no message takes long."""

from __future__ import annotations

import re
import time
import warnings
from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator

MOST_PATTERNS = 20
LONGEST = 200
_LONGEST_TEXT = 2_000
"""What a pattern is given at once."""
_SECONDS = 0.05
_EVERYDAY = "Checkout is down since 14:03 for 20 % of EU customers, rolled back to v2."
_MOST_SIGNS = 16
_MOST_REPEATS = 10
_PIECE = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?[a-zA-Z]+\)"
    r"|(?P<open>\((?:\?(?:P<\w+>|[a-zA-Z-]*:|[=!>]|<[=!]))?)|(?P<close>\))"
    r"|(?P<varying>\||[*+?][?+]?|\{\d*,\d*\})",
    re.DOTALL,
)


def _checked(pattern: str) -> str:
    if len(pattern) > LONGEST:
        raise ValueError(f"It has {len(pattern)} characters.")
    _require_valid(pattern)
    if _repeats_within_a_repetition(pattern):
        raise ValueError("A group that is repeated has a repetition or a choice in it: too slow.")
    if (
        sum(piece["varying"] not in {None, "|"} for piece in _PIECE.finditer(pattern))
        > _MOST_REPEATS
    ):
        raise ValueError(f"It has more than {_MOST_REPEATS} repetitions, which can be slow.")
    if re.search(r"\\[1-9]|\(\?P=|\(\?\(", pattern):
        raise ValueError("It refers to a group of its own, which can be slow.")
    if re.search(pattern, "") or re.search(pattern, _EVERYDAY):
        raise ValueError("It also fits everyday words, which would all be masked.")
    if _is_slow(pattern):
        raise ValueError("It takes long on long texts: repeat less, with {1,40} in place of +.")
    return pattern


def _require_valid(pattern: str) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            re.compile(pattern, re.ASCII)
    except (re.error, ValueError, OverflowError, RecursionError, Warning) as error:
        raise ValueError(f"It is no regular expression: {error}.") from None


def _repeats_within_a_repetition(pattern: str) -> bool:
    """`(a+)+` and `(a|ab)*` have more ways to match a text than can be tried."""
    busy = [False]
    for piece in _PIECE.finditer(pattern):
        if piece["open"]:
            busy.append(False)
        elif piece["close"]:
            inner = len(busy) > 1 and busy.pop()
            if inner and _is_repeated(pattern[piece.end() :]):
                return True
            busy[-1] = busy[-1] or inner
        elif piece["varying"]:
            busy[-1] = True
    return False


def _is_repeated(following: str) -> bool:
    found = re.match(r"[*+]|\{\d*(,?)(\d*)\}", following)
    return found is not None and found[0] not in {"{0}", "{1}", "{0,1}"}


def _is_slow(pattern: str) -> bool:
    compiled = re.compile(pattern, re.ASCII)
    signs = dict.fromkeys("a0A -" + "".join(re.findall(r"[^\\\[\](){}*+?|^$]", pattern)))
    return any(
        _seconds(compiled, sign * length + "\0") > _SECONDS
        for sign in list(signs)[:_MOST_SIGNS]
        for length in _lengths()
    )


def _lengths() -> Iterator[int]:
    """By a third at a time, so that what grows too fast has not yet grown far when it is seen."""
    length = 1
    while length < _LONGEST_TEXT:
        yield length
        length += max(1, length // 3)


def _seconds(pattern: re.Pattern[str], text: str) -> float:
    """Of the process' own time: that of a busy machine says nothing about the pattern."""
    began = time.thread_time()
    pattern.search(text)
    return time.thread_time() - began


MaskPattern = Annotated[str, AfterValidator(_checked)]
