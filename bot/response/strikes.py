"""Messages of the bot's own that repeat words which are gone, and the edits they are owed.

Most messages follow what they show. Direct messages, and decision cards that are over, stay as
they were said: each of those is owed one edit, which is written with the deletion it follows.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.incident.due_guides import DECISION, decision_card
from bot.incident.due_tasks import LEFT, LEFT_SHOWN, NAG, TASKS_LEFT, left_at, reminded
from bot.incident.effect import Effect, EffectId, EffectState
from bot.incident.entry import Entry, EntryId
from bot.incident.ids import ChannelId, IncidentId, MessageTs
from bot.incident.incident import Incident
from bot.incident.policy import Policy
from bot.incident.task import Task, TaskId
from bot.incident.timeline import TimelineEntry
from bot.response.entry_ports import LINE
from bot.response.ports import UnitOfWork
from bot.response.sayings import PREFIX
from bot.response.task_writing import GIVEN

STRIKE = "strike:"
"""Keys of these edits; `of` in their details is the key of the message."""
CARD_OVER = "decision_card_over"
"""What such a decision card says."""
Owed = Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Quoted:
    """What is struck in one incident, and what was said in it."""

    until: Mapping[TaskId, datetime]
    """Of each task: what was said of it later repeats no word of its message."""
    struck: Sequence[TimelineEntry | Entry]
    """The facts and key entries."""
    objections: Sequence[EntryId]
    """To what was decided there."""
    tasks: Sequence[Task]
    """All tasks of the incident, oldest first."""
    decisions: Sequence[TimelineEntry]
    """All decisions, in the order in which they were made."""
    effects: Sequence[Effect]


async def owe(work: UnitOfWork, incident: IncidentId, owed: Iterable[Owed]) -> None:
    for detail in owed:
        id = uuid.uuid4().hex
        key = f"{STRIKE}{id[:12]}"
        effect = Effect(id=EffectId(id), incident=incident, key=key, wanted="", detail=dict(detail))
        await work.effects.put(effect)


def messages_owed(quoted: Quoted) -> Iterator[Owed]:
    """Direct messages; one that may just be on its way counts as sent."""
    for effect in quoted.effects:
        if effect.attempted_at is not None and _is_sent(effect):
            if effect.key.startswith(LEFT):
                yield from _left(effect, effect.attempted_at, quoted)
            elif (said := _said(effect)) and _repeats(said["task"], effect.attempted_at, quoted):
                yield {"of": effect.key, **said}


def _said(effect: Effect) -> Owed | None:
    """Of which task it speaks, and how."""
    if effect.key.startswith(f"{PREFIX}{GIVEN}:"):
        return effect.detail
    if (found := reminded(effect.key)) is None:
        return None
    task, to, what = found
    return {"what": what, "to": to, "task": task}


def _left(effect: Effect, at: datetime, quoted: Quoted) -> Iterator[Owed]:
    """It named the first few of the tasks that were not finished then."""
    named = left_at(quoted.tasks, at)
    if any(_repeats(task.id, at, quoted) for task in named[:LEFT_SHOWN]):
        ids = " ".join(task.id for task in named)
        yield {"of": effect.key, "what": TASKS_LEFT, "to": "", "tasks": ids}


def _repeats(task: str, at: datetime, quoted: Quoted) -> bool:
    until = quoted.until.get(TaskId(task))
    return until is not None and at <= until


def cards_owed(incident: Incident, quoted: Quoted, policy: Policy) -> Iterator[Owed]:
    """Decision cards that no longer follow how things stand."""
    follow = {nudge.key for nudge in decision_card(incident, (), policy)}
    cards = {_put_at(one): one for one in quoted.effects if _is_card(one) and one.key not in follow}
    every = sorted(_put_at(one) for one in quoted.effects if _is_card(one))
    for put, card in cards.items():
        later = next((at for at in every if at > put), None)
        made = [one for one in quoted.decisions if put <= _second(one) and not _past(one, later)]
        shown = made[-1] if made else None
        if shown is not None and shown in quoted.struck:
            by, at = str(shown.by or ""), str(_second(shown))
            yield {"of": card.key, "what": CARD_OVER, "to": "", "by": by, "at": at}
        elif shown is None and any(_second(one) <= put for one in quoted.struck):
            yield {"of": card.key, "what": CARD_OVER, "to": ""}


def _past(decision: TimelineEntry, later: int | None) -> bool:
    return later is not None and _second(decision) >= later


def _second(one: TimelineEntry | Entry) -> int:
    return int(one.occurred_at.timestamp())


def _is_card(effect: Effect) -> bool:
    return effect.key.startswith(f"{DECISION}:") and _is_sent(effect)


def _put_at(card: Effect) -> int:
    return int(card.key.partition(":")[2])


def room_messages(channel: ChannelId, quoted: Quoted, owed: Iterable[Owed]) -> Iterator[MessageTs]:
    """Those in the incident's channel, whose words are on the record too."""
    cards = {detail["of"] for detail in owed}
    lines = {f"{LINE}{id}" for id in quoted.objections}
    nags = tuple(f"{NAG}{task}:" for task in quoted.until)
    for effect in quoted.effects:
        quotes = effect.key in cards or effect.key in lines or effect.key.startswith(nags)
        if quotes and effect.result.get("channel") == channel:
            yield MessageTs(effect.result["ts"])


def _is_sent(effect: Effect) -> bool:
    return "ts" in effect.result or effect.state is EffectState.TRYING
