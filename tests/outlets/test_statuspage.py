"""Updates on a status page: opened, followed and resolved once, whatever happens in between."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import web
from pydantic import HttpUrl

from bot.incident.audience import Component, StatuspagePage
from bot.incident.incident import Incident
from bot.outlets.http import Http
from bot.outlets.statuspage import OnStatuspage
from bot.response.effects import Order
from bot.response.outcomes import Busy, Refused, Unclear
from bot.response.update_guard import PRIVATE, REMOVED
from tests.outlets.delivering import guard, http_server, order, private, session
from tests.outlets.status_page import PAGE, StatusPage
from tests.storage.values import incident

COMPONENTS = (Component(id="allofit"), Component(id="checkout1", services=("checkout",)))


@dataclass
class Stand:
    page: StatusPage
    kind: OnStatuspage
    place: StatuspagePage
    results: dict[str, Mapping[str, str]]

    def order(self, update: str, *, about: Incident | None = None, **said: str) -> Order:
        words = {"plain": update, **said}
        return order(self.place, update, about or incident(), self.results, words)

    async def deliver(
        self, update: str, *, about: Incident | None = None, **said: str
    ) -> Mapping[str, str]:
        given = self.order(update, about=about, **said)
        result = await self.kind.deliver(given)
        self.results[given.effect.key] = result
        return result


@asynccontextmanager
async def standing(**differs: Any) -> AsyncIterator[Stand]:
    page = StatusPage()
    async with http_server(page.answer) as address, session() as opened:
        api = HttpUrl(f"{address}/v1/")
        plain: dict[str, Any] = {"page": PAGE, "key_from": "STATUSPAGE_KEY", "api": api}
        place = StatuspagePage(**plain | differs)
        yield Stand(page, OnStatuspage(guard(place), Http(opened, 5.0)), place, {})


async def test_an_incident_is_opened_followed_and_resolved() -> None:
    async with standing() as stand:
        await stand.deliver("one", nth="1", status="investigating")
        await stand.deliver("two", nth="2", status="identified")
        last = await stand.deliver("three", nth="3", status="resolved")

    [shown] = stand.page.incidents
    assert shown["name"] == "Checkout is failing"
    assert shown["status"] == "resolved"
    assert stand.page.bodies() == ["one", "two", "three"]
    assert last == {"nth": "3", "page_incident": shown["id"], "page_status": "resolved"}


@pytest.mark.parametrize("end", ["closed", "cancelled", "merged"])
async def test_every_end_resolves_it(end: str) -> None:
    async with standing() as stand:
        await stand.deliver("one", nth="1")
        await stand.deliver("two", nth="2", status=end)

    assert [one["status"] for one in stand.page.incidents] == ["resolved"]


@pytest.mark.parametrize("nth", ["1", "2"])
async def test_an_update_whose_answer_was_lost_is_found_and_not_said_again(nth: str) -> None:
    async with standing() as stand:
        if nth == "2":
            await stand.deliver("before", nth="1")
        stand.page.answer_lost = True
        with pytest.raises(Unclear):
            await stand.deliver("now", nth=nth)

        found = await stand.kind.look_up(stand.order("now", nth=nth))
        again = await stand.deliver("now", nth=nth)

    assert found == again
    assert stand.page.bodies().count("now") == 1
    assert len(stand.page.incidents) == 1


async def test_an_update_that_never_arrived_is_not_found() -> None:
    async with standing() as stand:
        assert await stand.kind.look_up(stand.order("one", nth="1")) is None
        await stand.deliver("one", nth="1")
        assert await stand.kind.look_up(stand.order("two", nth="2")) is None


async def test_it_is_found_among_many_others_also_without_what_was_remembered() -> None:
    async with standing() as stand:
        await stand.deliver("one", nth="1")
        for number in range(150):
            stand.page.opened(f"somebody's {number}", metadata=None if number % 2 else {"x": {}})
        stand.results.clear()
        await stand.deliver("two", nth="2")

    assert stand.page.bodies()[-2:] == ["one", "two"]
    assert len(stand.page.incidents) == 151


async def test_one_that_somebody_deleted_is_opened_anew() -> None:
    async with standing() as stand:
        await stand.deliver("one", nth="1")
        stand.page.incidents.clear()
        await stand.deliver("two", nth="2")

    assert stand.page.bodies() == ["two"]


async def test_a_name_that_somebody_changed_on_the_page_stays() -> None:
    async with standing() as stand:
        await stand.deliver("one", nth="1")
        stand.page.incidents[0]["name"] = "Payments are delayed"
        await stand.deliver("two", nth="2")

    assert stand.page.incidents[0]["name"] == "Payments are delayed"


async def test_two_audiences_have_an_incident_each() -> None:
    async with standing() as stand:
        await stand.deliver("ours", nth="1")
        stand.page.incidents[0]["metadata"]["incident_bot"]["mark"] = "incident-1 press"
        stand.results.clear()
        await stand.deliver("theirs", nth="1")

    assert len(stand.page.incidents) == 2


@pytest.mark.parametrize(
    ("severity", "level"),
    [
        ("sev1", "major_outage"),
        ("sev2", "partial_outage"),
        ("sev3", "degraded_performance"),
        ("sev4", "degraded_performance"),
        ("lost", "degraded_performance"),
    ],
)
async def test_components_follow_severity_service_and_end(severity: str, level: str) -> None:
    about = incident(severity=severity, service="checkout")
    elsewhere = incident(severity=severity, service="search")
    async with standing(components=COMPONENTS) as stand:
        await stand.deliver("one", nth="1", about=elsewhere)
        assert stand.page.levels == {"allofit": level}
        await stand.deliver("two", nth="2", about=about)
        assert stand.page.levels == {"allofit": level, "checkout1": level}
        await stand.deliver("three", nth="3", about=about, status="resolved")
        assert set(stand.page.levels.values()) == {"operational"}


@pytest.mark.parametrize("notify", [True, False])
async def test_its_subscribers_are_told_or_not(notify: bool) -> None:
    async with standing(notify=notify) as stand:
        await stand.deliver("one", nth="1")

    [update] = stand.page.incidents[0]["incident_updates"]
    assert update["deliver_notifications"] is notify


async def test_long_words_are_cut_to_what_the_page_takes() -> None:
    async with standing() as stand:
        given = order(stand.place, "one", title="é" * 40_000, plain="é" * 40_000)
        await stand.kind.deliver(given)

    assert len(stand.page.incidents[0]["name"]) == 255
    assert len(stand.page.bodies()[0]) == 25_000


async def test_many_updates_do_not_outgrow_the_metadata() -> None:
    async with standing() as stand:
        for number in range(1, 61):
            await stand.deliver(f"{number:032}", nth=str(number))

    assert len(stand.page.bodies()) == 60


@pytest.mark.parametrize(
    ("status", "kind"), [(420, Busy), (429, Busy), (503, Busy), (500, Unclear), (422, Refused)]
)
async def test_trouble_is_told_apart(status: int, kind: type[Exception]) -> None:
    async with standing() as stand:
        stand.page.trouble.append(status)
        with pytest.raises(kind) as caught:
            await stand.deliver("one", nth="1")

    if isinstance(caught.value, Busy):
        assert caught.value.retry_after == 3.0
    assert stand.page.incidents == []


async def test_a_wrong_key_and_a_wrong_page_are_refused() -> None:
    async with standing(key_from="WEBHOOK_SECRET") as stand:
        with pytest.raises(Refused, match="http_401"):
            await stand.deliver("one", nth="1")
    async with standing(page="anotherpage") as stand:
        with pytest.raises(Refused, match="http_404"):
            await stand.deliver("one", nth="1")


@pytest.mark.parametrize("answer", ["[1]", '[{"id": "a"}]', '{"error": "x"}', '["x", null]'])
async def test_an_answer_that_makes_no_sense_leaves_it_open(answer: str) -> None:
    async def odd(request: web.Request) -> web.StreamResponse:
        return web.Response(text=answer, content_type="application/json")

    async with http_server(odd) as address, session() as opened:
        api = HttpUrl(f"{address}/v1/")
        place = StatuspagePage(page=PAGE, key_from="STATUSPAGE_KEY", api=api)
        kind = OnStatuspage(guard(place), Http(opened, 5.0))
        with pytest.raises(Unclear, match="answer_not_understood"):
            await kind.deliver(order(place))


async def test_nothing_goes_where_it_is_not_meant_to_go() -> None:
    async with standing() as stand:
        with pytest.raises(Refused, match=PRIVATE):
            await stand.deliver("one", nth="1", about=private(listed=False))
        with pytest.raises(Refused, match=REMOVED):
            await stand.deliver("one", nth="1", audience="nobody")
        assert stand.page.calls == []
        await stand.deliver("one", nth="1", about=private(listed=True))

    assert stand.page.bodies() == ["one"]
