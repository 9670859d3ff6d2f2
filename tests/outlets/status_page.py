"""A status page on loopback that keeps to the rules of its API, as far as incidents go."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.outlets.delivering import KEY

PAGE = "kctbh9vrtdwd"
STATUSES = {"investigating", "identified", "monitoring", "resolved"}
LEVELS = {"operational", "degraded_performance", "partial_outage", "major_outage"}
FIELDS = {
    *("name", "status", "body", "metadata", "deliver_notifications"),
    *("component_ids", "components"),
}


@dataclass
class StatusPage:
    incidents: list[dict[str, Any]] = field(default_factory=list)
    """Newest first."""
    levels: dict[str, str] = field(default_factory=dict)
    """Of its components."""
    calls: list[str] = field(default_factory=list)
    trouble: list[int] = field(default_factory=list)
    """How the next calls are answered, instead of being carried out."""
    on: Callable[[str], None] = lambda phase: None
    """Told before and after a change."""
    answer_lost: bool = False
    """The next change is carried out, and its answer never arrives."""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.calls.append(f"{request.method} {request.path}")
        if self.trouble:
            return web.Response(status=self.trouble.pop(0), headers={"Retry-After": "3"})
        if request.headers.get("Authorization") != f"OAuth {KEY}":
            return web.json_response({"error": "Could not authenticate"}, status=401)
        found = re.fullmatch(rf"/v1/pages/{PAGE}/incidents(?:/(\w+))?", request.path)
        if found is None:
            return web.json_response({"error": "Page not found"}, status=404)
        if request.method == "GET":
            return await self._carried_out(request, found[1])
        self.on("before effect")
        answer = await self._carried_out(request, found[1])
        self.on("after effect")
        if self.answer_lost:
            self.answer_lost = False
            assert request.transport is not None
            request.transport.abort()
        return answer

    async def _carried_out(self, request: web.Request, id: str | None) -> web.Response:
        if request.method == "GET" and id is None:
            size, number = int(request.query["limit"]), int(request.query["page"])
            assert size <= 100
            return web.json_response(self.incidents[size * (number - 1) : size * number])
        if request.method == "POST":
            incident: dict[str, Any] = {"id": f"p{len(self.incidents) + 1}", "incident_updates": []}
            self.incidents.insert(0, incident)
        else:
            known = [one for one in self.incidents if one["id"] == id]
            if not known:
                return web.json_response({"error": "Incident not found"}, status=404)
            [incident] = known
        if request.method in {"POST", "PATCH"}:
            self._change(incident, await request.json())
        return web.json_response(incident)

    def _change(self, incident: dict[str, Any], body: dict[str, Any]) -> None:
        assert set(body) == {"incident"}
        said = body["incident"]
        assert set(said) <= FIELDS
        assert said["status"] in STATUSES
        assert 0 < len(said["body"]) <= 25_000
        assert all(isinstance(value, dict) for value in said["metadata"].values())
        assert len(json.dumps(said["metadata"])) < 2_000
        assert len(said.get("name", incident.get("name", ""))) in range(1, 256)
        assert set(said.get("components", {}).values()) <= LEVELS
        assert set(said.get("components", {})) == set(said.get("component_ids", []))
        self.levels |= said.get("components", {})
        update = {name: said[name] for name in ("status", "body", "deliver_notifications")}
        incident["incident_updates"].insert(0, update)
        incident |= {"status": said["status"], "metadata": said["metadata"]}
        incident["name"] = said.get("name", incident.get("name"))

    def bodies(self) -> list[str]:
        """What its readers see, oldest first."""
        every = [u for one in reversed(self.incidents) for u in reversed(one["incident_updates"])]
        return [update["body"] for update in every]

    def opened(self, name: str, **differs: Any) -> None:
        """By somebody else."""
        plain: dict[str, Any] = {"id": f"o{len(self.incidents)}", "name": name}
        plain |= {"status": "resolved", "incident_updates": [], "metadata": {}}
        self.incidents.insert(0, plain | differs)
