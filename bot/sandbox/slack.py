"""A local Slack: serves the Web API and Socket Mode on this machine while it is entered."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable, Sequence
from types import TracebackType
from typing import Any, Self

from bot.sandbox import staff
from bot.sandbox.backstage import Backstage
from bot.sandbox.call import Call
from bot.sandbox.conductor import Conductor
from bot.sandbox.conversation import Kind
from bot.sandbox.delivery import Delivery, Interaction
from bot.sandbox.doors import Doors
from bot.sandbox.events import Subscriptions, event_callback
from bot.sandbox.faults import Faults
from bot.sandbox.heard import Heard
from bot.sandbox.http_line import HttpLine
from bot.sandbox.people import Person
from bot.sandbox.server import Server
from bot.sandbox.sockets import Link, Sockets
from bot.sandbox.webapi import Credentials, WebApi
from bot.sandbox.workspace import SLACKBOT, Channel, Event, Member, Workspace

FOREIGN_TEAM = "T0FOREIGN"


class LocalSlack:
    """An async context manager; people, channels and faults may be made before it is entered.

    scopes and events are what the manifest grants, see bot.sandbox.manifest; None is everything.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.time,
        scopes: Iterable[str] | None = None,
        events: Iterable[str] | None = None,
        port: int = 0,
        team: str = "T0LOCAL",
    ) -> None:
        granted = None if scopes is None else frozenset(scopes)
        key = secrets.token_hex(12)
        self.bot_token = f"xoxb-{key}"
        self.app_token = f"xapp-1-{key}"
        self.signing_secret = secrets.token_hex(16)
        self.should_escape = True
        self.workspace = Workspace(clock, team)
        self.backstage = Backstage(self.workspace)
        self._people: dict[str, Person] = {}
        self._port = port
        self._subscriptions = Subscriptions(granted, events)
        self._sockets = Sockets(self.backstage.tickets)
        self.faults = Faults(self._sockets)
        self._delivery = Delivery(self._sockets, self.faults)
        credentials = Credentials(self.bot_token, self.app_token, granted)
        self._conductor = Conductor(self.faults, clock)
        self._web_api = WebApi(self.backstage, self._conductor, credentials)
        doors = Doors(self.backstage, self._conductor, credentials)
        self._server = Server(self.backstage, self._conductor, self._web_api, doors, self._sockets)
        self.workspace.listener = self._hear

    @property
    def api_url(self) -> str:
        return f"{self.backstage.base_url}/api/"

    @property
    def calls(self) -> list[Call]:
        """Every call received, oldest first; one through a response_url is "response_url"."""
        return self._conductor.calls

    @property
    def bot(self) -> Member:
        return self.workspace.bot

    @property
    def sockets(self) -> list[Link]:
        """The open Socket Mode connections."""
        return self._sockets.links

    @property
    def given_up(self) -> list[dict[str, Any]]:
        """The events whose retries were used up without an ack."""
        return self._delivery.given_up

    @property
    def rate_limits(self) -> bool:
        return self._web_api.rate_limits

    @rate_limits.setter
    def rate_limits(self, on: bool) -> None:
        self._web_api.rate_limits = on

    @property
    def patience(self) -> float:
        """Seconds of real time the bot has to ack; over HTTP, set it before http_events()."""
        return self._delivery.patience

    @patience.setter
    def patience(self, seconds: float) -> None:
        self._delivery.patience = seconds

    @property
    def redeliver_after(self) -> float:
        """Seconds of real time without an ack after which a socket event is sent again."""
        return self._delivery.redeliver_after

    @redeliver_after.setter
    def redeliver_after(self, seconds: float) -> None:
        self._delivery.redeliver_after = seconds

    @property
    def http_retry_delays(self) -> Sequence[float]:
        """Seconds before each repetition of an event that a request URL did not accept."""
        return self._delivery.http_retry_delays

    @http_retry_delays.setter
    def http_retry_delays(self, delays: Sequence[float]) -> None:
        self._delivery.http_retry_delays = delays

    @property
    def trigger_lifetime(self) -> float:
        return self.backstage.triggers.lifetime

    @trigger_lifetime.setter
    def trigger_lifetime(self, seconds: float) -> None:
        self.backstage.triggers.lifetime = seconds

    async def __aenter__(self) -> Self:
        await self._server.start(self._port)
        self._delivery.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._delivery.stop()
        await self._server.stop()

    def _hear(self, event: Event) -> None:
        if self._subscriptions.wants(event):
            self._delivery.put(event_callback(self.workspace, event))

    def http_events(self, url: str | None) -> None:
        """From now on send everything to this request URL; None: to the open sockets."""
        self._delivery.use(None if url is None else HttpLine(url, self.signing_secret))

    async def verify_url(self) -> bool:
        """Whether the request URL answers Slack's challenge, as one saved in the settings must."""
        challenge = secrets.token_hex(8)
        payload = {"token": "unused", "type": "url_verification", "challenge": challenge}
        heard = await self._delivery.challenge(payload)
        return heard.status == "ok" and challenge in (heard.body or {}).values()

    async def tell(self, kind: Interaction, payload: dict[str, Any]) -> Heard:
        """Send a command or an interaction and wait, three seconds at most, for the ack."""
        return await self._delivery.interact(kind, payload)

    async def settle(self, timeout: float = 5.0) -> None:
        """Until every event of what happened so far was acked, given up, or is held by a fault."""
        await self._delivery.settle(timeout)

    def person(
        self,
        name: str,
        *,
        locale: str = "en-US",
        tz: str = "Etc/UTC",
        guest: bool = False,
        deactivated: bool = False,
        foreign: bool = False,
    ) -> Person:
        """Made at first use, then the same; full members are in #general from the start."""
        if name not in self._people:
            member = self.workspace.add_member(
                name,
                locale=locale,
                tz=tz,
                is_restricted=guest,
                deleted=deactivated,
                team=FOREIGN_TEAM if foreign else self.workspace.team,
            )
            if not (guest or deactivated or foreign):
                self.workspace.general.members.add(member.id)
            self._people[name] = Person(self, member)
        return self._people[name]

    def newcomer(self, name: str) -> Person:
        """Somebody who joins the workspace now, which the bot is told."""
        person = self.person(name)
        staff.arrive(self.workspace, person.member)
        return person

    def user_group(self, handle: str, *people: Person) -> str:
        """The group's id; called again, it changes who is in it."""
        users = [person.id for person in people]
        group = self.workspace.group_named(handle)
        if group is None:
            return staff.make_group(self.workspace, handle, users).id
        staff.change_group(self.workspace, group, users)
        return group.id

    def channel(
        self,
        name: str,
        *,
        private: bool = False,
        members: Iterable[Person] = (),
        with_bot: bool = False,
    ) -> Channel:
        """Made at first use; members and the bot are added, without a word, as if long there."""
        try:
            channel = self.workspace.channel_named(name)
        except LookupError:
            kind: Kind = "private" if private else "public"
            channel = self.workspace.add_channel(name, kind, creator=SLACKBOT)
        channel.members |= {person.id for person in members}
        if with_bot:
            channel.members.add(self.bot.id)
        return channel
