"""Block Kit drawn for a terminal, as what rich can print."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from bot.sandbox.demo_buttons import Button, Buttons, Target, button_of
from bot.sandbox.demo_markup import Markup, with_emoji
from bot.sandbox.inputs import KINDS, options
from bot.sandbox.workspace import View

Json = dict[str, Any]

_COLOURS = {"primary": "bold white on dark_green", "danger": "bold white on red"}
_PLAIN = "bold black on grey74"


class Drawing:
    """`numbered`: show the number by which each button can be pressed."""

    def __init__(self, markup: Markup, buttons: Buttons) -> None:
        self.numbered = False
        self._markup = markup
        self._buttons = buttons
        self._draw: dict[str, Callable[[Target, Json], RenderableType]] = {
            "header": self._header,
            "section": self._section,
            "context": self._context,
            "actions": self._actions,
            "divider": lambda target, block: Rule(style="dim"),
            "input": self.field,
        }

    def blocks(self, target: Target) -> RenderableType:
        return Group(*self._every(target))

    def _every(self, target: Target) -> Iterator[RenderableType]:
        for block in target.blocks:
            draw = self._draw.get(block["type"])
            if draw is not None:
                yield draw(target, block)

    def _header(self, target: Target, block: Json) -> RenderableType:
        return Text(with_emoji(block["text"]["text"]), style="bold")

    def _section(self, target: Target, block: Json) -> RenderableType:
        parts: list[RenderableType] = []
        if "text" in block:
            parts.append(self._words(block["text"]))
        if fields := block.get("fields"):
            parts.append(self._fields(fields))
        if (beside := block.get("accessory")) and beside["type"] == "button":
            parts.append(self._button(target, beside))
        return Group(*parts)

    def _fields(self, fields: list[Json]) -> RenderableType:
        grid = Table.grid(padding=(0, 3), expand=False)
        for start in range(0, len(fields), 2):
            grid.add_row(*(self._words(field) for field in fields[start : start + 2]))
        return grid

    def _context(self, target: Target, block: Json) -> RenderableType:
        words = [self._words(part) for part in block["elements"] if "text" in part]
        line = Text("  ").join(words)
        line.stylize("dim")
        return line

    def _actions(self, target: Target, block: Json) -> RenderableType:
        row = [self._button(target, e) for e in block["elements"] if e["type"] == "button"]
        return Text("  ").join(row)

    def _button(self, target: Target, element: Json) -> Text:
        button = button_of(target, element)
        shown = Text(f"[ {button.label} ]", style=_COLOURS.get(element.get("style", ""), _PLAIN))
        return Text.assemble(self._number(button), shown)

    def _number(self, button: Button) -> Text:
        number = self._buttons.number(button)
        return Text(f"{number} ", style="bold magenta") if self.numbered else Text()

    def _words(self, text: Json) -> Text:
        if text["type"] == "mrkdwn":
            return self._markup.text(text["text"])
        return Text(with_emoji(text["text"]))

    def field(self, target: Target, block: Json) -> RenderableType:
        optional = "  (optional)" if block.get("optional") else ""
        name = f"  {block['block_id']}" if self.numbered else ""
        label = (block["label"]["text"], "bold")
        head = Text.assemble(label, (optional, "dim"), (name, "magenta"))
        lines: list[RenderableType] = [head, *self._filled(target, block)]
        if isinstance(target, View) and (complaint := target.errors.get(block["block_id"])):
            lines.append(Text(f"! {complaint}", style="bold red"))
        return Group(*lines)

    def _filled(self, target: Target, block: Json) -> Iterator[RenderableType]:
        element = block["element"]
        chosen = chosen_in(target, block)
        if not options(element):
            yield Padding(Text(" ".join(chosen) or "…", style="on grey19"), (0, 0, 0, 2))
        for choice in options(element):
            mark = "(•)" if choice["value"] in chosen else "( )"
            name = f"{choice['value']}: " if self.numbered else ""
            yield Text(f"  {mark} {name}{with_emoji(choice['text']['text'])}")


def chosen_in(target: Target, block: Json) -> list[str]:
    """What the field holds now: its text, or the values of what is chosen."""
    element = block["element"]
    if not isinstance(target, View) or element["type"] not in KINDS:
        return []
    state = target.state.get(block["block_id"], {}).get(element["action_id"], {})
    value = state.get(KINDS[element["type"]].key)
    several = value if isinstance(value, list) else [value] if value else []
    return [str(one["value"]) if isinstance(one, dict) else str(one) for one in several]
