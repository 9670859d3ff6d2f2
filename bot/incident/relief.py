"""What somebody who takes over has to know, in the order in which it is told at a handover."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from bot.incident.changes import (
    HandoverEnded,
    QuestionAnswered,
    QuestionAsked,
    RoleDropped,
    RoleTaken,
    WayChosen,
)
from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.lifecycle import Status
from bot.incident.task import Task, TaskId
from bot.incident.timeline import SHOWN_CHANGES, TimelineEntry

_LAST = 8
"""So many of each kind are told; the timeline has them all."""
_BESIDE = (RoleTaken, RoleDropped, HandoverEnded, WayChosen)


class OpenTask(BaseModel):
    model_config = ConfigDict(frozen=True)

    task: TaskId | None = None
    number: int
    text: str
    owner: UserId | None = None
    due_at: datetime | None = None
    by_hand: bool = False
    struck: bool = False


class Question(BaseModel):
    """Somebody outside was promised an answer."""

    model_config = ConfigDict(frozen=True)

    by: UserId | None
    text: str
    at: datetime


class Relief(BaseModel):
    """How things stood when the handover was offered; it does not follow what comes after."""

    model_config = ConfigDict(frozen=True)

    status: Status
    severity: str
    impact: str = ""
    since: datetime
    tried: tuple[TimelineEntry, ...] = ()
    """What was done, and with which result, oldest first."""
    running: tuple[OpenTask, ...] = ()
    decided: tuple[TimelineEntry, ...] = ()
    waiting_until: datetime | None = None
    """It was decided to wait until then."""
    resolve_by: datetime | None = None
    """What the severity promises."""
    questions: tuple[Question, ...] = ()
    risks: str = ""
    names: Mapping[UserId, str] = {}
    """Of the people in it."""

    def people(self) -> Iterator[UserId]:
        entries = (*self.tried, *self.decided)
        for user in (
            *(entry.by for entry in entries),
            *(task.owner for task in self.running),
            *(question.by for question in self.questions),
        ):
            if user is not None:
                yield user


def relief(
    incident: Incident,
    entries: Sequence[TimelineEntry],
    tasks: Iterable[Task],
    *,
    resolve_by: datetime | None = None,
    risks: str = "",
) -> Relief:
    decided = [entry for entry in entries if isinstance(entry.fact, WayChosen)]
    return Relief(
        status=incident.status,
        severity=incident.severity,
        impact=incident.impact,
        since=incident.moments.started or incident.declared_at,
        tried=tuple(_tried(entries))[-_LAST:],
        running=tuple(_running(tasks))[-_LAST:],
        decided=tuple(decided)[-_LAST:],
        waiting_until=incident.way_until,
        resolve_by=resolve_by,
        questions=tuple(_unanswered(entries))[-_LAST:],
        risks=risks,
    )


def _tried(entries: Iterable[TimelineEntry]) -> Iterator[TimelineEntry]:
    for entry in entries:
        if entry.fact.kind in SHOWN_CHANGES and not isinstance(entry.fact, _BESIDE):
            yield entry


def _running(tasks: Iterable[Task]) -> Iterator[OpenTask]:
    for task in tasks:
        if task.is_open:
            yield OpenTask(
                task=task.id,
                number=task.number,
                text=task.text,
                owner=task.owner,
                due_at=task.due_at,
                by_hand=task.by_hand,
                struck=task.struck,
            )


def _unanswered(entries: Sequence[TimelineEntry]) -> Iterator[Question]:
    answered = {e.fact.id for e in entries if isinstance(e.fact, QuestionAnswered)}
    for entry in entries:
        fact = entry.fact
        if isinstance(fact, QuestionAsked) and fact.id not in answered:
            yield Question(by=entry.by, text=fact.text, at=entry.occurred_at)
