"""What only Slack can say about the set-up: token, scopes, incidents channel, clock."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

from bot.incident.kept_file import KeepFiles
from bot.incident.policy import Policy
from bot.language import N_
from bot.response.findings import Finding
from bot.response.outcomes import NotDone
from bot.slack.gateway import Gateway
from bot.slack.incidents_channel import IncidentsChannel
from bot.slack.watching import watch_findings

FILES = "files:read"
"""A team that keeps no files may leave it out."""
SKEW = 5.0
"""Seconds; signed requests are refused from 300 on, timelines look odd long before."""


class SlackChecks:
    def __init__(
        self,
        gateway: Gateway,
        channel: IncidentsChannel,
        policy: Callable[[], Policy],
        wanted_scopes: Iterable[str],
    ) -> None:
        self._gateway = gateway
        self._channel = channel
        self._policy = policy
        self._wanted = frozenset(wanted_scopes)

    async def __call__(self) -> list[Finding]:
        checks = (self._token, self._incidents_channel)
        findings = [await _asked(check) for check in checks]
        findings += await self._watched()
        return [*findings, self._scopes(), *self._files(), self._skew(), self._page()]

    async def _token(self) -> Finding:
        who = await self._gateway.call("auth.test")
        if not who.get("bot_id"):
            return Finding(
                False,
                N_("The Slack token is not a bot token."),
                N_("Set SLACK_BOT_TOKEN to the token that starts with xoxb-."),
            )
        return Finding(
            True,
            N_("Slack answers; this is workspace {team}."),
            parts={"team": who.get("team") or who["team_id"]},
        )

    async def _incidents_channel(self) -> Finding:
        name = self._policy().incidents_channel
        channel = await self._channel.find(name.lstrip("#"))
        if not channel.get("is_member"):
            await self._channel.prepare()
        return Finding(True, N_("Incidents are announced in #{channel}."), parts={"channel": name})

    async def _watched(self) -> list[Finding]:
        try:
            return await watch_findings(self._gateway, self._policy)
        except NotDone as failure:
            return [_refused(failure)]

    def _scopes(self) -> Finding:
        missing = sorted(self._wanted - self._gateway.scopes - {FILES})
        if missing:
            return Finding(
                False,
                N_("Scopes are missing: {scopes}"),
                N_("Update the app with `incident-bot manifest` and install it again."),
                {"scopes": ", ".join(missing)},
            )
        return Finding(True, N_("All scopes of the manifest are granted."))

    def _files(self) -> list[Finding]:
        wanted = self._policy().keep_files is not KeepFiles.NONE
        if not wanted or FILES in self._gateway.scopes:
            return []
        return [
            Finding(
                False,
                N_("Images are to be kept (`keep_files`), but the scope {scope} is missing."),
                N_("Update the app with `incident-bot manifest` and install it again."),
                {"scope": FILES},
            )
        ]

    def _skew(self) -> Finding:
        skew = self._gateway.clock_skew
        if skew is not None and abs(skew) > SKEW:
            return Finding(
                False,
                N_("This machine's clock differs from Slack's by {seconds} s."),
                N_("Keep it right with NTP: times in the timeline depend on it."),
                {"seconds": round(skew)},
            )
        return Finding(True, N_("The clock agrees with Slack's."))

    def _page(self) -> Finding:
        if self._policy().without_the_bot is None:
            return Finding(
                False,
                N_("No page for the day on which the bot is down is linked."),
                N_("Put docs/when-the-bot-is-down.md where all can read it; set without_the_bot."),
            )
        return Finding(True, N_("The page for the day without the bot is linked."))


async def _asked(check: Callable[[], Awaitable[Finding]]) -> Finding:
    try:
        return await check()
    except NotDone as failure:
        return _refused(failure)


def _refused(failure: NotDone) -> Finding:
    return Finding(
        False,
        N_("Slack refused {method}: {why}"),
        N_(
            "Look up the error name in Slack's documentation of that method; for"
            " incidents_channel_not_found create the channel or set incidents_channel."
        ),
        {"method": failure.what, "why": failure.why},
    )
