"""Keeping what senders of alerts sent and nobody could read, for whoever sets them up."""

from __future__ import annotations

from bot.incident.unread_alert import UnreadAlert
from bot.response.ports import Desk


async def keep_unread(desk: Desk, source: str, why: str, body: str) -> None:
    """`body`: masked. Raises LedgerDown."""
    unread = UnreadAlert.of(source, why, body, desk.clock.now())
    async with desk.ledger.work() as work:
        await work.unread_alerts.add(unread)
