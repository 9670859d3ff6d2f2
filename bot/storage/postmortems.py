"""How the words of post-mortems are remembered: every revision, none ever changed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.incident.ids import IncidentId
from bot.incident.postmortem.revisions import Revision
from bot.storage.columns import table
from bot.storage.record_tables import RevisionRow
from bot.storage.rows import columns, value_of

_REVISION = table(RevisionRow)
_C = _REVISION.c


class StoredRevisions:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, incident: IncidentId) -> Sequence[Revision]:
        wanted = select(_REVISION).where(_C.incident == incident).order_by(_C.number)
        return [value_of(Revision, row) for row in await self._connection.execute(wanted)]

    async def add(self, revision: Revision) -> None:
        await self._connection.execute(insert(_REVISION), columns(revision))
