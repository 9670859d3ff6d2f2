"""Events: what Slack tells is committed before Slack hears that it arrived.

If committing fails, no ack goes out and Slack repeats. An event that fails twice for any reason
but the database is stored as it came, without secrets, acked, counted, and tried again at the next
start.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.incident.masking import masker_of
from bot.incident.masking_tree import mask_tree
from bot.response.ports import Desk
from bot.slack.boundary import failure_of
from bot.telemetry.logs import logger
from bot.telemetry.metrics import Metrics

Body = Mapping[str, Any]
Understand = Callable[[Body], Awaitable[None]]
REMEMBERED_FAILURES = 1000

log = logger(__name__)


class NotUnderstood(Exception):
    """An event failed; Slack is to repeat it."""


class Recorder:
    def __init__(
        self,
        desk: Desk,
        metrics: Metrics,
        understand: Understand,
        missed: Callable[[], None],
    ) -> None:
        """`understand` commits what an event means, idempotently. `missed` is called when Slack
        says that it keeps events back.
        """
        self._desk = desk
        self._metrics = metrics
        self._understand = understand
        self._missed = missed
        self._failed_once: OrderedDict[str, None] = OrderedDict()

    async def record(self, body: Body) -> None:
        """Returning means that the event may be acked."""
        kind = str(body["event"].get("type"))
        self._metrics.event_received(kind)
        if failure := await failure_of(self._understand(body)):
            await self._second_failure(body, failure)
        self._metrics.event_committed(kind)

    def kept_back(self) -> None:
        """More events in an hour than Slack sends: once a minute it says that it drops them."""
        log.warning("Slack drops events, for there are too many")
        self._missed()

    async def try_unread_again(self) -> int:
        """At start: perhaps this release understands what the last did not. How many are left."""
        async with self._desk.ledger.look() as work:
            waiting = await work.unread.all()
        left = 0
        for event_id, body, _ in waiting:
            left += 0 if await self._understood_now(event_id, body) else 1
        self._metrics.unread(left)
        return left

    async def _second_failure(self, body: Body, error: Exception) -> None:
        event_id = str(body["event_id"])
        if event_id not in self._failed_once:
            self._failed_once[event_id] = None
            if len(self._failed_once) > REMEMBERED_FAILURES:
                self._failed_once.popitem(last=False)
            log.error("event failed, Slack will repeat it", event_id=event_id, exc_info=error)
            raise NotUnderstood(event_id) from error
        async with self._desk.ledger.work() as work:
            now, masked = self._desk.clock.now(), self._without_secrets(body)
            await work.unread.add(event_id, masked, type(error).__name__, now)
            count = await work.unread.count()
        self._metrics.unread(count)
        log.error("event failed twice, kept unread", event_id=event_id, exc_info=error)

    def _without_secrets(self, body: Body) -> dict[str, Any]:
        masker = masker_of(self._desk.policy().mask_patterns)
        masked: dict[str, Any] = mask_tree(masker, dict(body))[0]
        return masked

    async def _understood_now(self, event_id: str, body: Body) -> bool:
        if failure := await failure_of(self._understand(body)):
            log.error("event still not understood", event_id=event_id, exc_info=failure)
            return False
        async with self._desk.ledger.work() as work:
            await work.unread.remove(event_id)
        return True
