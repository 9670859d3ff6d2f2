"""A monitoring tool in a process of its own: sends webhooks, and prints how each was answered."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Iterator

import aiohttp

SECRET = "a-secret-of-this-bench"  # noqa: S105 - nobody else has it
AT_ONCE = 50


def body(number: int, fingerprints: int) -> bytes:
    which = number % fingerprints
    labels = {"alertname": f"Errors{which}", "severity": "warning", "service": f"shop-{which % 9}"}
    alert = {
        "status": "firing",
        "labels": {**labels, "cluster": "prod-eu1", "namespace": "shop", "pod": f"shop-{which}"},
        "annotations": {"summary": f"shop-{which}: more than 5 % of the answers are errors"},
        "startsAt": "2026-11-02T14:02:00.118Z",
        "endsAt": "0001-01-01T00:00:00Z",
        "generatorURL": f"https://prometheus.example.com/graph?g0.expr=errors{which}&g0.tab=1",
        "fingerprint": f"{which:016x}",
    }
    told: dict[str, object] = {
        "version": "4",
        "groupKey": "{}",
        "status": "firing",
        "receiver": "incident-bot",
    }
    told |= {"truncatedAlerts": 0, "externalURL": "https://alertmanager.example.com"}
    return json.dumps({**told, "alerts": [alert]}).encode()


async def send(url: str, count: int, fingerprints: int, per_second: float) -> list[list[float]]:
    """Status and seconds of each. `per_second`: 0 for as many as can be."""
    headers = {"Authorization": f"Bearer {SECRET}", "Content-Type": "application/json"}
    numbers, began = iter(range(count)), time.monotonic()
    answers: list[list[float]] = []
    async with aiohttp.ClientSession(headers=headers) as session:

        async def one_after_the_other(mine: Iterator[int]) -> None:
            for number in mine:
                if per_second:
                    await asyncio.sleep(max(0.0, began + number / per_second - time.monotonic()))
                started = time.monotonic()
                async with session.post(url, data=body(number, fingerprints)) as answer:
                    await answer.read()
                    answers.append([answer.status, time.monotonic() - started])

        await asyncio.gather(*(one_after_the_other(numbers) for _ in range(AT_ONCE)))
    answers.append([0, time.monotonic() - began])
    return answers


if __name__ == "__main__":
    told = sys.argv
    answered = asyncio.run(send(told[1], int(told[2]), int(told[3]), float(told[4])))
    print(json.dumps(answered))
