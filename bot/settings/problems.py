"""What is wrong with the configuration, in the words an operator acts on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.incident.text import shortened
from bot.settings.secret import shown

DOCS = "docs/settings.md"
_READABLE = 80


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One mistake. `value` is as the operator wrote it, and None when it is missing or secret."""

    key: str
    state: str = "does not fit"
    value: str | None = None
    expected: str
    example: str = ""
    hint: str = ""
    place: str = ""

    def without(self, secrets: Iterable[str]) -> Problem:
        """As an operator may see it: short, and free of secrets typed into the wrong place."""
        known = tuple(secrets)
        return replace(
            self,
            key=shown(self.key, known),
            value=None if self.value is None else shortened(shown(self.value, known), _READABLE),
            hint=shown(self.hint, known),
        )

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        state = self.state if self.value is None else f"is {self.value}"
        example = f", for example {self.example}" if self.example else ""
        hint = f"\n    {self.hint}" if self.hint else ""
        return f"{where}{self.key} {state}\n    expected: {self.expected}{example}{hint}"


class SettingsError(Exception):
    """The configuration is refused as a whole; `problems` holds every mistake in it."""

    def __init__(self, problems: Sequence[Problem], warnings: Sequence[str] = ()) -> None:
        super().__init__(problems, warnings)
        self.problems = list(problems)
        self.warnings = list(warnings)

    def __str__(self) -> str:
        count = len(self.problems)
        found = "1 mistake" if count == 1 else f"{count} mistakes"
        lines = [f"The configuration has {found}.", *map(str, self.problems), *self.warnings]
        return "\n".join([*lines, f"Every setting is explained in {DOCS}."])
