"""How open questions are remembered, and which of them silence is about to decide."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.incident.question import Question, QuestionId
from bot.storage.columns import table
from bot.storage.rows import columns, maybe, put
from bot.storage.tables import QuestionRow

_QUESTION = table(QuestionRow)
_C = _QUESTION.c
_DUE = select(_C.id).where(_C.due_at <= bindparam("now")).order_by(_C.due_at)
_NEXT_DUE = select(func.min(_C.due_at))


class StoredQuestions:
    def __init__(self, connection: AsyncConnection, *, hold: bool) -> None:
        self._connection = connection
        self._hold = hold

    async def get(self, question: QuestionId) -> Question | None:
        wanted = select(_QUESTION).where(_C.id == question)
        result = await self._connection.execute(wanted.with_for_update() if self._hold else wanted)
        return maybe(Question, result.one_or_none())

    async def put(self, question: Question) -> None:
        await put(self._connection, _QUESTION, [columns(question)])

    async def due(self, now: datetime) -> Sequence[QuestionId]:
        return [QuestionId(id) for id in await self._connection.scalars(_DUE, {"now": now})]

    async def next_due(self) -> datetime | None:
        earliest: datetime | None = await self._connection.scalar(_NEXT_DUE)
        return earliest
