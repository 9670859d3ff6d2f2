"""Atlassian Statuspage, as far as incidents go: found again by a mark in their metadata."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from bot.outlets.http import Http
from bot.response.outcomes import Refused, Unclear

WHAT = "statuspage"
MARK = "incident_bot"
"""The name under which the page keeps our metadata."""
PAGES = 5
"""Of a hundred incidents each, newest first: so far back one is looked for."""
_PER_PAGE = 100
KEPT = 20
"""So many of the latest updates are on the mark: one is looked for only while it is the latest."""
_OVER = frozenset({"resolved", "postmortem", "completed"})


@dataclass(frozen=True, slots=True)
class PageIncident:
    """An incident of a page. `seen`: the updates of ours that it shows."""

    id: str
    status: str
    name: str
    mark: str
    seen: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        return self.status not in _OVER


class _Ours(BaseModel):
    mark: str = ""
    seen: str = ""


class _Told(BaseModel):
    """What the page says of one, as far as we read it; the metadata of others may be anything."""

    id: str
    status: str
    name: str
    metadata: dict[str, Any] | None = None


class Page:
    def __init__(self, http: Http, api: str, page: str, key: str) -> None:
        self._http = http
        self._address = f"{api}pages/{page}/incidents"
        self._headers = {"Authorization": f"OAuth {key}"}

    async def marked(self, mark: str) -> PageIncident | None:
        """The incident that was opened with this mark."""
        for number in range(1, PAGES + 1):
            address = f"{self._address}?limit={_PER_PAGE}&page={number}"
            found = [_incident(one) for one in _listed(await self._ask("GET", address))]
            if ours := next((one for one in found if one.mark == mark), None):
                return ours
            if len(found) < _PER_PAGE:
                return None
        return None

    async def read(self, id: str) -> PageIncident | None:
        """None when somebody has deleted it."""
        try:
            return _incident(await self._ask("GET", f"{self._address}/{id}"))
        except Refused as refused:
            if refused.why != "http_404":
                raise
            return None

    async def open(self, mark: str, update: str, words: Mapping[str, Any]) -> PageIncident:
        body = {"incident": {**words, "metadata": _metadata(mark, (update,))}}
        return _incident(await self._ask("POST", self._address, body))

    async def add(
        self, before: PageIncident, mark: str, update: str, words: Mapping[str, Any]
    ) -> PageIncident:
        """An update and the note that it is there, in one call."""
        metadata = _metadata(mark, (*before.seen, update))
        body = {"incident": {**words, "metadata": metadata}}
        return _incident(await self._ask("PATCH", f"{self._address}/{before.id}", body))

    async def _ask(self, method: str, address: str, body: Any = None) -> Any:
        return await self._http.ask(WHAT, method, address, self._headers, body)


def _listed(told: Any) -> list[Any]:
    if not isinstance(told, list):
        raise Unclear(WHAT, "answer_not_understood")
    return told


def _incident(told: Any) -> PageIncident:
    try:
        read = _Told.model_validate(told)
        ours = _Ours.model_validate((read.metadata or {}).get(MARK) or {})
    except ValidationError as error:
        raise Unclear(WHAT, "answer_not_understood") from error
    return PageIncident(read.id, read.status, read.name, ours.mark, tuple(ours.seen.split()))


def _metadata(mark: str, seen: Sequence[str]) -> dict[str, Any]:
    return {MARK: {"mark": mark, "seen": " ".join(seen[-KEPT:])}}
