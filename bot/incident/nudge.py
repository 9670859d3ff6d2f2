"""A nudge: something that is said once, from a certain time on, for as long as it is due."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.policy import Policy
from bot.incident.task import Task


@dataclass(frozen=True, kw_only=True, slots=True)
class Nudge:
    """Said once under its key, from `at` on, for as long as it is due."""

    key: str
    what: str
    at: datetime
    to: UserId | None = None
    """None: to the channel."""
    parts: Mapping[str, str] = field(default_factory=dict)
    through_quiet: bool = False
    """Said even while the channel asked for quiet."""
    only_follows: bool = False
    """Not said any more; if it was said, the message still follows what becomes of it."""


Rule = Callable[[Incident, Sequence[Task], Policy], Iterable[Nudge]]
