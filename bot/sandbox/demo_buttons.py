"""The buttons that have been seen, each with the number by which it can be pressed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.sandbox.demo_markup import with_emoji
from bot.sandbox.inputs import elements
from bot.sandbox.workspace import Message, View

Json = dict[str, Any]
Target = Message | View


@dataclass(frozen=True)
class Button:
    target: Target
    action_id: str
    value: str | None
    label: str

    @property
    def is_there(self) -> bool:
        """What is gone, or has been replaced by something else, has no buttons any more."""
        gone = not self.target.open if isinstance(self.target, View) else self.target.deleted
        return not gone and self in of(self.target)


def of(target: Target) -> list[Button]:
    return [
        button_of(target, element)
        for _, element in elements(target.blocks)
        if element["type"] == "button"
    ]


def button_of(target: Target, element: Json) -> Button:
    label = with_emoji(str(element["text"]["text"]))
    return Button(target, str(element["action_id"]), element.get("value"), label)


class Buttons:
    """A button keeps its number for as long as it is there."""

    def __init__(self) -> None:
        self._numbers: dict[Button, int] = {}

    def number(self, button: Button) -> int:
        return self._numbers.setdefault(button, len(self._numbers) + 1)

    def forget(self) -> None:
        self._numbers.clear()

    def numbered(self, number: int) -> Button | None:
        return next((known for known, own in self._numbers.items() if own == number), None)
