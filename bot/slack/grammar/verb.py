"""A row of the grammar: one verb of `/incident`."""

from __future__ import annotations

from dataclasses import dataclass

ANYTHING = r".*"


@dataclass(frozen=True, slots=True)
class Verb:
    name: str
    usage: str
    help: str
    example: str
    aliases: tuple[str, ...] = ()
    rest: str = ANYTHING
    """What may follow; a misspelt verb is only recognised when the rest would make sense."""
    people: bool = False
    """Whether `<@U1|ana>` in what follows names somebody; elsewhere it is read as `@ana`."""
