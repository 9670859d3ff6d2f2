"""What happens to an incident's channel, written down as facts."""

from __future__ import annotations

from datetime import datetime

from bot.incident.changes import ChannelArchived, ChannelUnarchived
from bot.incident.ids import ChannelId, IncidentId, UserId
from bot.incident.incident import Incident
from bot.incident.timeline import ChannelMoved, ChannelOpened, ChannelRenamed
from bot.response.catchup import promise_catchup
from bot.response.change import record
from bot.response.departures import holder_left
from bot.response.ports import UnitOfWork


async def channel_opened(
    work: UnitOfWork, incident: Incident, channel: ChannelId, name: str, now: datetime
) -> None:
    current = await work.incidents.get(incident.id)
    if current.channel is not None:
        return
    await record(work, incident.id, [ChannelOpened(channel=channel, name=name)], now)


async def channel_renamed(
    work: UnitOfWork, channel: ChannelId, name: str, by: UserId | None, now: datetime
) -> None:
    found = await work.incidents.in_channel(channel)
    if found is None or found.channel_name == name:
        return
    await record(work, found.id, [ChannelRenamed(name=name)], now, by=by)


async def channel_moved(
    work: UnitOfWork, before: ChannelId, after: ChannelId, now: datetime
) -> None:
    """Slack gave the channel a new id: re-key what leads there, in this one transaction."""
    await work.alerts.moved(before, after)
    await work.watches.moved(before, after)
    await work.suggestions.moved(before, after)
    found = await work.incidents.in_channel(before)
    if found is None:
        return
    incident = await work.incidents.get(found.id)
    await record(work, incident.id, [ChannelMoved(before=before, after=after)], now)
    await work.messages.moved(before, after)
    await work.read_backs.moved(before, after)
    await work.entries.moved(before, after)
    await work.files.moved(before, after)
    for effect in await work.effects.of(incident.id):
        if effect.result.get("channel") == before:
            result = {**effect.result, "channel": str(after)}
            await work.effects.put(effect.model_copy(update={"result": result}))


async def channel_archived(
    work: UnitOfWork, channel: ChannelId, by: UserId | None, now: datetime
) -> None:
    found = await work.incidents.in_channel(channel)
    if found is not None and not found.archived:
        await record(work, found.id, [ChannelArchived()], now, by=by)


async def channel_unarchived(
    work: UnitOfWork, channel: ChannelId, by: UserId | None, now: datetime
) -> None:
    found = await work.incidents.in_channel(channel)
    if found is not None and found.archived:
        await record(work, found.id, [ChannelUnarchived()], now, by=by)


async def member_joined(
    work: UnitOfWork, channel: ChannelId, user: UserId, now: datetime, *, greeted: bool = False
) -> IncidentId | None:
    """`greeted`: they hear in private how things stand; then which incident has to say it."""
    incident = await work.incidents.in_channel(channel)
    if incident is None:
        return None
    await work.members.joined(incident.id, user, now)
    promised = greeted and await promise_catchup(work, incident, user, now)
    return incident.id if promised else None


async def member_left(
    work: UnitOfWork, channel: ChannelId, user: UserId, left_at: datetime, now: datetime
) -> IncidentId | None:
    """Of which incident others now have to be told something; hearing it twice changes nothing."""
    incident = await work.incidents.in_channel(channel)
    if incident is None:
        return None
    was_there = user in await work.members.of(incident.id)
    await work.members.left(incident.id, user, left_at)
    gone = was_there and user not in await work.members.of(incident.id)
    if gone and await holder_left(work, await work.incidents.get(incident.id), user, now):
        return incident.id
    return None
