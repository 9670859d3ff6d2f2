"""Who held which role from when to when, read from the facts alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from bot.incident.changes import RoleDropped, RoleTaken
from bot.incident.ids import UserId
from bot.incident.roles import Role
from bot.incident.timeline import TimelineEntry


class Tenure(BaseModel):
    model_config = ConfigDict(frozen=True)

    role: Role
    user: UserId
    since: datetime
    until: datetime | None = None
    """None: still."""

    def covers(self, at: datetime) -> bool:
        """Whoever hands over does so in their role; whoever takes over begins with it."""
        return self.since <= at and (self.until is None or at < self.until)


def tenures(entries: Iterable[TimelineEntry]) -> list[Tenure]:
    """In the order in which they began; `entries` in the order of the timeline."""
    return sorted(_tenures(entries), key=lambda tenure: tenure.since)


def _tenures(entries: Iterable[TimelineEntry]) -> Iterator[Tenure]:
    now: dict[Role, Tenure] = {}
    for entry in entries:
        fact, at = entry.fact, entry.occurred_at
        if isinstance(fact, RoleTaken):
            held = now.get(fact.role)
            if held is not None and held.user == fact.user:
                continue  # what was automatic was confirmed
            yield from _ended(now.pop(fact.role, None), at)
            now[fact.role] = Tenure(role=fact.role, user=fact.user, since=at)
        elif isinstance(fact, RoleDropped):
            yield from _ended(now.pop(fact.role, None), at)
    yield from now.values()


def _ended(tenure: Tenure | None, at: datetime) -> Iterator[Tenure]:
    if tenure is not None:
        yield tenure.model_copy(update={"until": at})
