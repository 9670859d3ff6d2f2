"""Keeping Home tabs fresh: for whoever opened theirs lately, when something they show changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.incident.errors import NotForDeactivated
from bot.incident.home import Home
from bot.incident.ids import UserId
from bot.language import Tongue
from bot.response.home import KEPT_FRESH, HomeContent, home_of
from bot.response.outcomes import Busy, NotDone, Refused
from bot.response.ports import Desk
from bot.slack.gateway import Gateway
from bot.slack.views.blocks import View
from bot.slack.views.home import Drawer
from bot.telemetry.logs import logger

SPACING = timedelta(seconds=3)
"""Between two drawings for one person; what they do themselves is answered at once."""
EACH = timedelta(seconds=0.1)
"""What each person adds to that, so that many of them do not keep the bot busy."""
PAUSE = timedelta(seconds=30)
"""After Slack was busy or did not answer."""

log = logger(__name__)


class HomesDue:
    """A source of the scheduler. What is on show is in the database; the rest can be lost."""

    def __init__(self, desk: Desk, gateway: Gateway, tongue_of: Callable[[UserId], Tongue]) -> None:
        self._desk = desk
        self._gateway = gateway
        self._tongue_of = tongue_of
        self._pulse = ""
        self._stale: set[UserId] = set()
        self._not_before: dict[UserId, datetime] = {}
        self._changes_at: dict[UserId, datetime] = {}
        self._closed_until: datetime | None = None

    async def next_due(self) -> datetime | None:
        homes = await self._homes()
        times = [self._due(home, self._desk.clock.now()) for home in homes]
        soonest = min((at for at in times if at is not None), default=None)
        if soonest is None or self._closed_until is None:
            return soonest
        return max(soonest, self._closed_until)

    async def run_due(self, now: datetime) -> None:
        self._closed_until = None
        homes = await self._homes()
        for home in homes:
            at = self._due(home, now)
            if at is not None and at <= now:
                self._not_before[home.person] = now + max(SPACING, EACH * len(homes))
                if not await self._refreshed(home, now):
                    return

    async def _homes(self) -> list[Home]:
        """Those to keep fresh; all are stale when anything has changed since the last time."""
        since = self._desk.clock.now() - KEPT_FRESH
        async with self._desk.ledger.look() as work:
            homes = list(await work.homes.opened_since(since))
            pulse = await work.homes.pulse() if homes else self._pulse
        if pulse != self._pulse:
            self._pulse = pulse
            self._stale = {home.person for home in homes}
        return homes

    def _due(self, home: Home, now: datetime) -> datetime | None:
        if home.shown is None:
            return now
        if home.person in self._stale:
            return self._not_before.get(home.person, now)
        return self._changes_at.get(home.person)

    async def _refreshed(self, home: Home, now: datetime) -> bool:
        """False when Slack is to be left alone for a while."""
        self._stale.discard(home.person)
        self._changes_at.pop(home.person, None)
        try:
            await self._draw(home)
        except (NotForDeactivated, Refused) as failure:
            log.info("home given up", user=home.person, why=str(failure))
            async with self._desk.ledger.work() as work:
                await work.homes.remove(home.person)
        except NotDone as failure:
            self._stale.add(home.person)
            seconds = failure.retry_after if isinstance(failure, Busy) else None
            self._closed_until = now + (timedelta(seconds=seconds) if seconds else PAUSE)
            return False
        return True

    async def _draw(self, home: Home) -> None:
        content = await home_of(self._desk, home)
        if content.again_at is not None:
            self._changes_at[home.person] = content.again_at
        view = await self._view(content)
        plain = json.dumps(view, sort_keys=True, ensure_ascii=False)
        digest = hashlib.sha256(plain.encode()).hexdigest()[:32]
        if digest != home.shown:
            await self._gateway.call("views.publish", user_id=home.person, view=view)
            async with self._desk.ledger.work() as work:
                await work.homes.drawn(home, digest)

    async def _view(self, content: HomeContent) -> View:
        offers = (incident.handover for incident in content.handovers)
        names: dict[UserId, str] = {}
        for user in {offer.by for offer in offers if offer} | {content.user}:
            if person := await self._desk.directory.known(user):
                names[user] = person.name
        tongue = self._tongue_of(content.user)
        return Drawer(content, self._desk.policy(), tongue, names).view()
