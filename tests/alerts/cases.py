"""The cases of tests/fixtures/alerts: what is sent, and what has to come out of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot.alerts.messages import read_message
from bot.alerts.payload import pick
from bot.alerts.senders import PARSERS
from bot.incident.alert import Delivery

FIXTURES = Path(__file__).parents[1] / "fixtures" / "alerts"
OWN = frozenset({"U0INCIDBOT1", "A0INCIDENT1"})
"""The ids of the bot to which the messages among them are told."""
ALERTING = {"alert", "ack", "heartbeat"}


@dataclass(frozen=True)
class Case:
    name: str
    kind: str
    body: Any = field(repr=False)
    told: dict[str, Any] = field(repr=False)

    @property
    def signal(self) -> str:
        return str(self.told["signal"])

    @property
    def expected(self) -> list[dict[str, Any]]:
        return list(self.told["expected"])

    def delivered(self, body: Any = None) -> Delivery:
        """What comes out of it, or of another body in its place."""
        sent = self.body if body is None else body
        if self.kind == "slack":
            return read_message(pick(sent, "event"), OWN)
        return PARSERS[self.told["vendor"]](sent)


def _case(sidecar: Path) -> Case:
    told = json.loads(sidecar.read_text())
    body = json.loads((sidecar.parent / told["body_file"]).read_text())
    return Case(f"{sidecar.parent.name}/{told['case']}", sidecar.parent.name, body, told)


CASES = [_case(sidecar) for sidecar in sorted(FIXTURES.glob("*/*.expected.json"))]
BY_NAME = {case.name: case for case in CASES}
each = pytest.mark.parametrize("case", CASES, ids=list(BY_NAME))
