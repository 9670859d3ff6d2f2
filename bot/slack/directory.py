"""Who people are, asked of Slack once and remembered; kept fresh by Slack's own events."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.incident.ids import GroupId, UserId
from bot.incident.person import Person, UserGroup
from bot.response.outcomes import NotDone
from bot.response.ports import Clock, Ledger, UnitOfWork
from bot.slack.gateway import Gateway
from bot.telemetry.logs import logger

STALE = timedelta(hours=24)
PATIENCE = 1.0
"""Seconds that one unknown person may cost before a commit."""

log = logger(__name__)


class Directory:
    def __init__(self, gateway: Gateway, ledger: Ledger, clock: Clock, team: str) -> None:
        self._gateway = gateway
        self._ledger = ledger
        self._clock = clock
        self._team = team
        self._known: dict[UserId, Person] = {}

    def remembered(self, user: UserId) -> Person | None:
        """At once, from memory; for the language of an answer that cannot wait."""
        return self._known.get(user)

    async def person(self, user: UserId) -> Person | None:
        """Fresh if that costs at most a second, else the last that is known, else None."""
        known = await self.known(user)
        if known is not None and self._clock.now() - known.known_at < STALE:
            return known
        return await self._ask(user) or known

    async def known(self, user: UserId) -> Person | None:
        return self._known.get(user) or await self._read(user)

    async def members(self, group: GroupId) -> frozenset[UserId]:
        """The members of a user group. Raises NotDone when it is unknown and Slack cannot say."""
        async with self._ledger.look() as work:
            known = await work.people.group(group)
        if known is not None and self._clock.now() - known.known_at < STALE:
            return frozenset(known.members)
        answer = await self._gateway.call("usergroups.users.list", usergroup=group)
        return frozenset(UserId(user) for user in answer.get("users") or [])

    async def fill(self) -> None:
        """Read everybody and every group; people act meanwhile."""
        async with self._ledger.look() as work:
            await self._recall(work)
        users = self._gateway.pages("users.list", "members", limit=200, include_locale=True)
        await self.keep([user async for user in users])
        try:
            answer = await self._gateway.call("usergroups.list", include_users=True)
        except NotDone as failure:  # a paid feature; without it there are no groups
            log.info("no user groups", why=failure.why)
            return
        await self.keep_groups(answer.get("usergroups") or [])

    async def keep(self, users: Iterable[Mapping[str, Any]]) -> None:
        now = self._clock.now()
        people = [person_of(user, self._team, now) for user in users]
        async with self._ledger.work() as work:
            await work.people.put(people)
        self._known.update({person.id: person for person in people})

    async def keep_groups(self, groups: Iterable[Mapping[str, Any]]) -> None:
        now = self._clock.now()
        async with self._ledger.work() as work:
            await work.people.put_groups(group_of(group, now) for group in groups)

    async def change_members(
        self, group: GroupId, *, added: Iterable[UserId], removed: Iterable[UserId]
    ) -> None:
        """A group that is not known yet is read whole when it is first needed."""
        async with self._ledger.work() as work:
            known = await work.people.group(group)
            if known is not None:
                members = (set(known.members) | set(added)) - set(removed)
                changed = known.model_copy(update={"members": tuple(sorted(members))})
                await work.people.put_groups([changed])

    async def _read(self, user: UserId) -> Person | None:
        async with self._ledger.look() as work:
            return self._remember(await work.people.get(user))

    async def _recall(self, work: UnitOfWork) -> None:
        for person in await work.people.everybody():
            self._known.setdefault(person.id, person)

    async def _ask(self, user: UserId) -> Person | None:
        try:
            async with asyncio.timeout(PATIENCE):
                answer = await self._gateway.call("users.info", user=user, include_locale=True)
        except (NotDone, TimeoutError) as failure:
            log.info("person unknown", user=user, why=str(failure))
            return None
        await self.keep([answer["user"]])
        return self._known[user]

    def _remember(self, person: Person | None) -> Person | None:
        if person is not None:
            self._known[person.id] = person
        return person


def person_of(user: Mapping[str, Any], team: str, now: datetime) -> Person:
    profile = user.get("profile") or {}
    name = profile.get("display_name") or profile.get("real_name") or user.get("name")
    return Person(
        id=UserId(user["id"]),
        name=str(name or user["id"]),
        locale=user.get("locale"),
        zone=user.get("tz"),
        is_bot=bool(user.get("is_bot")),
        guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        foreign=bool(user.get("is_stranger")) or user.get("team_id", team) != team,
        deactivated=bool(user.get("deleted")),
        known_at=now,
    )


def group_of(group: Mapping[str, Any], now: datetime) -> UserGroup:
    return UserGroup(
        id=GroupId(group["id"]),
        handle=str(group.get("handle") or group["id"]),
        members=tuple(UserId(user) for user in group.get("users") or ()),
        deactivated=bool(group.get("date_delete")),
        known_at=now,
    )
