"""Text of a message in Slack as a person reads it, with the links, times and emoji in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.incident.alert_words import a_link, a_moment, a_text

LIMIT = 6000
_TOKEN = re.compile(r"<([^<>|\n]{1,3000})(?:\|([^<>\n]{0,3000}))?>")
_BOLD = re.compile(r"(?<![\w*])\*([^*\n]{1,500})\*(?![\w*])")
_EMOJI = re.compile(r":([a-z][a-z0-9_+-]{0,60}):")
_LEADING = re.compile(r"[\s*_]{0,9}:([a-z][a-z0-9_+-]{0,60}):")
_NAMED = re.compile(r"^[\W_]{0,9}(\w[\w -]{0,40}?)\s{0,3}[:=]\s{1,3}(\S.{0,999})$")


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    plain: str = ""
    links: tuple[Link, ...] = ()
    times: tuple[datetime, ...] = ()
    emoji: tuple[str, ...] = ()
    first_sign: str = ""
    """The emoji before all other words."""


def words(value: object) -> Words:
    """Mentions are left out, links are told by their labels, and nothing is escaped any more."""
    text = a_text(value, LIMIT)
    links: list[Link] = []
    times: list[datetime] = []

    def told(token: re.Match[str]) -> str:
        inside, label = unescaped(token[1]), token[2] or ""
        if inside.startswith("!date^") and (at := a_moment(inside.split("^")[1])):
            times.append(at)
        if inside.startswith(("!", "@", "#")):
            return label
        if url := a_link(inside):
            links.append(Link(url, _bare(label)))
        return label or token[1]

    shown = _TOKEN.sub(told, text)
    signs, leading = tuple(_EMOJI.findall(text)), _LEADING.match(shown)
    first_sign = leading[1] if leading else ""
    return Words(_bare(shown), tuple(links), tuple(times), signs, first_sign)


def _bare(text: str) -> str:
    without = _EMOJI.sub("", text).replace("`", "")
    return unescaped(_BOLD.sub(r"\1", without)).strip()


def unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def together(parts: Iterable[Words]) -> Words:
    kept = [part for part in parts if part != Words()]
    return Words(
        "\n".join(part.plain for part in kept if part.plain),
        tuple(link for part in kept for link in part.links),
        tuple(time for part in kept for time in part.times),
        tuple(sign for part in kept for sign in part.emoji),
    )


def named_in(text: str) -> dict[str, str]:
    """Lines such as `service = search` or `Source: https://…`, by their names."""
    found = (_NAMED.match(line) for line in text.split("\n"))
    return {one[1].casefold(): one[2].strip() for one in found if one}
