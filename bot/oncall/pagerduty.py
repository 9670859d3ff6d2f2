"""PagerDuty's schedules, by its REST API."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from pydantic import BaseModel, TypeAdapter, ValidationError

from bot.incident.on_call import Callee, Shift
from bot.oncall.fetching import Fetcher
from bot.response.outcomes import Refused

PAGE = 100
MOST_PAGES = 20
_SHIFTS: TypeAdapter[list[Shift]] = TypeAdapter(list[Shift])


class _User(BaseModel):
    """`summary` stands in every reference to somebody, the rest only in the whole person."""

    summary: str = ""
    name: str = ""
    email: str = ""


class _OnCall(BaseModel):
    """`end` lacks for somebody whose turn never ends."""

    user: _User
    start: datetime | None = None
    end: datetime | None = None


class _Answer(BaseModel):
    oncalls: list[_OnCall]
    more: bool = False


class PagerDuty:
    def __init__(self, fetcher: Fetcher, url: str, token: str) -> None:
        self._fetcher = fetcher
        self._url = url
        self._headers = {
            "Authorization": f"Token token={token}",
            "Accept": "application/vnd.pagerduty+json;version=2",
        }

    async def shifts(self, schedule: str, since: datetime, until: datetime) -> str:
        """As text that `read` understands. Raises NotDone."""
        found: dict[tuple[str, datetime, datetime], Shift] = {}
        for number in range(MOST_PAGES):
            answer = await self._page(schedule, since, until, number * PAGE)
            for shift in _shifts(answer, since, until):
                # A schedule that several escalation policies use is listed once for each.
                found[shift.who.identity, shift.start, shift.end] = shift
            if not answer.more:
                break
        return _SHIFTS.dump_json(list(found.values())).decode()

    async def _page(self, schedule: str, since: datetime, until: datetime, offset: int) -> _Answer:
        what = f"PagerDuty schedule {schedule}"
        page = await self._fetcher.get(
            what,
            f"{self._url}/oncalls",
            headers=self._headers,
            query={
                "schedule_ids[]": [schedule],
                "include[]": ["users"],
                "since": since.isoformat(),
                "until": until.isoformat(),
                "time_zone": "UTC",
                "limit": str(PAGE),
                "offset": str(offset),
            },
        )
        try:
            return _Answer.model_validate_json(page.text or "")
        except ValidationError:
            raise Refused(what, "an answer of another form") from None


def read(body: str) -> list[Shift]:
    return _SHIFTS.validate_json(body)


def _shifts(answer: _Answer, since: datetime, until: datetime) -> Iterator[Shift]:
    for one in answer.oncalls:
        name = one.user.name or one.user.summary or one.user.email
        who = Callee(name=name, email=one.user.email.lower())
        start, end = _utc(one.start or since), _utc(one.end or until)
        if start < end:
            yield Shift(who=who, start=start, end=end)


def _utc(at: datetime) -> datetime:
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
