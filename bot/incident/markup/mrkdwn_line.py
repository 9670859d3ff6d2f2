"""A line of mrkdwn: code first, then tokens and emoji, then words, signs and their styles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.incident.markup.spans import Unit, styled
from bot.incident.markup.tokens import token, unescaped
from bot.incident.markup.tree import CODE, Emoji, Inlines, Text, restyled

_CODE = re.compile("`([^`\n]+)`")
_TOKEN = re.compile("<([^<>\n]*)>")
_EMOJI = re.compile(r":((?!\d+:)[\w+'-]{1,100}(?:::skin-tone-[2-6])?):")
_SIGN = re.compile(r"[^\W_]+|&(?:amp|lt|gt);|.", re.DOTALL)
_CUT_TOKEN = re.compile(r"<(?=[@#!]|[a-z][a-z0-9+.-]*:)", re.IGNORECASE)


def read_line(line: str) -> Inlines:
    """Nothing is unescaped before all is split, and so no entity becomes a token or a mark."""
    units: list[Unit] = []
    for at, piece in enumerate(_CODE.split(line)):
        if at % 2:
            units += [restyled(inline, CODE) for inline in read_code(piece)]
        else:
            units += _units(piece)
    return styled(units)


def read_code(text: str) -> Inlines:
    """Slack puts tokens into code too, where it shows what they stand for."""
    pieces = enumerate(_TOKEN.split(text))
    return tuple(token(piece) if at % 2 else _text(piece) for at, piece in pieces if piece)


def _units(text: str) -> Iterator[Unit]:
    for at, piece in enumerate(_TOKEN.split(text)):
        if at % 2:
            yield token(piece)
        else:
            yield from _signs_and_emoji(_CUT_TOKEN.sub("", piece))


def _signs_and_emoji(text: str) -> Iterator[Unit]:
    for at, piece in enumerate(_EMOJI.split(text)):
        if at % 2:
            yield Emoji(piece)
        else:
            yield from (unescaped(s) if s[0] == "&" else s for s in _SIGN.findall(piece))


def _text(piece: str) -> Text:
    return Text(unescaped(_CUT_TOKEN.sub("", piece)))
