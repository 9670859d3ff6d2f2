"""The states of an incident, and which may follow which (product.md 3)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Status(StrEnum):
    INVESTIGATING = "investigating"
    IDENTIFIED = "identified"
    MONITORING = "monitoring"
    RESOLVED = "resolved"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    MERGED = "merged"


OPEN = frozenset({Status.INVESTIGATING, Status.IDENTIFIED, Status.MONITORING})
"""Somebody still has to do something about it now."""

_ENDS = frozenset({Status.RESOLVED, Status.CANCELLED, Status.MERGED})

TRANSITIONS: Mapping[Status, frozenset[Status]] = {
    Status.INVESTIGATING: _ENDS | {Status.IDENTIFIED, Status.MONITORING},
    Status.IDENTIFIED: _ENDS | {Status.INVESTIGATING, Status.MONITORING},
    Status.MONITORING: _ENDS | {Status.INVESTIGATING, Status.IDENTIFIED},
    Status.RESOLVED: frozenset({Status.CLOSED, Status.CANCELLED, Status.INVESTIGATING}),
    Status.CLOSED: frozenset({Status.INVESTIGATING}),
    Status.CANCELLED: frozenset({Status.INVESTIGATING}),
    Status.MERGED: OPEN,
}
"""From an ended state, `investigating` is a reopening; from `merged`, to what it was before."""


def may_go(before: Status, after: Status) -> bool:
    return after in TRANSITIONS[before]


def is_reopening(before: Status, after: Status) -> bool:
    return before not in OPEN and before is not Status.MERGED and after in OPEN
