"""Which channels are watched for alerts: those configured by name, and those switched by people."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

from bot.incident.ids import ChannelId
from bot.incident.policy import Policy
from bot.language import N_
from bot.response.findings import Finding
from bot.response.outcomes import NotDone, Refused
from bot.response.ports import Desk
from bot.response.watch import is_switched
from bot.slack.gateway import Gateway
from bot.telemetry.logs import logger

REMEMBERED = 10_000

log = logger(__name__)


class Watching:
    def __init__(self, gateway: Gateway, desk: Desk) -> None:
        self._gateway = gateway
        self._desk = desk
        self._names: OrderedDict[str, str] = OrderedDict()

    async def watches(self, channel: ChannelId) -> bool:
        """Raises NotDone where a channel's name decides and Slack cannot say it."""
        switched = await is_switched(self._desk, channel)
        if switched is not None:
            return switched
        configured = _configured(self._desk.policy())
        return bool(configured) and await self._name(channel) in configured

    def renamed(self, channel: ChannelId, name: str) -> None:
        self._names[channel] = name

    async def join(self, channel: ChannelId) -> None:
        """Raises Refused for a private channel into which nobody has invited the bot."""
        await self._gateway.call("conversations.join", channel=channel)

    async def prepare(self) -> None:
        """Be in every channel that is watched. Safe to repeat."""
        for channel in await self.channels():
            try:
                await self.join(channel)
            except Refused as refused:
                log.warning("a watched channel cannot be joined", channel=channel, why=refused.why)

    async def channels(self) -> list[ChannelId]:
        async with self._desk.ledger.look() as work:
            switched = {watch.channel: watch.on for watch in await work.watches.all()}
        found = await configured_channels(self._gateway, self._desk.policy)
        named = [ChannelId(one["id"]) for one in found.values()]
        on = [channel for channel, is_on in switched.items() if is_on]
        return [*on, *(channel for channel in named if channel not in switched)]

    async def _name(self, channel: ChannelId) -> str:
        if channel not in self._names:
            told = await self._gateway.call("conversations.info", channel=channel)
            self._names[channel] = str(told["channel"].get("name") or "")
            if len(self._names) > REMEMBERED:
                self._names.popitem(last=False)
        return self._names[channel]


def _configured(policy: Policy) -> frozenset[str]:
    return frozenset(policy.alerts.watched)


async def configured_channels(
    gateway: Gateway, policy: Callable[[], Policy]
) -> Mapping[str, Mapping[str, Any]]:
    """Those that the bot can see, by name. It sees no private channel that it is not in."""
    wanted = _configured(policy())
    found: dict[str, Mapping[str, Any]] = {}
    if not wanted:
        return found
    pages = gateway.pages(
        "conversations.list",
        "channels",
        types="public_channel,private_channel",
        exclude_archived=True,
        limit=1000,
    )
    async for channel in pages:
        if channel["name"] in wanted:
            found[channel["name"]] = channel
    return found


async def watch_findings(gateway: Gateway, policy: Callable[[], Policy]) -> list[Finding]:
    """For `check`: configured channels that the bot is not in are joined, if that is possible."""
    found = await configured_channels(gateway, policy)
    findings: list[Finding] = []
    for name in sorted(_configured(policy())):
        channel = found.get(name)
        findings.append(
            _missing(name)
            if channel is None or not await _joined(gateway, channel)
            else Finding(True, N_("Alerts are read in #{channel}."), parts={"channel": name})
        )
    return findings


async def _joined(gateway: Gateway, channel: Mapping[str, Any]) -> bool:
    if channel.get("is_member"):
        return True
    try:
        await gateway.call("conversations.join", channel=channel["id"])
    except NotDone as failure:
        log.warning("a watched channel cannot be joined", channel=channel["id"], why=failure.why)
        return False
    return True


def _missing(name: str) -> Finding:
    return Finding(
        False,
        N_("Alerts of #{channel} are to be read, but I am not in it."),
        N_("Create it, or invite me there with `/invite`; or take it out of `alerts.watch`."),
        {"channel": name},
    )
