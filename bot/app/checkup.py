"""What `check` looks at, for operators and in Slack."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import timedelta

from bot.app.update_words import own_templates
from bot.incident.effect import Effect, EffectState
from bot.incident.policy import Policy
from bot.language import N_
from bot.outlets.postmortem.pdf import lacking
from bot.outlets.update_check import template_problems
from bot.response.findings import Finding
from bot.response.on_call_checks import on_call_findings
from bot.response.oncall_ports import OnCall
from bot.response.ports import Clock, Ledger, LedgerDown
from bot.settings import Settings
from bot.storage.address import sqlite_file
from bot.storage.backup import newest
from bot.storage.migrate import pending

OLD_BACKUP = timedelta(hours=26)

SocketCount = Callable[[], tuple[int, int] | None]
"""How many are connected, of how many; None without Socket Mode."""


class Checkup:
    def __init__(
        self,
        settings: Settings,
        ledger: Ledger,
        clock: Clock,
        slack: Callable[[], Awaitable[Sequence[Finding]]],
        on_call: OnCall,
        policy: Callable[[], Policy],
        sockets: SocketCount | None,
    ) -> None:
        """`sockets`: None where no bot runs, as beside it on the command line."""
        self._settings = settings
        self._ledger = ledger
        self._clock = clock
        self._slack = slack
        self._on_call = on_call
        self._policy = policy
        self._sockets = sockets

    async def __call__(self, *, private_too: bool = False) -> list[Finding]:
        """`private_too`: name private incidents as well; for operators, never in Slack."""
        findings = list(await self._slack())
        try:
            findings += await self._stored(private_too)
        except LedgerDown:
            findings.append(
                Finding(
                    False,
                    N_("The database does not answer."),
                    N_("Look at DATABASE_URL and at the database's own log."),
                )
            )
        return [*findings, *self._connected(), *await self._templates(), *pdf_findings(lacking())]

    async def _stored(self, private_too: bool) -> list[Finding]:
        url = self._settings.database_url.get_secret_value()
        if missing := await pending(url):
            return [
                Finding(
                    False,
                    N_("Migrations are pending: {missing}"),
                    N_("Run `incident-bot migrate`."),
                    {"missing": ", ".join(missing)},
                )
            ]
        async with self._ledger.look() as work:
            unread = await work.unread.count()
            cards = await work.suggestion_effects.undone()
            undone = [
                (incident.reference, effect)
                for incident, effect in await work.effects.undone()
                if effect.state is EffectState.FAILED and (private_too or not incident.private)
            ]
        findings = [Finding(True, N_("The database answers and is up to date."))]
        findings += [
            Finding(
                False,
                N_("{reference}: {effect} failed ({why})"),
                N_("Press *Repair* in its channel, or run `incident-bot effects retry`."),
                {"reference": reference, "effect": effect.key, "why": effect.error or "?"},
            )
            for reference, effect in undone
        ]
        findings += _cards(cards)
        duty = await on_call_findings(self._on_call, self._clock, self._policy())
        return [*findings, *_unread(unread), *await self._backup(), *duty]

    async def _backup(self) -> list[Finding]:
        if sqlite_file(self._settings.database_url.get_secret_value()) is None:
            return []
        last = await newest(self._settings.backup_folder)
        if last is None or self._clock.now() - last[1] > OLD_BACKUP:
            return [
                Finding(
                    False,
                    N_("There is no backup of the last 26 hours."),
                    N_("Run `incident-bot backup` and look at the log of the nightly one."),
                )
            ]
        hours = round((self._clock.now() - last[1]).total_seconds() / 3600, 1)
        return [Finding(True, N_("The last backup is {hours} h old."), parts={"hours": hours})]

    def _connected(self) -> list[Finding]:
        state = self._sockets() if self._sockets else None
        if state is None:
            return []
        connected, wanted = state
        parts = {"connected": connected, "wanted": wanted}
        what = N_("{connected} of {wanted} sockets are connected.")
        mend = N_("Wait a minute; then look at SLACK_APP_TOKEN and the network.")
        return [Finding(connected > 0, what, mend, parts)]

    async def _templates(self) -> list[Finding]:
        """In a thread: all of them are tried, which takes a second or two."""
        own, policy = own_templates(self._settings.templates), self._policy()
        return [
            Finding(
                False,
                N_("A template of yours is passed over: {problem}"),
                N_("Mend it; the shipped one is used meanwhile."),
                {"problem": problem},
            )
            for problem in await asyncio.to_thread(template_problems, own, policy)
        ]


def _cards(effects: Iterable[Effect]) -> list[Finding]:
    """What suggestions want of the world, and cannot have."""
    return [
        Finding(
            False,
            N_("What asks about an alert is not there: {effect} failed ({why})"),
            N_("Look at the channel that the rule names, and invite the bot into it."),
            {"effect": effect.key.partition(":")[0], "why": effect.error or "?"},
        )
        for effect in effects
        if effect.state is EffectState.FAILED
    ]


def pdf_findings(missing: Sequence[str]) -> list[Finding]:
    """Nothing is wrong without it: everything else can be exported."""
    if not missing:
        return []
    return [
        Finding(
            True,
            N_(
                "PDFs cannot be made here, for {missing} lack. On Debian and Ubuntu install"
                " libpango-1.0-0, libpangoft2-1.0-0 and libharfbuzz-subset0; the page (html) can"
                " be printed meanwhile."
            ),
            parts={"missing": ", ".join(missing)},
        )
    ]


def _unread(count: int) -> list[Finding]:
    if not count:
        return []
    return [
        Finding(
            False,
            N_("{count} events could not be understood; they are kept."),
            N_("Update the bot: each start tries them again."),
            {"count": count},
        )
    ]
