"""Texts people typed in Slack, as plain text, and marks on what this deployment posts."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from bot.incident.text import legible

_TOKEN = re.compile(r"<(?P<kind>[@#!]?)(?P<target>[^|<>]*)(?:\|(?P<label>[^<>]*))?>")
PERSON = re.compile(r"<@(?P<id>[UW][A-Z0-9]+)(?:\|(?P<label>[^<>]*))?>")


def plain_text(typed: str) -> str:
    """`<@U1|ana>` becomes `@ana`, `<https://x|y>` its address; entities are undone last."""
    return legible(html.unescape(_TOKEN.sub(_shown, typed))).strip()


def typed_line(typed: str) -> str:
    """Plain text but for people, who stay `<@U1|ana>`: some verbs take people."""
    return legible(html.unescape(_TOKEN.sub(_shown_but_people, typed))).strip()


def with_names(line: str, names: Mapping[str, str] | None = None) -> str:
    """`<@U1|ana>` becomes `@ana`, the name that is known of them if Slack told none."""
    known = names or {}
    return PERSON.sub(lambda one: f"@{one['label'] or known.get(one['id']) or one['id']}", line)


def unnamed_people(line: str) -> list[str]:
    return [one["id"] for one in PERSON.finditer(line) if not one["label"]]


def without_mention(text: str, bot_user: str) -> str | None:
    """What follows a leading mention of the bot; None when the text does not start with one."""
    found = re.match(rf"\s*<@{re.escape(bot_user)}(?:\|[^>]*)?>[\s,:]*", text)
    return text[found.end() :] if found else None


def labelled(prefix: str, text: str) -> str:
    """`staging-` puts `[staging]` before everything that deployment says in channels."""
    return f"[{prefix.strip('-_ ')}] {text}" if prefix else text


def _shown_but_people(token: re.Match[str]) -> str:
    return token[0] if PERSON.fullmatch(token[0]) else _shown(token)


def _shown(token: re.Match[str]) -> str:
    kind, target, label = token["kind"], token["target"], token["label"]
    if kind in {"@", "#"}:
        return kind + (label or target)
    if kind == "!":
        return "@" + (label or target.partition("^")[0]).lstrip("@")
    return target.removeprefix("mailto:")
