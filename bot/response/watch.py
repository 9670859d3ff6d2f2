"""Watching a channel in which other bots post alerts, or no longer."""

from __future__ import annotations

from bot.incident.ids import ChannelId, UserId
from bot.incident.watch import Watch
from bot.incident.watch_errors import NoChannelToWatch, NotInIncidents
from bot.response.permission import require_member
from bot.response.ports import Desk
from bot.telemetry.logs import logger

log = logger(__name__)


async def watch(desk: Desk, channel: ChannelId | None, *, on: bool, by: UserId) -> Watch:
    """The same again changes nothing but who said it last."""
    await require_member(desk, by)
    if channel is None:
        raise NoChannelToWatch()
    switched = Watch(channel=channel, on=on, by=by, at=desk.clock.now())
    async with desk.ledger.work() as work:
        room = await work.incidents.in_channel(channel)
        if room is not None and on:
            raise NotInIncidents(room.reference)
        await work.watches.put(switched)
    log.info("watching switched", channel=channel, on=on, by=by)
    return switched


async def is_switched(desk: Desk, channel: ChannelId) -> bool | None:
    """None: nobody has switched it here, so that configuration decides."""
    async with desk.ledger.look() as work:
        found = await work.watches.get(channel)
    return found.on if found else None
