"""Where alerts are posted: a channel with other bots in it, and people who look there."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

import aiohttp

from bot.sandbox import posting
from bot.sandbox.people import Person
from bot.sandbox.workspace import Channel, Message
from tests.stage import Stage
from tests.stories.running import later

WATCHED = "alerts:\n  watch: [alerts]\n"
SIREN = "rotating_light"
WORDS = "CheckoutErrors: somebody should look at this"
"""Of no sender that is known."""


async def channel(scene: Stage, name: str = "alerts") -> Channel:
    """With the bot in it."""
    made = scene.slack.channel(name)
    ana = scene.person("ana")
    await ana.join(made)
    if not scene.slack.workspace.bot_is_in(made):
        await ana.invite(made, scene.slack.bot)
    await scene.settle()
    return made


def posted(
    scene: Stage, place: Channel, text: str = WORDS, name: str = "Robot", **more: Any
) -> Message:
    """By another bot."""
    workspace = scene.slack.workspace
    message = Message(
        place.id,
        workspace.ts(),
        text,
        subtype="bot_message",
        details={"bot_id": "B0OTHER", "username": name},
        **more,
    )
    return posting.post(workspace, place, message)


async def sirens(scene: Stage, message: Message, *people: Person) -> None:
    for person in people:
        await person.join(scene.slack.workspace.channels[message.channel])
        await person.react(message, SIREN)
    await later(scene)


def cards(scene: Stage, place: Channel) -> list[Message]:
    """What the bot says there that still stands."""
    own = scene.slack.bot.bot_id
    return [m for m in place.everything.values() if m.bot_id == own and not m.deleted]


def buttons(message: Message) -> dict[str, str]:
    """Labels, and the actions behind them."""
    found: dict[str, str] = {}
    for block in message.blocks:
        for element in block.get("elements") or []:
            if element.get("type") == "button":
                found[element["text"]["text"]] = element["action_id"]
    return found


SECRET = "a-secret-of-alertmanager"


def told(
    scene: Stage,
    name: str = "CheckoutErrors",
    *,
    severity: str = "critical",
    service: str = "checkout",
    since: datetime | None = None,
    until: datetime | None = None,
    runbook: str = "https://runbooks.example.com/checkout",
    **labels: str,
) -> dict[str, Any]:
    """An alert as Alertmanager has it; `until`: it is over."""
    since = since or scene.clock.now()
    named = {"alertname": name, "severity": severity, "service": service, **labels}
    digest = hashlib.sha256(json.dumps(named, sort_keys=True).encode()).hexdigest()[:16]
    return {
        "status": "resolved" if until else "firing",
        "labels": {key: text for key, text in named.items() if text},
        "annotations": {"summary": f"{name} of {service}", "runbook_url": runbook},
        "startsAt": since.isoformat(),
        "endsAt": until.isoformat() if until else "0001-01-01T00:00:00Z",
        "generatorURL": "https://prometheus.example.com/graph",
        "fingerprint": digest,
    }


async def send(scene: Stage, *alerts: dict[str, Any]) -> None:
    """As Alertmanager does, in one request."""
    first = alerts[0]["labels"]
    body = {
        "version": "4",
        "groupKey": "{}:{}",
        "status": alerts[0]["status"],
        "receiver": "incident-bot",
        "groupLabels": {"alertname": first["alertname"]},
        "commonLabels": first if len(alerts) == 1 else {},
        "commonAnnotations": {},
        "externalURL": "https://alertmanager.example.com",
        "truncatedAlerts": 0,
        "alerts": list(alerts),
    }
    url = f"http://127.0.0.1:{scene.bot.addresses.port}/alerts/alertmanager"
    headers = {"Authorization": f"Bearer {SECRET}"}
    async with (
        aiohttp.ClientSession() as http,
        http.post(url, json=body, headers=headers) as answer,
    ):
        assert answer.status == 200, await answer.text()
    await later(scene)
