"""What follows from news of alerts: they join a suggestion, open one, or go to their incident."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.incident.alert_news import News
from bot.incident.alert_rules import AlertAction, Verdict
from bot.incident.alert_words import AlertSeverity
from bot.incident.gathering import (
    FORGOTTEN_AFTER,
    gathered,
    group_of,
    holding,
    joins,
    silences,
    storming,
    together,
    with_alert,
)
from bot.incident.ids import IncidentId, SuggestionId
from bot.incident.incident import Incident
from bot.incident.kept_alert import KeptAlert
from bot.incident.policy import Policy
from bot.incident.suggestion import Source, Suggestion, SuggestionState, decided
from bot.incident.text import folded, shortened
from bot.response.alert_entries import entered, incident_now
from bot.response.alert_taken import Taken
from bot.response.declare_by_rule import declared_by_rule
from bot.response.ports import Desk, UnitOfWork
from bot.response.suggest import TITLE_LIMIT, awake

REOPENED_WITHIN = timedelta(minutes=30)
"""So long after an incident was resolved its alerts speak for opening it again (product rule)."""
OF_AN_INCIDENT = frozenset({News.OPENED, News.CLEARED, News.ACKNOWLEDGED})


@dataclass
class _Board:
    """All suggestions that still count, while the news are gone through one by one."""

    suggestions: dict[SuggestionId, Suggestion]
    open: list[Incident] | None = None
    changed: dict[SuggestionId, None] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Suggestion]:
        return iter(self.suggestions.values())

    def put(self, suggestion: Suggestion) -> None:
        if self.suggestions.get(suggestion.id) != suggestion:
            self.suggestions[suggestion.id] = suggestion
            self.changed[suggestion.id] = None


class FollowAlerts:
    """For the intake, in its transaction. `site`: the address of the workspace."""

    def __init__(self, desk: Desk, site: str) -> None:
        self._desk = desk
        self._site = site

    async def __call__(self, work: UnitOfWork, taken: Taken, now: datetime) -> set[IncidentId]:
        news: dict[str, set[News]] = {}
        last: dict[str, KeptAlert] = {}
        for one in taken.alerts:
            news.setdefault(one.after.id, set()).update(one.news)
            last[one.after.id] = one.after
        if not last:
            return set()
        current = await work.suggestions.current(now - FORGOTTEN_AFTER)
        board = _Board({one.id: one for one in current})
        woken: set[IncidentId] = set()
        for kept in last.values():
            woken |= await self._follow(work, board, kept, news[kept.id], now)
        for id in board.changed:
            await work.suggestions.put(awake(board.suggestions[id], now))
        return woken

    async def _follow(
        self,
        work: UnitOfWork,
        board: _Board,
        kept: KeptAlert,
        news: Collection[News],
        now: datetime,
    ) -> set[IncidentId]:
        near: Incident | None = None
        if kept.incident is not None and OF_AN_INCIDENT & set(news):
            near = await incident_now(work, kept.incident)
            policy = self._desk.policy()
            said = await entered(work, near, kept, news, policy, now)
            if near.is_open or not kept.known.opens:
                return {near.id} if said else set()
        elif kept.incident is not None:
            return set()
        return await self._suggest(work, board, kept, near, now)

    async def _suggest(
        self,
        work: UnitOfWork,
        board: _Board,
        kept: KeptAlert,
        before: Incident | None,
        now: datetime,
    ) -> set[IncidentId]:
        """`before`: the incident that it belonged to, which is over."""
        one, held = gathered(kept.id, kept.known, now), holding(board, kept.id)
        if held is not None and (held.is_waiting or silences(held, kept.id, kept.known)):
            board.put(_found_in(with_alert(held, one, now), kept))
            return set()
        if not kept.known.opens:
            return set()
        policy = self._desk.policy()
        verdict = policy.alerts.verdict(kept.alert, now, zone=policy.zone, levels=policy.severities)
        if verdict.action is AlertAction.IGNORE:
            await _ignore(work, kept, verdict, now)
            return set()
        fresh = _fresh(kept, verdict, policy, now)
        fresh = await _with_near(work, board, fresh, before, policy, now)
        if _acts(verdict, fresh) and self._desk.bot_user is not None:
            return await self._declare(work, board, fresh, verdict, now)
        _gather(board, fresh, now)
        return set()

    async def _declare(
        self, work: UnitOfWork, board: _Board, fresh: Suggestion, verdict: Verdict, now: datetime
    ) -> set[IncidentId]:
        """Once for what goes together; too many at once are asked about instead."""
        if storming(board, now) is not None and fresh.near is None:
            _gather(board, fresh, now)
            return set()
        after, incident = await declared_by_rule(
            work, self._desk, fresh, verdict, site=self._site, now=now
        )
        board.put(after)
        board.open = None
        return {incident}


def _acts(verdict: Verdict, fresh: Suggestion) -> bool:
    """Whether the rule decides by itself. What is over is opened again by people only."""
    link = verdict.action is AlertAction.LINK and fresh.near is not None and not fresh.reopens
    return link or verdict.action is AlertAction.DECLARE


def _fresh(kept: KeptAlert, verdict: Verdict, policy: Policy, now: datetime) -> Suggestion:
    alert, source = kept.alert, source_of(kept)
    place = verdict.channel or ("" if source else policy.incidents_channel)
    patience = verdict.patience
    return Suggestion(
        id=SuggestionId(str(uuid.uuid4())),
        title=shortened(alert.title, TITLE_LIMIT),
        severity=verdict.severity,
        channel=source.channel if source else None,
        ts=source.ts if source else None,
        source=source,
        place=place,
        group=group_of(alert),
        patience_seconds=int(patience.total_seconds()) if patience else None,
        critical=alert.severity is AlertSeverity.CRITICAL,
        gathered=(gathered(kept.id, kept.known, now),),
        grew_at=now,
        opened_at=now,
    )


def source_of(kept: KeptAlert) -> Source | None:
    """The newest message that told of it."""
    if kept.channel is None or kept.ts is None:
        return None
    return Source(channel=kept.channel, ts=kept.ts, by_name=kept.alert.source)


def _found_in(suggestion: Suggestion, kept: KeptAlert) -> Suggestion:
    """A message that tells of it, where none did before, is found by who marks it."""
    source = source_of(kept)
    if suggestion.source is not None or source is None:
        return suggestion
    change = {"source": source, "channel": source.channel, "ts": source.ts}
    return suggestion.model_copy(update=change)


async def _ignore(work: UnitOfWork, kept: KeptAlert, verdict: Verdict, now: datetime) -> None:
    if kept.ignored_at is None:
        why = verdict.name or verdict.because.value
        await work.alerts.put([kept.ignored(now, why=why)])


def _gather(board: _Board, fresh: Suggestion, now: datetime) -> None:
    if (held := joins(board, fresh.group, fresh.place, now)) is not None:
        board.put(together(held, [fresh], now))
        return
    many = storming(board, now)
    if many is None:
        board.put(fresh)
        return
    first, others = (many[0], many[1:]) if many else (fresh, [])
    storm = together(first, [*others, *([fresh] if many else [])], now)
    board.put(storm.model_copy(update={"storm": True, "grew_at": now}))
    for other in others:
        joined = decided(other, SuggestionState.JOINED, now)
        board.put(joined.model_copy(update={"joined": storm.id}))


async def _with_near(
    work: UnitOfWork,
    board: _Board,
    fresh: Suggestion,
    before: Incident | None,
    policy: Policy,
    now: datetime,
) -> Suggestion:
    """The public incident that it seems to be about: open, or resolved just before."""
    if before is not None and not before.private and _just_resolved(before, now):
        return fresh.model_copy(update={"near": before.id, "reopens": True})
    if board.open is None:
        board.open = [one for one in await work.incidents.still_open() if not one.private]
    found = next((one for one in board.open if _is_about(one, fresh, policy)), None)
    return fresh.model_copy(update={"near": found.id}) if found else fresh


def _just_resolved(incident: Incident, now: datetime) -> bool:
    resolved = incident.moments.resolved
    return resolved is not None and now - resolved <= REOPENED_WITHIN


def _is_about(incident: Incident, fresh: Suggestion, policy: Policy) -> bool:
    """The same service, or an alert of the same group."""
    groups = {one.group for one in incident.alerts.linked if one.group}
    if fresh.group in groups:
        return True
    named = folded(fresh.service or "")
    key = incident.service
    names = next((one.names for one in policy.services if one.key == key), frozenset({key}))
    return bool(named) and named in names
