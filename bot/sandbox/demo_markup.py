"""Slack's markup as a terminal shows it: mentions as names, times as times, emoji as emoji."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime

from rich.emoji import Emoji
from rich.style import Style
from rich.text import Text

from bot.sandbox.workspace import Workspace

_PIECE = re.compile(
    r"<(?P<link>[^<>]+)>"
    r"|(?<!\w):(?P<emoji>[a-z0-9_+\-]+):"
    r"|```(?P<block>.+?)```"
    r"|`(?P<code>[^`\n]+)`"
    r"|(?<![\w*])\*(?=\S)(?P<bold>[^*\n]+)(?<=\S)\*(?![\w*])"
    r"|(?<!\w)_(?=\S)(?P<italic>[^_\n]+)(?<=\S)_(?!\w)"
    r"|(?<!\w)~(?=\S)(?P<strike>[^~\n]+)(?<=\S)~(?!\w)",
    re.DOTALL,
)
_STYLES = {"bold": Style(bold=True), "italic": Style(italic=True), "strike": Style(strike=True)}
_CODE, _NAME, _LINK = Style(color="cyan"), Style(color="bright_blue"), Style(underline=True)
_DATE_PART = re.compile(r"\{(date|time)[a-z_]*\}")


def emoji(name: str) -> str:
    """Slack and the rest of the world disagree about a few names."""
    for candidate in (f":{name}:", f":{name.removeprefix('large_')}:"):
        shown = Emoji.replace(candidate)
        if shown != candidate:
            return shown
    return f":{name}:"


def with_emoji(text: str) -> str:
    """For plain text, in which Slack replaces nothing else."""
    return re.sub(r"(?<!\w):([a-z0-9_+\-]+):", lambda found: emoji(found[1]), text)


class Markup:
    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def text(self, mrkdwn: str) -> Text:
        shown = Text()
        self._append(shown, mrkdwn, Style())
        return shown

    def _append(self, shown: Text, mrkdwn: str, style: Style) -> None:
        end = 0
        for piece in _PIECE.finditer(mrkdwn):
            shown.append(html.unescape(mrkdwn[end : piece.start()]), style)
            self._piece(shown, piece.lastgroup or "", piece[piece.lastgroup or 0], style)
            end = piece.end()
        shown.append(html.unescape(mrkdwn[end:]), style)

    def _piece(self, shown: Text, kind: str, inside: str, style: Style) -> None:
        match kind:
            case "link":
                told, how = self._link(inside)
                shown.append(html.unescape(told), style + how)
            case "emoji":
                shown.append(emoji(inside), style)
            case "code" | "block":
                shown.append(html.unescape(inside.strip("\n")), style + _CODE)
            case _:
                self._append(shown, inside, style + _STYLES[kind])

    def _link(self, inside: str) -> tuple[str, Style]:
        target, _, label = inside.partition("|")
        match target[0]:
            case "@":
                return f"@{self._person(target[1:])}", _NAME
            case "#":
                return f"#{self._room(target[1:], label)}", _NAME
            case "!":
                return self._special(target[1:], label), _NAME
            case _:
                return label or target, _LINK

    def _person(self, id: str) -> str:
        member = self._workspace.users.get(id)
        return member.name if member else id

    def _room(self, id: str, label: str) -> str:
        channel = self._workspace.channels.get(id)
        return channel.name if channel else label or id

    def _special(self, target: str, label: str) -> str:
        if target.startswith("date^"):
            return _moment(target, label)
        if target.startswith("subteam^"):
            group = self._workspace.user_groups.get(target.removeprefix("subteam^"))
            return f"@{group.handle}" if group else label
        return label or f"@{target}"


def _moment(target: str, fallback: str) -> str:
    _, seconds, form, *_ = target.split("^")
    if not seconds.isdecimal():
        return fallback
    at = datetime.fromtimestamp(int(seconds), UTC)
    day = "today" if at.date() == datetime.now(UTC).date() else at.strftime("%d %b %Y")
    parts = {"date": day, "time": at.strftime("%H:%M UTC")}
    return _DATE_PART.sub(lambda found: parts[found[1]], form)
