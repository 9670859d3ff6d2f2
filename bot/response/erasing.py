"""A message was deleted: its words go from everything that was made of it, and from the index."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from bot.incident.changes import TaskAdded, TaskChanged, TaskEnded, WayChosen
from bot.incident.effect import Effect
from bot.incident.entry import EntryId
from bot.incident.ids import IncidentId, MessageTs
from bot.incident.incident import Incident
from bot.incident.record_facts import WordsErased
from bot.incident.relief import Relief
from bot.incident.striking import Struck
from bot.incident.task import TaskId
from bot.incident.timeline import Arrival, TimelineEntry
from bot.response.change import record
from bot.response.handover import HANDOVER
from bot.response.indexing import told_of
from bot.response.ports import Desk, UnitOfWork
from bot.response.sayings import PREFIX
from bot.response.strikes import Quoted, cards_owed, messages_owed, owe, room_messages

TO_SCRUB = "to_scrub"
"""The note that says that what was erased is still to leave the database's own files."""
UNDER_WAY = timedelta(seconds=30)
"""What the bot had begun to say before may still be said for so long."""
_QUOTING = frozenset({"task_added", "task_changed", "task_ended", "way_chosen"})
"""The facts that repeat words of messages."""
Facts = Mapping[Arrival, TimelineEntry]


async def erase(
    desk: Desk, work: UnitOfWork, struck: Struck, incidents: Iterable[IncidentId]
) -> set[IncidentId]:
    """Those whose timelines or messages had quoted it; a second time there are none."""
    if not struck:
        return set()
    return {id for id in sorted(incidents) if await _erase_in(desk, work, id, struck)}


async def _erase_in(desk: Desk, work: UnitOfWork, id: IncidentId, struck: Struck) -> bool:
    now = desk.clock.now()
    await work.incidents.get(id)  # from here on nobody else changes it
    facts = await work.timeline.of_kinds(id, _QUOTING)
    reworded = await _reword(work, facts, struck)
    facts = {**facts, **reworded}
    entries = [one for one in await work.entries.of(id) if one.id in struck.entries]
    effects = await _summaries_without(work, await work.effects.of(id), struck)
    if not (reworded or entries):
        return False
    quoted = Quoted(
        until=_until(facts.values(), struck, now),
        struck=[*reworded.values(), *entries],
        objections=await _touch_objections(work, id, struck, now),
        tasks=await work.tasks.of(id),
        decisions=[one for one in facts.values() if isinstance(one.fact, WayChosen)],
        effects=effects,
    )
    erased = WordsErased(last_decision=_is_last_decision(facts, reworded))
    saved = await record(work, id, [erased], now)
    await _mend_messages(desk, work, saved, quoted)
    await work.search.renew(saved, await told_of(work, id))
    await note_erased(work)
    return True


async def note_erased(work: UnitOfWork) -> None:
    await work.notes.set(TO_SCRUB, uuid.uuid4().hex)


async def _reword(work: UnitOfWork, facts: Facts, struck: Struck) -> Facts:
    """Those that had words to lose, without them."""
    reworded = {}
    for arrival, entry in facts.items():
        if (fact := struck.fact(entry.fact)) != entry.fact:
            await work.timeline.reword(arrival, fact)
            reworded[arrival] = entry.model_copy(update={"fact": fact})
    return reworded


async def _summaries_without(
    work: UnitOfWork, effects: Sequence[Effect], struck: Struck
) -> list[Effect]:
    """Of handovers: their messages follow."""
    found = []
    for effect in effects:
        if effect.key.startswith(f"{PREFIX}{HANDOVER}:"):
            relief = Relief.model_validate_json(effect.detail["relief"])
            told = struck.relief(relief).model_dump_json()
            effect = effect.model_copy(update={"detail": {**effect.detail, "relief": told}})
            await work.effects.describe(effect)
        found.append(effect)
    return found


def _until(facts: Iterable[TimelineEntry], struck: Struck, now: datetime) -> dict[TaskId, datetime]:
    """Until when what was said of each task repeated its message."""
    until = dict.fromkeys(struck.tasks, now)
    for entry in facts:
        if isinstance(entry.fact, TaskAdded | TaskChanged | TaskEnded) and entry.fact.by_hand:
            task = entry.fact.task
            if task in until:
                until[task] = min(until[task], entry.recorded_at)
    return until


async def _touch_objections(
    work: UnitOfWork, id: IncidentId, struck: Struck, now: datetime
) -> list[EntryId]:
    """Their lines repeat the decision, and follow."""
    about = [one for one in await work.entries.of(id) if one.about in struck.entries]
    await work.entries.put([one.model_copy(update={"touched_at": now}) for one in about])
    return [one.id for one in about]


def _is_last_decision(facts: Facts, reworded: Facts) -> bool:
    decisions = [arrival for arrival, one in facts.items() if isinstance(one.fact, WayChosen)]
    return bool(decisions) and decisions[-1] in reworded


async def _mend_messages(desk: Desk, work: UnitOfWork, incident: Incident, quoted: Quoted) -> None:
    """What the bot has said in Slack, and what is on record of that."""
    cards = list(cards_owed(incident, quoted, desk.policy()))
    await owe(work, incident.id, [*messages_owed(quoted), *cards])
    if incident.channel is None or desk.bot_user is None:
        return
    await work.messages.erase(
        incident.channel, list(room_messages(incident.channel, quoted, cards))
    )
    before = desk.clock.now() + UNDER_WAY
    await work.messages.erase_outdated(incident.channel, desk.bot_user, before)


async def erase_outdated(
    desk: Desk, work: UnitOfWork, incident: Incident, own: Collection[MessageTs]
) -> None:
    """What the bot's own messages said before words were erased, and say no longer: nobody can
    tell any more which of it had repeated those words. It may be heard of late.
    """
    if own and incident.channel and incident.words_erased_at and desk.bot_user:
        before = incident.words_erased_at + UNDER_WAY
        await work.messages.erase_outdated(incident.channel, desk.bot_user, before, own)
