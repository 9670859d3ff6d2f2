"""Updates as webhooks, received by a server that checks them as Standard Webhooks says."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import HttpUrl
from standardwebhooks.webhooks import Webhook as Verifier
from standardwebhooks.webhooks import WebhookVerificationError

from bot.incident.audience import Webhook
from bot.incident.ids import IncidentId
from bot.outlets.http import Http
from bot.outlets.webhook import SignedWebhook
from bot.response.outcomes import Busy, Refused, Unclear
from bot.response.update_guard import NOT_SET, PRIVATE, REMOVED
from tests.outlets.delivering import HOSTILE, SECRET, guard, http_server, order, private, session
from tests.outlets.receiver import Receiver
from tests.storage.values import NOW


@asynccontextmanager
async def receiving(
    **differs: Any,
) -> AsyncIterator[tuple[Receiver, SignedWebhook, Webhook]]:
    receiver = Receiver()
    async with http_server(receiver.answer) as address, session() as opened:
        place = Webhook(url=HttpUrl(f"{address}/hook?team=1"), secret_from="WEBHOOK_SECRET")
        yield receiver, SignedWebhook(guard(place), Http(opened, 5.0), **differs), place


async def test_the_receiver_can_verify_it_and_reads_what_the_documents_say() -> None:
    async with receiving() as (receiver, kind, place):
        result = await kind.deliver(
            order(place, started=NOW.isoformat(), next_update_at=NOW.isoformat(), plain="État")
        )

    assert result == {}
    [(id, told)] = receiver.seen.items()
    assert id == "effect-of-U1"
    assert told == {
        "type": "incident.update",
        "timestamp": NOW.isoformat(),
        "data": {
            "version": 1,
            "audience": "partners",
            "moment": "update",
            "incident": {
                "reference": "INC-42",
                "title": "Checkout is failing",
                "status": "investigating",
                "severity": None,
                "started": NOW.isoformat(),
            },
            "subject": "INC-42 Investigating: Checkout is failing",
            "text": "État",
            "html": "<p>Status: investigating</p>",
            "next_update_at": NOW.isoformat(),
        },
    }
    [request] = receiver.requests
    assert request.method == "POST"
    assert request.path_qs == "/hook?team=1"
    assert request.content_type == "application/json"


async def test_a_repeat_is_known_by_its_id() -> None:
    async with receiving() as (receiver, kind, place):
        await kind.deliver(order(place, "U1"))
        await kind.deliver(order(place, "U1"))
        await kind.deliver(order(place, "U2"))

    assert len(receiver.requests) == 3
    assert list(receiver.seen) == ["effect-of-U1", "effect-of-U2"]


async def test_whatever_people_typed_stays_text() -> None:
    async with receiving() as (receiver, kind, place):
        await kind.deliver(order(place, words={name: HOSTILE[name][:-1] for name in HOSTILE}))

    [told] = receiver.seen.values()
    assert told["data"]["text"] == HOSTILE["plain"][:-1]


async def test_half_a_character_cannot_stop_it() -> None:
    async with receiving() as (receiver, kind, place):
        await kind.deliver(order(place, words=HOSTILE))

    assert len(receiver.seen) == 1


async def test_an_old_signature_would_not_stand() -> None:
    async with receiving(now=lambda: datetime.now(UTC) - timedelta(minutes=6)) as (_, kind, place):
        with pytest.raises(Unclear, match="http_500"):
            await kind.deliver(order(place))


def test_a_changed_body_would_not_stand() -> None:
    now = datetime.now(UTC)
    headers = {
        "webhook-id": "1",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Verifier(SECRET).sign("1", now, json.dumps({"a": 1})),
    }

    with pytest.raises(WebhookVerificationError):
        Verifier(SECRET).verify(json.dumps({"a": 2}), headers)


async def test_slow_down_names_its_time() -> None:
    async with receiving() as (receiver, kind, place):
        receiver.status, receiver.headers = 429, {"Retry-After": "12"}
        with pytest.raises(Busy) as caught:
            await kind.deliver(order(place))

    assert caught.value.retry_after == 12.0


async def test_what_is_gone_for_good_is_refused() -> None:
    async with receiving() as (receiver, kind, place):
        receiver.status = 410
        with pytest.raises(Refused, match="http_410"):
            await kind.deliver(order(place))


async def test_nothing_goes_where_it_is_not_meant_to_go() -> None:
    async with receiving() as (receiver, kind, place):
        elsewhere = place.model_copy(update={"name": "other"})
        with pytest.raises(Refused, match=REMOVED):
            await kind.deliver(order(elsewhere))
        with pytest.raises(Refused, match=PRIVATE):
            await kind.deliver(order(place, about=private(listed=False)))
        assert receiver.requests == []
        await kind.deliver(order(place, about=private(listed=True)))

    assert len(receiver.seen) == 1


async def test_an_address_that_changed_under_the_same_name_is_the_one_that_counts() -> None:
    """What failed is sent again to where it goes now, with the same id."""
    async with receiving() as (receiver, kind, place):
        before = place.model_copy(update={"url": HttpUrl("http://127.0.0.1:9/old")})
        await kind.deliver(order(before))

    assert list(receiver.seen) == ["effect-of-U1"]


async def test_without_its_secret_nothing_is_sent() -> None:
    async with receiving() as (receiver, _, place):
        unset = place.model_copy(update={"secret_from": "NOT_SET"})
        async with session() as opened:
            kind = SignedWebhook(guard(unset), Http(opened, 5.0))
            with pytest.raises(Refused, match=NOT_SET):
                await kind.deliver(order(unset))

    assert receiver.requests == []
    assert IncidentId("incident-1") == order(place).incident.id
