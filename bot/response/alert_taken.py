"""What came in about alerts, what of it is new, and whoever has to act on that."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.incident.alert import ChangeEvent, Delivery, Echo
from bot.incident.alert_news import AlertNews, News
from bot.incident.ids import ChannelId, IncidentId, MessageTs
from bot.incident.kept_alert import KeptAlert, Way
from bot.response.alert_folding import Telling
from bot.response.ports import UnitOfWork


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrived:
    """One request or one message. `source`: whose ids its deliveries have."""

    delivery: Delivery
    source: str
    at: datetime
    way: Way
    channel: ChannelId | None = None
    ts: MessageTs | None = None

    @property
    def telling(self) -> Telling:
        return Telling(
            way=self.way,
            at=self.at,
            channel=self.channel,
            ts=self.ts,
            sent_in=self.delivery.group,
            left_out=self.delivery.left_out,
        )


@dataclass(frozen=True, slots=True)
class Taken:
    """What is new, in the order in which it came. Rows are stored already."""

    alerts: tuple[AlertNews, ...] = ()
    """One for each word that was heard; the last one about an alert has its present state."""
    noted: tuple[KeptAlert, ...] = ()
    """Those beside which something was noted; it is the last of their `notes`."""
    changes: tuple[ChangeEvent, ...] = ()
    echoes: tuple[Echo, ...] = ()

    @property
    def is_news(self) -> bool:
        """Anything but what was said before."""
        return bool(self.noted or self.changes or self.echoes) or any(
            one.news - {News.REPEATED} for one in self.alerts
        )


Follow = Callable[[UnitOfWork, Taken, datetime], Awaitable[Iterable[IncidentId]]]
"""What follows from it, in the same transaction; the incidents to be woken after the commit."""
