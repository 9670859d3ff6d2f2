"""Every way in which the bot can act on Slack, each with what it needs for that."""

from __future__ import annotations

from bot.app.exports import making
from bot.app.identity import Identity
from bot.app.page_kinds import page_kinds
from bot.app.surroundings import Surroundings
from bot.app.update_kinds import update_kinds
from bot.response.calling import Switchboard
from bot.response.effects import Order
from bot.response.oncall_ports import OnCall
from bot.response.postmortem import Drafting
from bot.response.update_by_itself import ByItself
from bot.response.update_sending import Pen
from bot.slack.directory import Directory
from bot.slack.downloads import Downloads
from bot.slack.echo import Echoes
from bot.slack.effects import (
    adoption,
    archive,
    bookmark,
    channel,
    file,
    invitation,
    keep_file,
    link,
    members,
    post,
    reaction,
    removal,
    setting,
)
from bot.slack.effects.drawing import Kinds
from bot.slack.effects.post import Place
from bot.slack.gateway import Gateway
from bot.slack.incidents_channel import IncidentsChannel
from bot.slack.replies import Replies
from bot.slack.uploads import Uploads


def kinds_of(
    around: Surroundings,
    who: Identity,
    directory: Directory,
    incidents_channel: IncidentsChannel,
    echoes: Echoes,
    on_call: OnCall,
) -> Kinds:
    gateway, to_one = around.gateway, link.to_one(around.gateway)
    make, uploads = making(around), Uploads(gateway, around.session, around.metrics)
    return Kinds(
        channel=channel.Channel(gateway, around.database, who.user),
        adopted=adoption.Adopted(gateway),
        topic=setting.Topic(gateway),
        purpose=setting.Purpose(gateway),
        pin=setting.Pin(gateway),
        members=members.Members(gateway, directory, on_call),
        invitation=invitation.Invitation(gateway, directory, on_call),
        bookmark=bookmark.Bookmark(gateway),
        card=post.Message(gateway, post.in_the_room, echoes.expect),
        announcement=post.Message(gateway, _announced(incidents_channel), echoes.expect),
        trouble=post.Message(gateway, _room_or_declarer(gateway), echoes.expect),
        said=post.Message(gateway, post.in_the_room, echoes.expect),
        direct=post.Said(gateway, to_one, echoes.expect),
        pages=page_kinds(around, who, Switchboard(directory, on_call), to_one, echoes),
        struck=post.Strike(gateway),
        struck_direct=post.Strike(gateway, post.OUT_OF_REACH),
        whispered=post.Whisper(gateway),
        reaction=reaction.Reaction(gateway),
        archive=archive.Archive(gateway),
        unarchive=archive.Unarchive(gateway),
        file=file.File(gateway, uploads, file.in_the_room_unless_public(gateway), make),
        direct_file=file.File(gateway, uploads, to_one, make),
        keep_file=keep_file.KeepFile(gateway, _downloads(around), around.database, around.policy),
        removal=removal.Removal(gateway),
        by_itself=ByItself(Pen(around.words.updates, directory, around.policy)),
        drafting=Drafting(around.policy),
        link=link.Link(gateway, Replies(around.session, around.metrics)),
        updates=update_kinds(around, incidents_channel, echoes),
    )


def _downloads(around: Surroundings) -> Downloads:
    return Downloads(around.client, around.session, around.metrics)


def _announced(incidents_channel: IncidentsChannel) -> Place:
    async def place(order: Order) -> str:
        if order.effect.error is not None:
            incidents_channel.forget()
        return await incidents_channel.id()

    return place


def _room_or_declarer(gateway: Gateway) -> Place:
    async def place(order: Order) -> str:
        if "channel" in order.results:
            return await post.in_the_room(order)
        return await link.direct_channel(gateway, order.incident.declared_by)

    return place
