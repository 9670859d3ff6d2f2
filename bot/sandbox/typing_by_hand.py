"""What a person types becomes what Slack sends: names become links, the rest is escaped."""

from __future__ import annotations

import html
import re
from typing import Any

from bot.sandbox.workspace import Workspace

Json = dict[str, Any]

TOKEN = re.compile(r"<(?:@[UW][A-Z0-9]+|#C[A-Z0-9]+|!|https?://)[^<>]*>|https?://[^\s<>]+")
LINK = re.compile(r"<([@#!]?)([^<>|]+)(?:\|([^<>]*))?>")
NAME = re.compile(r"(?<![\w&])([@#])([\w.\-]+)")
BROADCASTS = ("channel", "here", "everyone")


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def as_sent(workspace: Workspace, text: str, *, labelled: bool) -> str:
    """Escape and link; `labelled` writes <@U…|ana> as commands do, else <@U…> as messages do."""
    sent, end = "", 0
    for token in TOKEN.finditer(text):
        sent += _linked(workspace, text[end : token.start()], labelled)
        sent += token[0] if token[0].startswith("<") else f"<{escaped(token[0])}>"
        end = token.end()
    return sent + _linked(workspace, text[end:], labelled)


def _linked(workspace: Workspace, text: str, labelled: bool) -> str:
    def link(match: re.Match[str]) -> str:
        return _link(workspace, match[1], match[2], labelled) or match[0]

    return NAME.sub(link, escaped(text))


def _link(workspace: Workspace, sign: str, name: str, labelled: bool) -> str | None:
    if sign == "#":
        channels = workspace.channels.values()
        channel = next((c for c in channels if c.name == name), None)
        return f"<#{channel.id}|{name}>" if channel else None
    if name in BROADCASTS:
        return f"<!{name}>"
    member = workspace.user_named(name)
    if member is not None:
        return f"<@{member.id}|{name}>" if labelled else f"<@{member.id}>"
    group = workspace.group_named(name)
    return f"<!subteam^{group.id}|@{name}>" if group else None


def as_blocks(sent: str) -> list[Json]:
    """The rich text that Slack's composer sends beside the text."""
    parts: list[Json] = []
    end = 0
    for link in LINK.finditer(sent):
        parts += _words(sent[end : link.start()])
        parts.append(_element(link[1], link[2], link[3]))
        end = link.end()
    parts += _words(sent[end:])
    section = {"type": "rich_text_section", "elements": parts}
    return [{"type": "rich_text", "elements": [section]}] if parts else []


def _words(text: str) -> list[Json]:
    return [{"type": "text", "text": html.unescape(text)}] if text else []


def _element(sign: str, target: str, label: str | None) -> Json:
    match sign:
        case "@":
            return {"type": "user", "user_id": target}
        case "#":
            return {"type": "channel", "channel_id": target}
        case "!" if target.startswith("subteam^"):
            return {"type": "usergroup", "usergroup_id": target.removeprefix("subteam^")}
        case "!":
            return {"type": "broadcast", "range": target}
        case _:
            words = {"text": html.unescape(label)} if label else {}
            return {"type": "link", "url": html.unescape(target), **words}
