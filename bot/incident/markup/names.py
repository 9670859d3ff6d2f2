"""What people, channels and groups are called, as the one who tells a message knows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


class Names(Protocol):
    """None for whom one does not know: then the message's own label is told, or the id."""

    def person(self, id: str) -> str | None: ...

    def channel(self, id: str) -> str | None: ...

    def group(self, id: str) -> str | None: ...


@dataclass(frozen=True)
class KnownNames:
    people: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)

    def person(self, id: str) -> str | None:
        return self.people.get(id)

    def channel(self, id: str) -> str | None:
        return self.channels.get(id)

    def group(self, id: str) -> str | None:
        return self.groups.get(id)


NO_NAMES = KnownNames()
