"""The bot is killed while alerts come in: what its senders send again is on record once."""

from __future__ import annotations

import asyncio
from pathlib import Path

import aiohttp
import pytest

from bot.sandbox.slack import LocalSlack
from bot.storage.ledger import Database
from tests.alerts.sending import Sent, as_json, proved
from tests.child import Child, cradle, until
from tests.databases import Kind, fresh_url

ALERTS, TIMES = 30, 10
SECRETS = "cloudevents=secret-of-cloudevents-0123456789"


def event(number: int) -> Sent:
    """Each has an id of its own, and is one of so many words about its alert."""
    body = {
        "specversion": "1.0",
        "type": "com.example.alert.firing",
        "source": "/monitor",
        "id": f"event-{number}",
        "time": "2026-11-02T14:02:00Z",
        "data": {"title": "5xx", "fingerprint": f"alert-{number % ALERTS}", "status": "firing"},
    }
    return proved("cloudevents", as_json(body), {"Content-Type": "application/cloudevents+json"})


async def answered(life: Child, http: aiohttp.ClientSession, number: int, done: set[int]) -> None:
    """A sender that hears nothing sends again later."""
    told = event(number)
    try:
        async with http.post(life.url + told.path, data=told.body, headers=told.headers) as answer:
            if answer.status == 200:
                done.add(number)
    except aiohttp.ClientError:
        return


@pytest.mark.long
@pytest.mark.timeout(180)
@pytest.mark.parametrize(
    ("after", "kind"), [(1, "sqlite"), (60, "sqlite"), (60, "postgresql"), (150, "sqlite")]
)
async def test_what_was_committed_and_not_answered_counts_once(
    tmp_path: Path, kind: Kind, after: int
) -> None:
    url, numbers = await fresh_url(kind, tmp_path), range(ALERTS * TIMES)
    async with (
        LocalSlack() as slack,
        aiohttp.ClientSession() as http,
        cradle(slack, tmp_path, url, ALERT_SECRETS=SECRETS) as nest,
    ):
        slack.channel("incidents")
        done: set[int] = set()
        life = await nest.life()
        sending = [asyncio.create_task(answered(life, http, n, done)) for n in numbers]
        await until(lambda: len(done) >= after)
        life.kill()
        await asyncio.gather(*sending)
        assert await life.exit_code() != 0

        again: set[int] = set()
        life = await nest.life()
        await asyncio.gather(*(answered(life, http, n, again) for n in numbers))

        assert again == set(numbers)
        database = await Database.open(url)
        async with database.look() as work:
            known = await work.alerts.latest(1000)
        await database.close()
        assert (len(known), {one.known.fired for one in known}) == (ALERTS, {TIMES})
