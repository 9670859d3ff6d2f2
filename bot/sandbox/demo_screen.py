"""The terminal in which the demo shows who types what, and who sees what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from rich.console import Console, RenderableType
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from bot.sandbox.demo_blocks import Drawing
from bot.sandbox.demo_buttons import Buttons
from bot.sandbox.demo_markup import Markup, emoji
from bot.sandbox.workspace import Channel, Message, View, Workspace

WIDEST = 88
WHO = "bold cyan"
PRIVATE, PUBLIC, FORM, ROOM = "yellow", "blue", "magenta", "green"


class Screen:
    def __init__(self, console: Console, workspace: Workspace) -> None:
        self.console = console
        self.buttons = Buttons()
        self.markup = Markup(workspace)
        self.drawing = Drawing(self.markup, self.buttons)
        self._workspace = workspace
        self._interactive = False

    @property
    def interactive(self) -> bool:
        """Buttons and fields show by what they are called; what was typed is there already."""
        return self._interactive

    @interactive.setter
    def interactive(self, on: bool) -> None:
        self._interactive = self.drawing.numbered = on
        self.buttons.forget()

    # The narrator

    def heading(self, text: str) -> None:
        self.console.print()
        self.console.print(Rule(Text(text, style="bold"), align="left", style="dim"))

    def note(self, text: str, style: str = "dim") -> None:
        self.console.print(Text(text, style=style))

    def complain(self, text: str) -> None:
        self.console.print(Text(text, style="bold red"))

    def listing(self, rows: Sequence[tuple[str, str]]) -> None:
        grid = Table.grid(padding=(0, 2))
        for name, told in rows:
            grid.add_row(Text(f"  {name}", style="bold"), Text(told))
        self.console.print(grid)

    # People

    def typed(self, who: str, place: str, text: str) -> None:
        if not self.interactive:
            self._act(who, f"in #{place} types", text)

    def pressed(self, who: str, label: str) -> None:
        self._act(who, "presses", f"[ {label} ]")

    def sent(self, who: str, form: str, answers: str) -> None:
        if not self.interactive:
            self._act(who, f"sends “{form}”", answers)

    def _act(self, who: str, does: str, what: str) -> None:
        self.console.print(Text.assemble((who, WHO), f" {does}  ", (what, "bold")))

    # What they see

    def message(self, message: Message, *, changed: bool = False) -> None:
        if message.bot_id is None:
            self._said(message)
            return
        body: RenderableType = self.markup.text(message.text)
        if message.blocks:
            body = self.drawing.blocks(message)
        colour = PRIVATE if message.ephemeral_to else PUBLIC
        self._panel(body, self._title(message, changed), colour)

    def _said(self, message: Message) -> None:
        """What a person wrote, or what Slack says of one: that somebody joined."""
        words = self.markup.text(message.text)
        if message.subtype is None:
            who = (self._name(message.user), WHO)
            words = Text.assemble(who, f" in {self._place(message.channel)}  ", words)
        else:
            words = Text.assemble(f"{self._place(message.channel)}  ", words)
            words.stylize("dim")
        self.console.print(words)

    def _title(self, message: Message, changed: bool) -> str:
        place = self._place(message.channel)
        if message.ephemeral_to:
            place += f", only {self._name(message.ephemeral_to)} sees this"
        channel = self._workspace.channels.get(message.channel)
        if channel and any(pin.message is message for pin in channel.pins):
            place += f" {emoji('pushpin')} pinned"
        return place + (", changed in place" if changed else "")

    def form(self, view: View) -> None:
        who = self._name(view.user)
        self._panel(self.drawing.blocks(view), f"{who} sees the form “{view.title}”", FORM)

    def field(self, view: View, block: dict[str, Any]) -> None:
        self.console.print(self.drawing.field(view, block))

    def room(self, channel: Channel) -> None:
        lines = [
            self._labelled("members", ", ".join(self._names(channel))),
            self._labelled("topic", channel.topic or "none"),
        ]
        if channel.bookmarks:
            lines.append(self._labelled("bookmarks", " · ".join(map(_bookmark, channel.bookmarks))))
        self._panel(Text("\n").join(lines), self._place(channel.id), ROOM)

    def _labelled(self, label: str, words: str) -> Text:
        return Text.assemble((f"{label:<10}", "dim"), self.markup.text(words))

    def _panel(self, body: RenderableType, title: str, colour: str) -> None:
        width = min(WIDEST, self.console.width)
        shown = Text(title, style=colour)
        panel = Panel(body, title=shown, title_align="left", border_style=colour, width=width)
        self.console.print(panel)

    # Names

    def _names(self, channel: Channel) -> list[str]:
        return sorted(self._name(member) for member in channel.members)

    def _name(self, user: str | None) -> str:
        member = self._workspace.users.get(user or "")
        return member.name if member else "somebody"

    def _place(self, id: str) -> str:
        channel = self._workspace.channels.get(id)
        if channel is None:
            return "Slack"
        if channel.kind == "im":
            return f"direct message to {self._name(channel.other)}"
        return f"{emoji('lock') + ' ' if channel.is_private else ''}#{channel.name}"


def _bookmark(bookmark: dict[str, str]) -> str:
    title = bookmark["title"]
    return f"{bookmark['emoji']} {title}" if re.fullmatch(r":\S+:", bookmark["emoji"]) else title
