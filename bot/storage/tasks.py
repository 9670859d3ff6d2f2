"""How tasks and action items are remembered."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.incident.ids import IncidentId, UserId
from bot.incident.task import Task, TaskId, TaskKind, TaskState
from bot.storage.columns import table
from bot.storage.rows import columns, maybe, put, value_of
from bot.storage.tables import TaskRow

_TASK = table(TaskRow)
_C = _TASK.c
_ORDER = (_C.created_at, _C.kind, _C.number)
_OF_IT = select(_TASK).where(_C.incident == bindparam("wanted")).order_by(*_ORDER)


class StoredTasks:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, task: TaskId) -> Task | None:
        result = await self._connection.execute(select(_TASK).where(_C.id == task))
        return maybe(Task, result.one_or_none())

    async def of(self, incident: IncidentId) -> Sequence[Task]:
        rows = await self._connection.execute(_OF_IT, {"wanted": incident})
        return [value_of(Task, row) for row in rows]

    async def open_of(self, owner: UserId) -> Sequence[Task]:
        return await self._all((_C.owner == owner) & (_C.state == TaskState.OPEN.value))

    async def open_actions_of(self, incidents: Collection[IncidentId]) -> Sequence[Task]:
        is_open = (_C.kind == TaskKind.ACTION.value) & (_C.state == TaskState.OPEN.value)
        return await self._all(_C.incident.in_(sorted(incidents)) & is_open)

    async def made_of(self, sources: Collection[str]) -> Sequence[Task]:
        return await self._all(_C.source.in_(sorted(sources)))

    async def next_number(self, incident: IncidentId, kind: TaskKind) -> int:
        """Safe within a transaction that holds the incident."""
        highest = select(func.max(_C.number)).where(_C.incident == incident, _C.kind == kind)
        return int(await self._connection.scalar(highest) or 0) + 1

    async def put(self, task: Task) -> None:
        await put(self._connection, _TASK, [columns(task)])

    async def _all(self, condition: ColumnElement[bool]) -> Sequence[Task]:
        rows = await self._connection.execute(select(_TASK).where(condition).order_by(*_ORDER))
        return [value_of(Task, row) for row in rows]
