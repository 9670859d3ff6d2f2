"""Home: what somebody sees of all incidents, drawn for those who have opened it lately."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.incident.due import Nudge, due
from bot.incident.due_updates import update_owed
from bot.incident.home import Home
from bot.incident.ids import IncidentId, UserId
from bot.incident.incident import Incident
from bot.incident.lifecycle import OPEN, Status
from bot.incident.listing import Found, Listing
from bot.incident.roles import Role
from bot.incident.task import Task
from bot.response.find import nearest_page
from bot.response.permission import is_visitor
from bot.response.ports import Desk, UnitOfWork

KEPT_FRESH = timedelta(days=30)
"""Whoever has not looked for so long sees it drawn anew when they do."""
OPEN_SHOWN = 15
RECENT_SHOWN = 8
TASKS_SHOWN = 10
MINE = 20
PAGED = ("open", "tasks", "recent")
_LISTS = {"open": (OPEN, OPEN_SHOWN), "recent": (frozenset(Status) - OPEN, RECENT_SHOWN)}


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that is due from somebody now."""

    incident: Incident
    nudge: Nudge
    tasks: Sequence[Task]


@dataclass(frozen=True, kw_only=True, slots=True)
class HomeContent:
    user: UserId
    visitor: bool
    """A guest: sees the incidents whose channel they are in, and declares none."""
    pages: dict[str, int]
    open: Found
    recent: Found
    roles: Sequence[tuple[Incident, Role]]
    handovers: Sequence[Incident]
    """Offered to this person, and not yet answered."""
    tasks: Sequence[tuple[Incident, Task]]
    """The page of them that is shown."""
    tasks_total: int
    duties: Sequence[Duty]
    now: datetime
    again_at: datetime | None
    """When it will look different though nothing happens."""


async def home_opened(
    work: UnitOfWork, user: UserId, now: datetime, *, nothing_there: bool
) -> None:
    """`nothing_there`: Slack has nothing to show them."""
    before = await work.homes.get(user)
    if before is None:
        await work.homes.put(Home(person=user, opened_at=now))
        return
    stale = nothing_there or now - before.opened_at >= KEPT_FRESH
    change = {
        "opened_at": max(now, before.opened_at),
        "revision": before.revision + 1,
        "shown": None if stale else before.shown,
    }
    await work.homes.put(before.model_copy(update=change))


async def turn_page(desk: Desk, user: UserId, part: str, page: int) -> None:
    now = desk.clock.now()
    async with desk.ledger.work() as work:
        home = await work.homes.get(user) or Home(person=user, opened_at=now)
        pages = {**home.pages, part: max(page, 0)}
        change = {"pages": pages, "revision": home.revision + 1, "shown": None}
        await work.homes.put(home.model_copy(update=change))
    desk.waker.rescan()


async def home_of(desk: Desk, home: Home) -> HomeContent:
    """Raises NotForDeactivated."""
    user, now, policy = home.person, desk.clock.now(), desk.policy()
    visitor = await is_visitor(desk, user)
    pages = dict(home.pages)
    everything = Listing(by=user, inside=visitor)
    async with desk.ledger.look() as work:
        open_, pages["open"] = await nearest_page(work, _list(everything, home, "open"))
        recent, pages["recent"] = await nearest_page(work, _list(everything, home, "recent"))
        mine = await work.search.page(replace(everything, statuses=OPEN, mine=True, limit=MINE))
        tasks = await _tasks(work, user, everything)
        nudges = [
            Duty(incident, nudge, of)
            for incident in mine.incidents
            for of in [await work.tasks.of(incident.id)]
            for nudge in (*due(incident, of, policy), *update_owed(incident, policy))
            if nudge.to == user and not nudge.only_follows
        ]
    shown, pages["tasks"] = _cut(tasks, pages.get("tasks", 0))
    return HomeContent(
        user=user,
        visitor=visitor,
        pages=pages,
        open=open_,
        recent=recent,
        roles=_roles(mine.incidents, user),
        handovers=[i for i in mine.incidents if _is_offered(i, user)],
        tasks=shown,
        tasks_total=len(tasks),
        duties=[duty for duty in nudges if duty.nudge.at <= now],
        now=now,
        again_at=_again_at(nudges, tasks, now),
    )


def _list(everything: Listing, home: Home, part: str) -> Listing:
    statuses, limit = _LISTS[part]
    offset = home.pages.get(part, 0) * limit
    return replace(everything, statuses=statuses, limit=limit, offset=offset)


async def _tasks(
    work: UnitOfWork, user: UserId, everything: Listing
) -> list[tuple[Incident, Task]]:
    """What is due first comes first; nothing of a private room that this person has left."""
    rooms = await work.members.incidents_of(user)
    incidents: dict[IncidentId, Incident] = {}
    found: list[tuple[Incident, Task]] = []
    for task in sorted(await work.tasks.open_of(user), key=_by_due):
        if task.incident not in incidents:
            incidents[task.incident] = await work.incidents.get(task.incident)
        incident = incidents[task.incident]
        hidden = incident.private and incident.declared_by != user
        if incident.id in rooms or not (hidden or everything.inside):
            found.append((incident, task))
    return found


def _by_due(task: Task) -> tuple[bool, datetime]:
    return task.due_at is None, task.due_at or task.created_at


def _cut(
    tasks: Sequence[tuple[Incident, Task]], page: int
) -> tuple[Sequence[tuple[Incident, Task]], int]:
    page = min(page, max(0, (len(tasks) - 1) // TASKS_SHOWN))
    return tasks[page * TASKS_SHOWN : (page + 1) * TASKS_SHOWN], page


def _roles(incidents: Sequence[Incident], user: UserId) -> list[tuple[Incident, Role]]:
    held = ((i, role, holding) for i in incidents for role, holding in i.roles.items())
    return [(incident, role) for incident, role, holding in held if holding.user == user]


def _is_offered(incident: Incident, user: UserId) -> bool:
    offer = incident.handover
    return offer is not None and offer.end is None and offer.to == user


def _again_at(
    duties: Sequence[Duty], tasks: Sequence[tuple[Incident, Task]], now: datetime
) -> datetime | None:
    times = [duty.nudge.at for duty in duties]
    times += [task.due_at for _, task in tasks if task.due_at is not None]
    return min((at for at in times if at > now), default=None)
