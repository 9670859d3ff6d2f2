"""What a post-mortem still asks of whom, and when each hears of it: in their working hours only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.incident.due_tasks import Reach, answerable
from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.lifecycle import Status
from bot.incident.nudge import Nudge
from bot.incident.policy import Policy
from bot.incident.postmortem.state import Postmortem, PostmortemStatus
from bot.incident.review_policy import meeting_due
from bot.incident.working_hours import A_DAY

OWNED, UNOWNED, REST = "review.owned", "review.unowned", "review.rest"
DRAFT_DUE, DRAFT_LATE = "review.draft_due", "review.draft_late"
APPROVAL_WANTED, APPROVAL_LATE = "review.approval_wanted", "review.approval_late"
UNPUBLISHED, MEETING_WANTED = "review.unpublished", "review.meeting_wanted"
_NUDGE = "nudge:review:"
_TO_DO = frozenset({PostmortemStatus.DRAFT, PostmortemStatus.IN_REVIEW})


@dataclass(frozen=True, slots=True)
class Step:
    """To somebody, not before that time. Of one ladder only the newest that was reached counts."""

    name: str
    what: str
    at: datetime
    to: UserId
    workdays: int = 0
    """So many working days later, by the days of whoever hears it."""


@dataclass(frozen=True, slots=True)
class Leads:
    """Who hears when its owner does not act."""

    users: tuple[UserId, ...]


def review_reminders(
    incident: Incident, leads: Leads, policy: Policy, reach: Reach, now: datetime
) -> Iterator[Nudge]:
    """All that is due, and of each ladder what comes next."""
    if incident.status is not Status.RESOLVED:
        return
    for nudge in rest(incident):
        late = nudge.to is not None and nudge.at <= now
        step = Step("rest", REST, nudge.at, nudge.to or answerable(incident))
        yield replace(nudge, at=_not_at_night(step, reach, now)) if late else nudge
    if not incident.postmortem.is_drafted:
        return
    for name, steps in _ladders(incident, leads, policy, reach):
        placed = sorted((_in_hours(step, reach) for step in steps), key=lambda step: step.at)
        there = [step for step in placed if not reach.is_gone(step.to)]
        reached = [step for step in there if step.at <= now]
        newest = reached[-1].name if reached else ""
        for step in reached:
            if step.name == newest:
                yield _nudge(name, replace(step, at=_not_at_night(step, reach, now)))
        yield from (_nudge(name, step) for step in there[len(reached) :][:1])


def _not_at_night(step: Step, reach: Reach, now: datetime) -> datetime:
    """What could not be said in its hours waits for the next."""
    at = reach.hours.next_open(now, reach.zone_of(step.to))
    return step.at if at <= now else at


def _in_hours(step: Step, reach: Reach) -> Step:
    zone, hours = reach.zone_of(step.to), reach.hours
    at = hours.next_open(step.at, zone)
    if step.workdays:
        day = hours.workdays_after(at.astimezone(ZoneInfo(zone)).date(), step.workdays)
        at = hours.opening(day, zone)
    return replace(step, at=at)


def rest(incident: Incident) -> Iterator[Nudge]:
    """What a resolution left is asked for in the morning, in one message."""
    until, since = incident.postmortem.review.rest_at, incident.status_at
    if is_put_off(incident) and until is not None and since is not None:
        key = f"{_NUDGE}rest:{int(since.timestamp())}"
        yield Nudge(key=key, what=REST, at=until, to=incident.status_by or answerable(incident))


def is_put_off(incident: Incident) -> bool:
    """Of this resolution, not of one before it."""
    until, since = incident.postmortem.review.rest_at, incident.status_at
    return until is not None and since is not None and until > since


def _ladders(
    incident: Incident, leads: Leads, policy: Policy, reach: Reach
) -> Iterator[tuple[str, Sequence[Step]]]:
    state = incident.postmortem
    status, round_, owner = state.status, _round(state), _owner(incident, reach)
    if status is PostmortemStatus.DRAFT:
        yield f"owner:{_owner_since(state)}", list(_owned(incident))
        yield f"draft:{round_}", list(_draft(incident, leads, owner))
    if status in _TO_DO and state.meeting_at is None:
        yield f"meeting:{round_}", list(_meeting(incident, leads, policy, reach, owner))
    if status is PostmortemStatus.IN_REVIEW:
        for user in state.review.missing:
            yield f"approval:{round_}:{user}", list(_approval(state, user))
        yield f"stuck:{round_}", list(_stuck(incident, leads, owner))
    if status is PostmortemStatus.REVIEWED:
        yield f"publish:{round_}", list(_publish(incident, leads, owner))


def _round(state: Postmortem) -> int:
    """What happens again after it was returned is said again."""
    since = state.review.reviewed_at or state.review.asked_at or state.drafted_at
    return int(since.timestamp()) if since else 0


def _owner_since(state: Postmortem) -> str:
    since = state.review.owner_since or state.drafted_at
    return f"{state.owner or '-'}:{int(since.timestamp()) if since else 0}"


def _owned(incident: Incident) -> Iterator[Step]:
    """It was given to them by being in command, or by somebody; they may refuse it."""
    state = incident.postmortem
    since = state.review.owner_since or state.drafted_at
    if since is None:
        return
    if state.owner is None:
        yield Step("unowned", UNOWNED, since, _who_names_one(incident))
    elif not (is_put_off(incident) and state.owner == incident.status_by):
        yield Step("owned", OWNED, since, state.owner)


def _who_names_one(incident: Incident) -> UserId:
    asked = (answerable(incident), incident.status_by, incident.declared_by)
    refused = incident.postmortem.review.refused
    return next((user for user in asked if user and user not in refused), incident.declared_by)


def _draft(incident: Incident, leads: Leads, owner: UserId) -> Iterator[Step]:
    due = incident.postmortem.due_at
    if due is not None:
        yield Step("before", DRAFT_DUE, due - A_DAY, owner)
        yield Step("on", DRAFT_DUE, due, owner)
        yield Step("after", DRAFT_DUE, due, owner, 1)
        yield from _to_leads(DRAFT_LATE, due, leads, owner, 2)


def _meeting(
    incident: Incident, leads: Leads, policy: Policy, reach: Reach, owner: UserId
) -> Iterator[Step]:
    level, resolved = policy.severities.get(incident.severity), incident.moments.resolved
    zone = reach.zone_of(owner)
    due = meeting_due(level, resolved, zone, reach.hours) if resolved else None
    if due is not None:
        day = reach.hours.workday_before(due.astimezone(ZoneInfo(zone)).date())
        yield Step("before", MEETING_WANTED, reach.hours.opening(day, zone), owner)
        yield from _to_leads(MEETING_WANTED, due, leads, owner, 1)


def _approval(state: Postmortem, user: UserId) -> Iterator[Step]:
    asked = state.review.asked_at
    if asked is not None:
        yield Step("asked", APPROVAL_WANTED, asked, user)
        yield Step("again", APPROVAL_WANTED, asked, user, 1)
        yield Step("last", APPROVAL_WANTED, asked, user, 3)


def _stuck(incident: Incident, leads: Leads, owner: UserId) -> Iterator[Step]:
    asked = incident.postmortem.review.asked_at
    if asked is not None:
        yield Step("owner", APPROVAL_LATE, asked, owner, 4)
        yield from _to_leads(APPROVAL_LATE, asked, leads, owner, 6)


def _publish(incident: Incident, leads: Leads, owner: UserId) -> Iterator[Step]:
    at = incident.postmortem.review.reviewed_at
    if at is not None:
        yield Step("now", UNPUBLISHED, at, owner)
        yield Step("again", UNPUBLISHED, at, owner, 1)
        yield from _to_leads(UNPUBLISHED, at, leads, owner, 5)


def _to_leads(
    what: str, at: datetime, leads: Leads, owner: UserId, workdays: int
) -> Iterator[Step]:
    for user in leads.users:
        if user != owner:
            yield Step("lead", what, at, user, workdays)


def _owner(incident: Incident, reach: Reach) -> UserId:
    """Who owns it, or answers for it where nobody does, or they are gone."""
    asked = (incident.postmortem.owner, answerable(incident), incident.declared_by)
    return next((u for u in asked if u and not reach.is_gone(u)), incident.declared_by)


def _nudge(ladder: str, step: Step) -> Nudge:
    key = f"{_NUDGE}{ladder}:{step.name}:{step.to}"
    return Nudge(key=key, what=step.what, at=step.at, to=step.to)
