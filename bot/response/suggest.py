"""People put the mark on a message, or take it away: a card asks them what to do."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.incident.gathering import FORGOTTEN_AFTER, holding
from bot.incident.ids import ChannelId, MessageTs, SuggestionId, UserId
from bot.incident.suggestion import Source, Suggestion, SuggestionState, called, decided
from bot.incident.suggestion_errors import NotASuggestion
from bot.incident.text import legible, shortened
from bot.response.permission import is_visitor
from bot.response.ports import Desk, UnitOfWork

_ENDED = frozenset({SuggestionState.WITHDRAWN, SuggestionState.DISMISSED})
TITLE_LIMIT = 150
READ = "message"
"""The effect that reads the marked message; it keeps what that says."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Somebody's reaction to a message."""

    channel: ChannelId
    ts: MessageTs
    user: UserId
    at: datetime
    present: bool


async def suggested_by_mark(desk: Desk, mark: Mark) -> None:
    """Told twice, or in another order, it is the same. In an incident's channel it means nothing
    here, and from a guest neither.
    """
    if mark.user == desk.bot_user or await is_visitor(desk, mark.user):
        return
    now = desk.clock.now()
    async with desk.ledger.work() as work:
        if await work.incidents.in_channel(mark.channel) is not None:
            return
        after = _after(await _known(work, mark, now), mark, now)
        if after is not None:
            await work.suggestions.put(awake(after, now))
    desk.waker.rescan()


async def _known(work: UnitOfWork, mark: Mark, now: datetime) -> Sequence[Suggestion]:
    """Those made of this message, or the one that holds the alert of which it tells."""
    told = await work.alerts.told_by(mark.channel, mark.ts)
    if known := await work.suggestions.about(mark.channel, mark.ts):
        return known
    current = await work.suggestions.current(now - FORGOTTEN_AFTER) if told else ()
    held = (holding(current, kept.id) for kept in told)
    return [one for one in held if one is not None]


def _after(known: Iterable[Suggestion], mark: Mark, now: datetime) -> Suggestion | None:
    """What this makes of the newest one about that message, or a new one; None: nothing."""
    newest = next(iter(known), None)
    if newest is None and not mark.present:
        return _taken_back(mark, now)
    if newest is None or (mark.present and newest.state in _ENDED and _is_new(newest, mark)):
        return called(_new(mark, now), mark.user, mark.at, present=True) if mark.present else None
    after = called(_found_by(newest, mark), mark.user, mark.at, present=mark.present)
    if after.is_waiting and after.asked and not after.callers:
        return decided(after, SuggestionState.WITHDRAWN, now, by=mark.user)
    return after if after != newest else None


def _taken_back(mark: Mark, now: datetime) -> Suggestion:
    """Heard before it was heard that the mark was set: then that asks nothing."""
    asked = called(_new(mark, now), mark.user, mark.at, present=False)
    return decided(asked, SuggestionState.WITHDRAWN, now, by=mark.user)


def _found_by(suggestion: Suggestion, mark: Mark) -> Suggestion:
    """One that had no message has this one from then on."""
    if suggestion.source is not None or suggestion.asked:
        return suggestion
    source = Source(channel=mark.channel, ts=mark.ts)
    change = {"source": source, "channel": mark.channel, "ts": mark.ts}
    return suggestion.model_copy(update=change)


def _is_new(suggestion: Suggestion, mark: Mark) -> bool:
    return all(one.at < mark.at for one in suggestion.calls if one.user == mark.user)


def _new(mark: Mark, now: datetime) -> Suggestion:
    return Suggestion(
        id=SuggestionId(str(uuid.uuid4())),
        channel=mark.channel,
        ts=mark.ts,
        asked=True,
        opened_at=now,
    )


def awake(suggestion: Suggestion, now: datetime) -> Suggestion:
    """It is looked at at once, also after a crash."""
    return suggestion.model_copy(update={"wake_at": now})


async def message_read(
    work: UnitOfWork, id: SuggestionId, source: Source | None, said: str, now: datetime
) -> None:
    """What the marked message says; None: there is nothing to ask about."""
    suggestion = await work.suggestions.get(id)
    if suggestion is None or suggestion.is_read or not suggestion.is_waiting:
        return
    if source is None:
        await work.suggestions.put(awake(decided(suggestion, SuggestionState.WITHDRAWN, now), now))
        return
    change = {"source": source, "title": titled(said, source)}
    await work.suggestions.put(awake(suggestion.model_copy(update=change), now))


def titled(said: str, source: Source) -> str:
    """The first line that says something."""
    lines = (" ".join(legible(line).split()) for line in said.splitlines())
    return shortened(next((line for line in lines if line), ""), TITLE_LIMIT) or source.by_name


async def suggestion_of(work: UnitOfWork, source: Source, said: str, now: datetime) -> Suggestion:
    """Whatever is known about this message; else a new one, to be decided just now."""
    known = await work.suggestions.about(source.channel, source.ts)
    newest = next((one for one in known if one.state not in _ENDED), None)
    if newest is not None:
        return newest
    return await work.suggestions.put(
        Suggestion(
            id=SuggestionId(str(uuid.uuid4())),
            channel=source.channel,
            ts=source.ts,
            source=source,
            title=titled(said, source),
            opened_at=now,
        )
    )


async def message_gone(desk: Desk, channel: ChannelId, ts: MessageTs) -> None:
    """It was deleted: its words are erased here as well, and nobody is asked about them."""
    async with desk.ledger.look() as work:
        known = await work.suggestions.about(channel, ts)
    if not known:
        return
    now = desk.clock.now()
    async with desk.ledger.work() as work:
        for suggestion in await work.suggestions.about(channel, ts):
            await _erase(work, suggestion, now)
    desk.waker.rescan()


async def _erase(work: UnitOfWork, suggestion: Suggestion, now: datetime) -> None:
    if suggestion.asked and suggestion.is_waiting:
        suggestion = decided(suggestion, SuggestionState.WITHDRAWN, now)
    if not suggestion.gathered:
        suggestion = suggestion.model_copy(update={"title": "-"})
    await work.suggestions.put(awake(suggestion, now))
    for effect in await work.suggestion_effects.of(suggestion.id):
        if effect.key == READ:
            await work.suggestion_effects.put(effect.model_copy(update={"result": {}}))


async def current(work: UnitOfWork, id: SuggestionId) -> Suggestion:
    """The one that this goes on in. Raises NotASuggestion for what is none any more."""
    found = await work.suggestions.get(id)
    while found is not None and found.joined is not None:
        found = await work.suggestions.get(found.joined)
    if found is None:
        raise NotASuggestion()
    return found
