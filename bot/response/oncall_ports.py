"""What verbs need to know of who is on call; `oncall`, `storage` and `slack` provide it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from bot.incident.ids import UserId
from bot.incident.on_call import Feed, Match, Roster


class OnCall(Protocol):
    async def roster(self, schedule: str) -> Roster | None:
        """Whose turn it is now and next, as far as is known; None for a schedule that is not."""
        ...

    async def rosters(self) -> Sequence[Roster]: ...


class Addressbook(Protocol):
    async def user_of(self, email: str) -> UserId | None:
        """Who in Slack has this address, or nobody. Raises NotDone when Slack cannot say."""
        ...


class Feeds(Protocol):
    """What was read of schedules, and who the people in them are."""

    async def get(self, schedule: str) -> Feed | None: ...
    async def put(self, feed: Feed) -> None: ...
    async def matches(self, emails: Collection[str]) -> Mapping[str, Match]: ...
    async def put_match(self, match: Match) -> None: ...
