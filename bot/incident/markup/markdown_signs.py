"""What Markdown would read into a text, and how it is kept from that (CommonMark 0.31, GitHub)."""

from __future__ import annotations

import re
import unicodedata

_ALWAYS = re.compile(r"[\\`*\[\]<~|]")
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_ENTITY = re.compile(r"&(?=[#\w]|$)")
_AT_START = re.compile(
    r"^(>|=|:(?=-)|#(?=#{0,5}(?:\s|$))|\+(?=\s|$)|-(?=[-:\s]|$))|^(\d{1,9})(?=[.)](?:\s|$))",
    re.ASCII,
)
_ENTITY_IN_ADDRESS = re.compile(r"&(?=#|\w+;)")
_IN_ADDRESS = str.maketrans({"(": "%28", ")": "%29"})
_BACKTICKS = re.compile("`+")


def escaped(text: str) -> str:
    """A text inside a line; `snake_case` needs no escape, and so it reads as it did."""
    text = _ALWAYS.sub(r"\\\g<0>", text)
    return _ENTITY.sub(r"\\&", _UNDERSCORE.sub(r"\\_", text))


def started(line: str) -> str:
    """The line as the first or next of a paragraph: no heading, list, quote or rule begins here."""
    return _AT_START.sub(lambda found: f"{found[2]}\\" if found[2] else f"\\{found[1]}", line)


def code_span(text: str) -> str:
    """The text as it is, in as many backticks as it takes; nothing in it acts."""
    if not text.strip(" "):
        return text
    ticks = "`" * _free_length(text, 1)
    edge = " " if "`" in text[0] + text[-1] or text[0] == text[-1] == " " else ""
    return f"{ticks}{edge}{text}{edge}{ticks}"


def fenced(text: str) -> str:
    fence = "`" * _free_length(text, 3)
    return f"{fence}\n{text}\n{fence}"


def linked(label: str, url: str) -> str:
    """Both as they are read, not yet escaped."""
    address = _ENTITY_IN_ADDRESS.sub("&amp;", url.translate(_IN_ADDRESS))
    if label == url and "&amp;" not in address:
        return f"<{url}>"
    return f"[{escaped(label)}]({address})"


def _free_length(text: str, least: int) -> int:
    """More backticks than stand together anywhere in the text."""
    return max([least, *(len(found) + 1 for found in _BACKTICKS.findall(text))])


def may_open(before: str, first: str) -> bool:
    """Whether asterisks between these signs begin an emphasis; no sign is the end of a line."""
    return not _space(first) and (not _mark(first) or _space(before) or _surely_mark(before))


def may_close(last: str, after: str) -> bool:
    return may_open(after, last)


def _space(sign: str) -> bool:
    return sign == "" or sign.isspace()


def _mark(sign: str) -> bool:
    """Readers of older versions of CommonMark do not take symbols for punctuation."""
    return unicodedata.category(sign)[0] in "PS"


def _surely_mark(sign: str) -> bool:
    return (sign.isascii() and _mark(sign)) or unicodedata.category(sign)[0] == "P"
