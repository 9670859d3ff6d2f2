"""Incidents that nobody has to look at, put straight into the ledger."""

from __future__ import annotations

from datetime import timedelta

from bot.incident.ids import ChannelId, IncidentId, UserId
from bot.incident.incident import Incident
from bot.incident.lifecycle import Status
from bot.incident.moments import Moments
from bot.storage.ledger import Database
from tests.stage import Stage

TITLES = (
    "x",
    "<!channel> & <@U1> " * 20,
    "🔥" * 150,
    "الدفع لا يعمل " * 10,
    "&<>" * 50,
    "Checkout is failing",
)
"""From one character to a hundred and fifty, and what nobody would wish for."""


async def seed(scene: Stage, count: int) -> None:
    """Every tenth of them is closed."""
    ledger, now = await Database.open(scene.url), scene.clock.now() - timedelta(days=1)
    async with ledger.work() as work:
        for _ in range(count):
            number = await work.incidents.next_number()
            made = Incident(
                id=IncidentId(f"seeded-{number}"),
                number=number,
                title=TITLES[number % len(TITLES)][:150],
                severity="sev3",
                status=Status.CLOSED if number % 10 == 0 else Status.IDENTIFIED,
                impact="Everybody & <more>",
                declared_by=UserId("USEEDER"),
                declared_at=now,
                moments=Moments(declared=now),
                channel=ChannelId(f"CSEED{number}"),
            )
            await work.incidents.add(made)
    await ledger.close()
