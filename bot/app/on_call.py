"""Who is on call, wired: where schedules are read, and how often."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.app.surroundings import Surroundings
from bot.incident.on_call import OnCallPolicy
from bot.oncall.fetching import Fetcher
from bot.oncall.pagerduty import PagerDuty
from bot.oncall.people import People
from bot.oncall.rosters import Rosters
from bot.oncall.sources import Sources
from bot.response.ports import Clock
from bot.slack.addressbook import Addressbook

EVERY = timedelta(minutes=5)


def rosters_of(around: Surroundings) -> Rosters:
    def policy() -> OnCallPolicy:
        return around.policy().on_call

    fetcher, token = Fetcher(around.outside), around.settings.pagerduty_api_token
    service = None
    if token is not None:
        url = around.settings.pagerduty_api_url
        service = PagerDuty(fetcher, url, token.get_secret_value())
    sources = Sources(fetcher, around.policy.secret, service)
    book = Addressbook(around.gateway)
    people = People(policy, book, around.database, around.clock)
    return Rosters(policy, sources, people, around.database, around.clock)


class SchedulesDue:
    """A source of the scheduler: schedules are read at the start and then every few minutes."""

    def __init__(self, rosters: Rosters, clock: Clock) -> None:
        self._rosters = rosters
        self._clock = clock
        self._next = clock.now()

    async def next_due(self) -> datetime | None:
        return self._next if self._rosters.looks_outside else None

    async def run_due(self, now: datetime) -> None:
        self._next = now + EVERY
        await self._rosters.refresh()
