"""Keeping what senders of alerts sent and nobody could read, for whoever sets them up."""

from __future__ import annotations

from collections.abc import Sequence

from bot.incident.unread_alert import UnreadAlert
from bot.response.ports import Desk


async def keep_unread(desk: Desk, unread: Sequence[UnreadAlert]) -> None:
    """All of them or none. Raises LedgerDown."""
    async with desk.ledger.work() as work:
        await work.unread_alerts.add(unread)
