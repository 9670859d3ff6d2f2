"""The decision that ends an outage: fix forward, roll back, switch off, degrade, or wait."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from bot.incident.changes import WayChosen
from bot.incident.deadline import span_at_end
from bot.incident.incident import Incident
from bot.incident.text import folded
from bot.incident.timeline import TimelineEntry

OFFERED_AFTER = timedelta(minutes=15)
"""Without a mitigation, the decision card is offered (product rule)."""
DECIDE_WITHIN = timedelta(minutes=15)
CARRY_OUT_WITHIN = timedelta(minutes=30)
"""Goals, printed beside what it took."""
OFFERED_TO_RANK = 2
LIMIT = 300


class Way(StrEnum):
    FIX_FORWARD = "fix_forward"
    ROLL_BACK = "roll_back"
    SWITCH_OFF = "switch_off"
    DEGRADE = "degrade"
    WAIT = "wait"


_SPELLINGS = {
    Way.FIX_FORWARD: ("fix forward", "fix", "corriger"),
    Way.ROLL_BACK: ("roll back", "rollback", "revert", "retour arriere", "revenir en arriere"),
    Way.SWITCH_OFF: ("switch off", "switch the flag off", "flag off", "desactiver"),
    Way.DEGRADE: ("degrade", "degrader", "mode degrade"),
    Way.WAIT: ("wait", "attendre"),
}
_UNTIL = re.compile(r"wait until\b|attendre jusqu")
_NOTED = re.compile(r"\s*[:,;]\s*(?P<note>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Choice:
    """`way` is one of the five, or a decision in somebody's own words."""

    way: str
    note: str = ""
    wait: timedelta | None = None


def read(text: str) -> Choice:
    """`roll back`, `roll back: to 1.4.2`, `wait 20m`; anything else is a decision in words."""
    said, span = span_at_end(text)
    if _UNTIL.match(folded(text)):
        return Choice(Way.WAIT)
    if span is not None and folded(said) in _SPELLINGS[Way.WAIT]:
        return Choice(Way.WAIT, wait=span)
    for way, spellings in _SPELLINGS.items():
        for spelling in spellings:
            note = _after(text, spelling)
            if note is not None:
                return Choice(way, note)
    return Choice(text)


def _after(text: str, spelling: str) -> str | None:
    """What follows a way as its note; None when the text is not about that way."""
    if folded(text) == spelling:
        return ""
    before = re.match(r"[^:,;]*", text)
    if before is None or folded(before[0]) != spelling:
        return None
    noted = _NOTED.match(text, before.end())
    return noted["note"].strip() if noted else None


def is_known(way: str) -> bool:
    return way in set(Way)


def way_left(incident: Incident) -> dict[str, Any]:
    """Of the present decision, once the message that made it was deleted."""
    way = incident.way if is_known(incident.way) else ""
    return {"way": way, "way_note": "", "way_struck": True}


def rounds(incident: Incident, rank: int) -> Iterator[datetime]:
    """When the question was or will be put: by itself, asked for, and once waiting is over.

    Left out are those before the one that the last decision answered.
    """
    put = sorted(set(_put(incident, rank)))
    answered = [at for at in put if incident.way_at is not None and at <= incident.way_at]
    yield from (at for at in put if not answered or at >= answered[-1])


def _put(incident: Incident, rank: int) -> Iterator[datetime]:
    first = incident.declared_at + OFFERED_AFTER
    if rank <= OFFERED_TO_RANK and _unanswered(incident, first):
        yield first
    if incident.way_asked_at is not None:
        yield incident.way_asked_at
    if incident.way_until is not None:
        yield incident.way_until


def _unanswered(incident: Incident, first: datetime) -> bool:
    """Nobody has decided, or asked for the card, before it is offered."""
    early = (incident.way_at, incident.way_asked_at)
    return not any(at and at < first for at in early)


def is_decided(incident: Incident, put_at: datetime) -> bool:
    chosen = bool(incident.way) or incident.way_struck
    return chosen and incident.way_at is not None and incident.way_at >= put_at


def is_needed(incident: Incident, put_at: datetime) -> bool:
    """Somebody still has to decide: it goes on, and nothing was decided since it was asked."""
    going_on = incident.is_open and incident.moments.mitigated is None
    return going_on and not is_decided(incident, put_at)


@dataclass(frozen=True, slots=True)
class DecisionTimes:
    """None: not known, or never."""

    to_decide: timedelta | None
    """From the declaration to the first decision that was not to wait."""
    to_carry_out: timedelta | None
    """From the last decision before the mitigation to the mitigation."""


def decision_times(incident: Incident, entries: Sequence[TimelineEntry]) -> DecisionTimes:
    made = sorted(entry.occurred_at for entry in entries if _is_decision(entry))
    mitigated = incident.moments.mitigated
    before = [at for at in made if mitigated is not None and at <= mitigated]
    return DecisionTimes(
        to_decide=made[0] - incident.declared_at if made else None,
        to_carry_out=mitigated - before[-1] if mitigated and before else None,
    )


def _is_decision(entry: TimelineEntry) -> bool:
    return isinstance(entry.fact, WayChosen) and entry.fact.way != Way.WAIT
