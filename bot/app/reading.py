"""When channels are read back: at the start, after a silence, each hour; an adopted one at once."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from datetime import datetime, timedelta

from bot.incident.ids import IncidentId
from bot.incident.incident import Incident
from bot.incident.read_back import OpenChannel
from bot.response.outcomes import Busy, NotDone, Refused
from bot.response.ports import Desk
from bot.slack.backfill import Backfill, Job
from bot.slack.pages import PACED
from bot.telemetry.logs import logger

EVERY = timedelta(hours=1)
PAUSE = timedelta(minutes=1)
"""Before what Slack did not answer is tried again."""

log = logger(__name__)


class ReadingBack:
    """A source of due work: the readings that are under way, a step of each in its turn.

    What the bot was reading when it was stopped is in the ledger, and goes on where it was.
    """

    def __init__(self, desk: Desk, backfill: Backfill) -> None:
        self._desk = desk
        self._backfill = backfill
        self._jobs: list[Job] = []
        self._round_at = self._not_before = self._refused_until = desk.clock.now()
        self._silence = False

    def at_once(self) -> None:
        """Something may not have been heard; to be followed by a `rescan`."""
        self._silence = True

    async def next_due(self) -> datetime | None:
        if self._jobs or self._silence:
            return max(self._not_before, self._desk.clock.now())
        adopted = await self._adopted()
        again = max(self._not_before, self._refused_until)
        return min(self._round_at, again) if adopted else self._round_at

    async def run_due(self, now: datetime) -> None:
        await self._line_up()
        while self._jobs and self._desk.clock.now() >= self._not_before:
            await self._one_step(self._first())
            await self._line_up()

    def _first(self) -> Job:
        """What was said just now comes before what was said long ago."""
        return next((job for job in self._jobs if not job.whole), self._jobs[0])

    async def _one_step(self, job: Job) -> None:
        now = self._desk.clock.now()
        self._jobs.remove(job)
        self._jobs.append(job)  # whatever comes of it, the others are next
        try:
            done = await self._backfill.step(job)
        except Refused as refused:
            log.info("cannot read back", incident=job.incident, why=refused.why)
            self._refused_until, done = now + PAUSE, True
        except NotDone as failure:
            self._wait(failure, now)
            return
        if done:
            self._jobs.remove(job)
        if done and job.again:
            self._jobs.append(Job(job.incident, whole=True))

    def _wait(self, failure: NotDone, now: datetime) -> None:
        seconds = failure.retry_after if isinstance(failure, Busy) else None
        self._not_before = now + (PAUSE if seconds is None else timedelta(seconds=seconds))
        if failure.why != PACED:
            log.warning("reading back put off", what=failure.what, why=failure.why)

    async def _line_up(self) -> None:
        if self._silence:
            self._silence = False
            self._add(_lately(one) for one in await self._open())
        if self._desk.clock.now() >= self._round_at:
            self._round_at = self._desk.clock.now() + EVERY
            every, lined_up = await self._open(), self._lined_up()
            self._add(job for one in every for job in _hourly(one, lined_up))
        rested = self._desk.clock.now() >= self._refused_until
        if rested and (adopted := await self._adopted()):
            self._add(Job(one.id, whole=True) for one in adopted)

    def _add(self, jobs: Iterable[Job]) -> None:
        lined_up = self._lined_up()
        self._jobs += [job for job in jobs if (job.incident, job.whole) not in lined_up]

    def _lined_up(self) -> set[tuple[IncidentId, bool]]:
        return {(job.incident, job.whole) for job in self._jobs}

    async def _open(self) -> Sequence[OpenChannel]:
        async with self._desk.ledger.look() as work:
            return await work.read_backs.open_channels()

    async def _adopted(self) -> Sequence[Incident]:
        async with self._desk.ledger.look() as work:
            return [one for one in await work.incidents.history_due() if _readable(one)]


def _lately(one: OpenChannel) -> Job:
    """Down to what is known for certain; an adopted channel is read as a whole first."""
    return Job(one.incident, whole=one.history_due and not one.under_way)


def _hourly(one: OpenChannel, lined_up: Container[tuple[IncidentId, bool]]) -> Sequence[Job]:
    """A reading that was broken off lacks what was said since it began."""
    if one.under_way and (one.incident, True) not in lined_up:
        return [Job(one.incident, whole=False), Job(one.incident, whole=True, again=True)]
    return [Job(one.incident, whole=True)]


def _readable(incident: Incident) -> bool:
    return incident.channel is not None and not incident.archived
