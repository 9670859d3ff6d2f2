"""Every way in which the bot can act on Slack, each with what it needs for that."""

from __future__ import annotations

from bot.app.identity import Identity
from bot.app.surroundings import Surroundings
from bot.response.effects import Order
from bot.slack.directory import Directory
from bot.slack.echo import Echoes
from bot.slack.effects import archive, bookmark, channel, invitation, link, members, post, setting
from bot.slack.effects.drawing import Kinds
from bot.slack.incidents_channel import IncidentsChannel
from bot.slack.replies import Replies


def kinds_of(
    around: Surroundings,
    who: Identity,
    directory: Directory,
    incidents_channel: IncidentsChannel,
    echoes: Echoes,
) -> Kinds:
    gateway = around.gateway

    async def announced(order: Order) -> str:
        if order.effect.error is not None:
            incidents_channel.forget()
        return await incidents_channel.id()

    async def room_or_declarer(order: Order) -> str:
        if "channel" in order.results:
            return await post.in_the_room(order)
        return await link.direct_channel(gateway, order.incident.declared_by)

    async def to_one(order: Order) -> str:
        return await link.direct_channel(gateway, order.content["user"])

    return Kinds(
        channel=channel.Channel(gateway, around.database, who.user),
        topic=setting.Topic(gateway),
        purpose=setting.Purpose(gateway),
        pin=setting.Pin(gateway),
        members=members.Members(gateway, directory),
        invitation=invitation.Invitation(gateway, directory),
        bookmark=bookmark.Bookmark(gateway),
        card=post.Message(gateway, post.in_the_room, echoes.expect),
        announcement=post.Message(gateway, announced, echoes.expect),
        trouble=post.Message(gateway, room_or_declarer, echoes.expect),
        said=post.Message(gateway, post.in_the_room, echoes.expect),
        direct=post.Said(gateway, to_one, echoes.expect),
        whispered=post.Whisper(gateway),
        archive=archive.Archive(gateway),
        unarchive=archive.Unarchive(gateway),
        link=link.Link(gateway, Replies(around.session, around.metrics)),
    )
