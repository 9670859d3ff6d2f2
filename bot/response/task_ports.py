"""What tasks and action items need from the world: a memory of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from bot.incident.ids import IncidentId, UserId
from bot.incident.task import Task, TaskId, TaskKind


class Tasks(Protocol):
    async def get(self, task: TaskId) -> Task | None: ...
    async def of(self, incident: IncidentId) -> Sequence[Task]:
        """Oldest first, whatever their state."""
        ...

    async def open_of(self, owner: UserId) -> Sequence[Task]: ...
    async def open_actions_of(self, incidents: Collection[IncidentId]) -> Sequence[Task]:
        """What is still to be done after these, oldest first."""
        ...

    async def made_of(self, sources: Collection[str]) -> Sequence[Task]:
        """Of these messages, of whichever incident; oldest first."""
        ...

    async def next_number(self, incident: IncidentId, kind: TaskKind) -> int:
        """`get` the incident in the same unit of work first."""
        ...

    async def put(self, task: Task) -> None: ...
