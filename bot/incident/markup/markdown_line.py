"""A line of Markdown: what is emphasised, and where Markdown could not see that it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import groupby

from bot.incident.markup import links
from bot.incident.markup.markdown_signs import code_span, escaped, linked, may_close, may_open
from bot.incident.markup.names import Names
from bot.incident.markup.tree import (
    Broadcast,
    ChannelMention,
    GroupMention,
    Inline,
    Inlines,
    Link,
    UserMention,
)
from bot.incident.markup.words import spelled_out, words


@dataclass(frozen=True)
class _Run:
    """Parts of a line with one emphasis, and the spaces around them, which have none."""

    before: str
    told: str
    after: str
    marks: str


def markdown_line(inlines: Inlines, names: Names) -> str:
    """Emphasis that Markdown would not see is left out, rather than shown as asterisks."""
    grouped = groupby((inline for inline in inlines if words(inline, names)), key=_marks)
    runs = [_run("".join(_parts(group, names)), marks) for marks, group in grouped]
    line = ""
    closed_with = ""
    for run, following in zip(runs, [*runs[1:], None], strict=False):
        marks = run.marks if _seen(line + run.before, closed_with, run, following) else ""
        line = _joined(line + run.before, marks + run.told + marks[::-1]) + run.after
        closed_with = "" if run.after else marks[:1]
    return line


def _run(told: str, marks: str) -> _Run:
    bare = told.strip()
    start = len(told) - len(told.lstrip())
    return _Run(told[:start], bare, told[start + len(bare) :], marks)


def _marks(inline: Inline) -> str:
    """Code and mentions stay bare, so that those next to each other become one."""
    if _is_code(inline):
        return ""
    style = inline.style
    return "~~" * style.strike + "**" * style.bold + "*" * style.italic


def _seen(line: str, closed_with: str, run: _Run, following: _Run | None) -> bool:
    if not run.told or not run.marks or (closed_with == run.marks[0] and not run.before):
        return False
    nested = run.marks[0] != run.marks[-1]
    first, last = ("*", "*") if nested else (run.told[0], run.told[-1])
    next_sign = run.after[:1] or (_beginning(following) if following else "")
    return may_open(line[-1:], first) and may_close(last, next_sign)


def _beginning(run: _Run) -> str:
    return (run.before + run.told)[:1]


def _parts(inlines: Iterable[Inline], names: Names) -> Iterator[str]:
    for is_code, group in groupby(inlines, key=_is_code):
        if is_code:
            yield code_span("".join(words(inline, names) for inline in group))
        else:
            yield reduce(_joined, (_part(inline, names) for inline in group))


def _is_code(inline: Inline) -> bool:
    if isinstance(inline, UserMention | ChannelMention | GroupMention | Broadcast):
        return True
    return inline.style.code and not isinstance(inline, Link)


def _part(inline: Inline, names: Names) -> str:
    if not isinstance(inline, Link):
        return escaped(words(inline, names))
    url = links.address(inline)
    return linked(words(inline, names), url) if url else escaped(spelled_out(inline))


def _joined(left: str, right: str) -> str:
    """With `!` before it, a link would be a picture."""
    if left.endswith("!") and right.startswith("["):
        return f"{left[:-1]}\\!{right}"
    return left + right
