"""Where schedules are read: calendar feeds by their names, and PagerDuty."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.incident.on_call import Feed, Schedule, Shift
from bot.oncall import icalendar, pagerduty
from bot.oncall.fetching import Fetcher
from bot.oncall.pagerduty import PagerDuty
from bot.response.outcomes import Refused

BACK, AHEAD = timedelta(days=1), timedelta(days=45)
"""So far PagerDuty is asked; of a feed, its rules can tell any time."""


class Sources:
    def __init__(
        self, fetcher: Fetcher, secret: Callable[[str], str | None], service: PagerDuty | None
    ) -> None:
        """`secret`: by its name, such as a feed's address. `service`: None without a token."""
        self._fetcher = fetcher
        self._secret = secret
        self._service = service

    def digest(self, schedule: Schedule) -> str:
        feed = self._secret(schedule.feed_from) if schedule.feed_from else ""
        return hashlib.sha256(f"{feed} {schedule.pagerduty}".encode()).hexdigest()[:32]

    async def read(self, schedule: Schedule, kept: Feed, now: datetime) -> Feed:
        """What stands there now. Raises NotDone; what is rubbish is refused."""
        if schedule.pagerduty:
            if self._service is None:
                raise Refused("PagerDuty", "no token")
            body = await self._service.shifts(schedule.pagerduty, now - BACK, now + AHEAD)
            return kept.model_copy(update={"body": body, "read_at": now, "error": ""})
        return await self._feed(schedule, kept, now)

    async def _feed(self, schedule: Schedule, kept: Feed, now: datetime) -> Feed:
        url, what = self._secret(schedule.feed_from), f"schedule {schedule.key}"
        if url is None:
            raise Refused(what, "no address")
        known = {"If-None-Match": kept.etag, "If-Modified-Since": kept.modified}
        asked = {name: value for name, value in known.items() if value and kept.read_at}
        page = await self._fetcher.get(what, url, headers=asked)
        fresh = {"read_at": now, "error": ""}
        if page.text is None:
            return kept.model_copy(update=fresh)
        changed = {"body": page.text, "etag": page.etag, "modified": page.modified}
        return kept.model_copy(update={**fresh, **changed})


def shifts_of(schedule: Schedule, body: str, since: datetime, until: datetime) -> Sequence[Shift]:
    """Takes long for a long feed. Raises NotACalendar."""
    if schedule.pagerduty:
        return pagerduty.read(body)
    return icalendar.shifts(body, schedule.zone, since, until)
