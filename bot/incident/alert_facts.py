"""The facts of alerts on an incident's timeline, and what they do to its state."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict

from bot.incident.ids import UserId
from bot.incident.lifecycle import OPEN
from bot.incident.moments import Moment
from bot.incident.suggestion import Gathered, Source

if TYPE_CHECKING:
    from bot.incident.incident import Incident
    from bot.incident.timeline import TimelineEntry


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class Alerts(_Value):
    """The part of an incident's state that alerts made."""

    linked: tuple[Gathered, ...] = ()
    more: int = 0
    """So many beside those that are kept one by one."""
    message: Source | None = None
    """From which it was declared."""
    message_link: str | None = None

    @property
    def clear_since(self) -> datetime | None:
        """When the last of them ended; None while one fires, or there is none."""
        ends = [one.ends_at for one in self.linked]
        known = [at for at in ends if at is not None]
        return max(known) if known and len(known) == len(ends) else None

    def one(self, id: str) -> Gathered | None:
        return next((one for one in self.linked if one.id == id), None)


class FromMessage(_Value):
    """It was declared from this message, or linked to it."""

    kind: Literal["from_message"] = "from_message"
    message: Source
    link: str | None = None


class AlertsLinked(_Value):
    """`more`: so many beside those that are told one by one."""

    kind: Literal["alerts_linked"] = "alerts_linked"
    alerts: tuple[Gathered, ...]
    more: int = 0
    title: str = ""
    """What the suggestion was called."""


class AlertAcknowledged(_Value):
    """At its source. `user`: who that is here, if it is known."""

    kind: Literal["alert_acknowledged"] = "alert_acknowledged"
    alert: Gathered
    user: UserId | None = None


class AlertCleared(_Value):
    kind: Literal["alert_cleared"] = "alert_cleared"
    alert: Gathered


class AlertFired(_Value):
    """Once more, after it had ended."""

    kind: Literal["alert_fired"] = "alert_fired"
    alert: Gathered


class AlertsCarried(_Value):
    """From an incident that went into this one."""

    kind: Literal["alerts_carried"] = "alerts_carried"
    alerts: tuple[Gathered, ...]
    more: int = 0


class AlertsParted(_Value):
    """The incident they came from goes its own way again."""

    kind: Literal["alerts_parted"] = "alerts_parted"
    ids: tuple[str, ...]


AlertFact = (
    FromMessage
    | AlertsLinked
    | AlertAcknowledged
    | AlertCleared
    | AlertFired
    | AlertsCarried
    | AlertsParted
)


def alerted(incident: Incident, entry: TimelineEntry) -> dict[str, Any]:
    """What a fact of alerts makes of the state. Pure."""
    now = incident.alerts
    match entry.fact:
        case FromMessage(message=message, link=link) if now.message is None:
            change = {"message": message, "message_link": link}
            return {"alerts": now.model_copy(update=change)}
        case AlertsLinked(alerts=alerts, more=more) | AlertsCarried(alerts=alerts, more=more):
            after = _with(now, *alerts).model_copy(update={"more": now.more + more})
            return {"alerts": after, "moments": _detected(incident, alerts)}
        case AlertAcknowledged(alert=alert):
            at = alert.acknowledged_at or entry.occurred_at
            return {"alerts": _with(now, alert), **_acknowledged(incident, at)}
        case AlertsParted(ids=ids):
            left = tuple(one for one in now.linked if one.id not in ids)
            return {"alerts": now.model_copy(update={"linked": left})}
        case AlertCleared(alert=alert) | AlertFired(alert=alert):
            return {"alerts": _with(now, alert)}
    return {}


def _with(now: Alerts, *alerts: Gathered) -> Alerts:
    held = {one.id: one for one in now.linked} | {one.id: one for one in alerts}
    return now.model_copy(update={"linked": tuple(held.values())})


def _detected(incident: Incident, alerts: tuple[Gathered, ...]) -> Any:
    """The first alert detected it, if that was before it was declared."""
    known = incident.moments.detected
    starts = [one.starts_at for one in alerts] + ([known] if known else [])
    return incident.moments.noting(Moment.DETECTED, min(starts)) if starts else incident.moments


def _acknowledged(incident: Incident, at: datetime) -> dict[str, Any]:
    known = incident.moments.acknowledged
    if incident.status not in OPEN or (known is not None and known <= at):
        return {}
    return {"moments": incident.moments.noting(Moment.ACKNOWLEDGED, at)}


def alert_people(fact: object) -> Iterator[UserId]:
    """Those whose names a sentence about it needs."""
    match fact:
        case AlertAcknowledged(user=user) if user:
            yield user
        case FromMessage(message=message) if message.by.startswith(("U", "W")):
            yield UserId(message.by)
