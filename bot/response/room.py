"""What happens to an incident's channel, written down as facts."""

from __future__ import annotations

from datetime import datetime

from bot.incident.ids import ChannelId, UserId
from bot.incident.incident import LOOK_AGAIN, Incident
from bot.incident.timeline import ChannelMoved, ChannelOpened, ChannelRenamed
from bot.response.declare import write_fact
from bot.response.ports import UnitOfWork


async def channel_opened(
    work: UnitOfWork, incident: Incident, channel: ChannelId, name: str, now: datetime
) -> None:
    current = await work.incidents.get(incident.id)
    if current.channel is not None:
        return
    await write_fact(work, incident.id, ChannelOpened(channel=channel, name=name), now)
    change = {"channel": channel, "channel_name": name}
    await work.incidents.save(current.model_copy(update=change))


async def channel_renamed(
    work: UnitOfWork, channel: ChannelId, name: str, by: UserId | None, now: datetime
) -> None:
    found = await work.incidents.in_channel(channel)
    if found is None or found.channel_name == name:
        return
    incident = await work.incidents.get(found.id)
    await write_fact(work, incident.id, ChannelRenamed(name=name), now, by=by)
    change = {"channel_name": name, "wake_at": now + LOOK_AGAIN}
    await work.incidents.save(incident.model_copy(update=change))


async def channel_moved(
    work: UnitOfWork, before: ChannelId, after: ChannelId, now: datetime
) -> None:
    """Slack gave the channel a new id: re-key what leads there, in this one transaction."""
    found = await work.incidents.in_channel(before)
    if found is None:
        return
    incident = await work.incidents.get(found.id)
    await write_fact(work, incident.id, ChannelMoved(before=before, after=after), now)
    for effect in await work.effects.of(incident.id):
        if effect.result.get("channel") == before:
            result = {**effect.result, "channel": str(after)}
            await work.effects.put(effect.model_copy(update={"result": result}))
    change = {"channel": after, "wake_at": now + LOOK_AGAIN}
    await work.incidents.save(incident.model_copy(update=change))


async def member_joined(work: UnitOfWork, channel: ChannelId, user: UserId, now: datetime) -> None:
    if incident := await work.incidents.in_channel(channel):
        await work.members.joined(incident.id, user, now)


async def member_left(work: UnitOfWork, channel: ChannelId, user: UserId, now: datetime) -> None:
    if incident := await work.incidents.in_channel(channel):
        await work.members.left(incident.id, user, now)
