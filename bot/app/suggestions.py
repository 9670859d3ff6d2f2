"""Suggestions, wired: what shows them, and what looks at them when that is due."""

from __future__ import annotations

import asyncio
from datetime import datetime

from bot.app.due import SWEEP
from bot.app.identity import Identity
from bot.app.page_kinds import page_kinds
from bot.app.surroundings import Surroundings
from bot.incident.ids import SuggestionId
from bot.response.calling import Switchboard
from bot.response.ports import Clock, Desk, Ledger
from bot.response.reconcile import Reconciler
from bot.response.suggestion_firing import SuggestionFiring
from bot.response.suggestion_subject import OfSuggestions
from bot.slack.echo import Echoes
from bot.slack.effects import link, removal
from bot.slack.effects.plan_suggestion import SuggestionKinds, SuggestionPlanner
from bot.slack.effects.prompt import Prompt, PromptWhisper
from bot.slack.effects.read_message import ReadMessage
from bot.slack.incidents_channel import IncidentsChannel
from bot.slack.watching import Watching

AT_ONCE = 10
SuggestionReconciler = Reconciler[SuggestionId]


def suggestion_reconciler(
    around: Surroundings,
    who: Identity,
    desk: Desk,
    channels: IncidentsChannel,
    echoes: Echoes,
) -> SuggestionReconciler:
    gateway, switchboard = around.gateway, Switchboard(desk.directory, desk.on_call)
    watching = Watching(gateway, desk)
    pages = page_kinds(around, who, switchboard, link.to_one(gateway), echoes)
    kinds = SuggestionKinds(
        read=ReadMessage(gateway, around.policy, watching, (who.user, who.bot)),
        card=Prompt(gateway, channels, echoes.expect),
        removal=removal.Removal(gateway),
        whisper=PromptWhisper(gateway),
        firing=SuggestionFiring(switchboard, around.policy),
        direct=pages.direct,
        pagerduty=pages.pagerduty,
        webhook=pages.webhook,
    )
    planner = SuggestionPlanner(kinds, desk.directory, around.policy, who.site)
    subject = OfSuggestions(planner)
    return Reconciler(around.database, around.clock, subject, around.metrics, around.retry)


class SuggestionsDue:
    """A source of the scheduler, whose rounds never overlap: one look at a suggestion at a time."""

    def __init__(self, ledger: Ledger, clock: Clock, reconcile: SuggestionReconciler) -> None:
        self._ledger = ledger
        self._clock = clock
        self._reconcile = reconcile

    async def next_due(self) -> datetime | None:
        """A hint that another process wrote (`incident-bot effects`) is found after a sweep."""
        async with self._ledger.look() as work:
            wake = await work.suggestions.next_wake()
        sweep = self._clock.now() + SWEEP
        return sweep if wake is None else min(wake, sweep)

    async def run_due(self, now: datetime) -> None:
        """All that are due, some at a time; one that fails is tried again with the others."""
        async with self._ledger.look() as work:
            due = await work.suggestions.due(now)
        for start in range(0, len(due), AT_ONCE):
            looks = (self._reconcile(id) for id in due[start : start + AT_ONCE])
            failed = [one for one in await asyncio.gather(*looks, return_exceptions=True) if one]
            if failed:
                raise failed[0]
