"""What each event means, one line an event, committed in one transaction."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from bot.incident.ids import ChannelId, MessageTs, UserId
from bot.response.change import look_again
from bot.response.home import home_opened
from bot.response.ports import UnitOfWork
from bot.response.room import (
    channel_archived,
    channel_moved,
    channel_renamed,
    channel_unarchived,
    member_joined,
    member_left,
)
from bot.slack.directory import Directory
from bot.slack.effects.post import mark_of
from bot.slack.listeners import declare_marks
from bot.slack.mention_asker import MentionAsker
from bot.slack.tools import Tools
from bot.slack.words import typed_line, without_mention

Event = Mapping[str, Any]
Route = Callable[[Tools, MentionAsker, str], Awaitable[None]]
REMEMBERED_UTTERANCES = 1000
_HIDDEN = frozenset({"message_changed", "message_deleted"})
_FIELDS_OF_TALK = frozenset({None, "thread_broadcast", "file_share"})


class Events:
    def __init__(
        self,
        tools: Tools,
        directory: Directory,
        route: Route,
        heard: Callable[[str, str], None],
        confirm: Sequence[Callable[[str, str, str], Awaitable[None]]],
    ) -> None:
        """Of each message of our own that comes back, `heard` is told channel and ts, and
        `confirm` its mark as well, if it carries one.
        """
        self._tools = tools
        self._directory = directory
        self._route = route
        self._heard = heard
        self._confirm = confirm
        self._answers: OrderedDict[str, asyncio.Task[None]] = OrderedDict()
        self._meanings: Mapping[str, Callable[[Event], Awaitable[None]]] = {
            "message": self._message,
            "app_mention": self._message,
            "reaction_added": self._marked,
            "reaction_removed": self._marked,
            "app_home_opened": self._home,
            "member_joined_channel": self._joined,
            "member_left_channel": self._left,
            "channel_rename": self._renamed,
            "group_rename": self._renamed,
            "channel_id_changed": self._moved,
            "channel_archive": self._archived,
            "group_archive": self._archived,
            "channel_unarchive": self._unarchived,
            "group_unarchive": self._unarchived,
            "user_change": self._user,
            "team_join": self._user,
            "subteam_created": self._group,
            "subteam_updated": self._group,
            "subteam_members_changed": self._group_members,
        }

    @property
    def understood(self) -> frozenset[str]:
        return frozenset(self._meanings)

    async def __call__(self, body: Mapping[str, Any]) -> None:
        event: Event = body["event"]
        meaning = self._meanings.get(str(event.get("type")))
        if meaning is not None:
            await meaning(event)

    async def _message(self, event: Event) -> None:
        if event.get("subtype") in _HIDDEN:
            await declare_marks.if_gone(self._tools, event)
            return
        if event.get("user") == self._tools.bot_user or mark_of(event):
            await self._own(event)
        elif event.get("subtype") in _FIELDS_OF_TALK and not event.get("bot_id"):
            await self._typed(event)

    async def _own(self, event: Event) -> None:
        """Our own post came back: the sockets hear, and an answer that was lost is made good."""
        self._heard(event["channel"], event["ts"])
        if mark := mark_of(event):
            for confirm in self._confirm:
                await confirm(mark, event["channel"], event["ts"])

    async def _typed(self, event: Event) -> None:
        text = without_mention(str(event.get("text") or ""), self._tools.bot_user)
        if text is not None:
            await self._asked(event, text)

    async def _asked(self, event: Event, text: str) -> None:
        asker = MentionAsker(
            user=UserId(event["user"]),
            channel=ChannelId(event["channel"]),
            ts=MessageTs(event["ts"]),
            thread=MessageTs(event["thread_ts"]) if event.get("thread_ts") else None,
            gateway=self._tools.gateway,
            later=self._tools.boundary.later,
        )
        await self._once_per_utterance(asker, typed_line(text))

    async def _once_per_utterance(self, asker: MentionAsker, text: str) -> None:
        """`message` and `app_mention` tell of the same words; whichever comes first is answered.

        What comes while that is under way is acked when it has ended, and fails with it.
        """
        if asker.key not in self._answers:
            self._answers[asker.key] = asyncio.create_task(self._answer(asker, text))
            if len(self._answers) > REMEMBERED_UTTERANCES:
                self._answers.popitem(last=False)
        await asyncio.shield(self._answers[asker.key])

    async def _answer(self, asker: MentionAsker, text: str) -> None:
        done = False
        try:
            await self._route(self._tools, asker, text)
            done = True
        finally:
            if not done:  # Slack repeats it
                self._answers.pop(asker.key, None)

    async def _marked(self, event: Event) -> None:
        await declare_marks.marked(self._tools, event)

    async def _home(self, event: Event) -> None:
        """Slack tells of every look, also at the messages beside it."""
        if event.get("tab") != "home":
            return
        now = self._tools.desk.clock.now()
        async with self._tools.desk.ledger.work() as work:
            await home_opened(work, UserId(event["user"]), now, nothing_there="view" not in event)
        self._tools.desk.waker.rescan()

    async def _joined(self, event: Event) -> None:
        desk = self._tools.desk
        channel, user = ChannelId(event["channel"]), UserId(event["user"])
        greeted, now = await self._is_human(user), desk.clock.now()
        async with desk.ledger.work() as work:
            at = _moment(event, now)
            speaks = await member_joined(work, channel, user, at, greeted=greeted)
            if speaks is not None:
                await look_again(work, speaks, now)
        if speaks is not None:
            desk.waker.wake(speaks)
        desk.waker.rescan()

    async def _is_human(self, user: UserId) -> bool:
        """Of whom we know nothing Slack is asked: what they are told is in their language."""
        directory = self._tools.desk.directory
        if user == self._tools.bot_user:
            return False
        person = await directory.known(user) or await directory.person(user)
        return person is None or not person.is_bot

    async def _left(self, event: Event) -> None:
        desk = self._tools.desk
        now = desk.clock.now()
        async with desk.ledger.work() as work:
            channel, user = ChannelId(event["channel"]), UserId(event["user"])
            speaks = await member_left(work, channel, user, _moment(event, now), now)
        if speaks is not None:
            desk.waker.wake(speaks)
        desk.waker.rescan()

    async def _renamed(self, event: Event) -> None:
        channel = event["channel"]

        async def rename(work: UnitOfWork, now: datetime) -> None:
            await channel_renamed(work, ChannelId(channel["id"]), channel["name"], None, now)

        await self._once(f"rename:{channel['id']}:{event.get('event_ts')}", rename)

    async def _moved(self, event: Event) -> None:
        before, after = ChannelId(event["old_channel_id"]), ChannelId(event["new_channel_id"])

        async def move(work: UnitOfWork, now: datetime) -> None:
            await channel_moved(work, before, after, now)

        await self._once(f"moved:{before}:{after}", move)

    async def _archived(self, event: Event) -> None:
        """By a person, or by the bot itself: then the fact is there already."""

        async def archive(work: UnitOfWork, now: datetime) -> None:
            await channel_archived(work, ChannelId(event["channel"]), _person(event), now)

        await self._once(f"archive:{event['channel']}:{event.get('event_ts')}", archive)

    async def _unarchived(self, event: Event) -> None:
        async def unarchive(work: UnitOfWork, now: datetime) -> None:
            await channel_unarchived(work, ChannelId(event["channel"]), _person(event), now)

        await self._once(f"unarchive:{event['channel']}:{event.get('event_ts')}", unarchive)

    async def _once(self, key: str, act: Callable[[UnitOfWork, datetime], Awaitable[None]]) -> None:
        now = self._tools.desk.clock.now()
        async with self._tools.desk.ledger.work() as work:
            if await work.intents.claim(key, now):
                await act(work, now)
        self._tools.desk.waker.rescan()

    async def _user(self, event: Event) -> None:
        await self._directory.keep([event["user"]])

    async def _group(self, event: Event) -> None:
        await self._directory.keep_groups([event["subteam"]])

    async def _group_members(self, event: Event) -> None:
        await self._directory.change_members(
            event["subteam_id"],
            added=[UserId(user) for user in event.get("added_users") or ()],
            removed=[UserId(user) for user in event.get("removed_users") or ()],
        )


def _person(event: Event) -> UserId | None:
    return UserId(event["user"]) if event.get("user") else None


def _moment(event: Event, now: datetime) -> datetime:
    """When Slack says it happened; joins and leaves that arrive in another order stay right."""
    ts = event.get("event_ts")
    return datetime.fromtimestamp(float(ts), UTC) if ts else now
