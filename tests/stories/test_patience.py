"""A suggestion nobody touches pages: once, in time, by the first way that works, and no longer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.sandbox.people import Person
from bot.sandbox.workspace import Message
from tests.databases import SQLITE_FIRST, Kind
from tests.stage import Stage
from tests.stories.alerting import SECRET, buttons, cards, send, told
from tests.stories.escalating import team
from tests.stories.running import later
from tests.stories.seeing import patient, refusals, shown


@pytest.fixture(params=SQLITE_FIRST)
async def scene(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Stage]:
    kind: Kind = request.param
    secrets = f"alertmanager={SECRET}"
    async with team(tmp_path, kind=kind, ALERT_SECRETS=secrets) as scene, scene.bot_running():
        yield patient(scene)


def pages(person: Person) -> list[Message]:
    return [message for message in person.inbox() if "Nobody has decided yet" in message.text]


async def asked(scene: Stage) -> Message:
    """A critical alert, a moment ago."""
    await send(scene, told(scene))
    [card] = cards(scene, scene.room("incidents"))
    return card


async def to(scene: Stage, minutes: float, since: datetime) -> None:
    await scene.clock.step(since + timedelta(minutes=minutes))
    await later(scene)


async def test_at_minute_five_the_on_call_is_paged_once_and_the_card_says_so(
    scene: Stage,
) -> None:
    ben, sue, began = scene.person("ben"), scene.person("sue"), scene.clock.now()
    card = await asked(scene)
    assert "Unless somebody decides, I page at" in shown(card)

    await to(scene, 4.9, began)
    assert pages(ben) == []
    await to(scene, 5.1, began)

    [page] = pages(ben)
    assert "CheckoutErrors of checkout" in page.text
    assert "I paged: ben" in shown(card)
    await to(scene, 9.9, began)
    assert len(pages(ben)) == 1
    assert pages(sue) == []
    await to(scene, 10.5, began)
    assert len(pages(sue)) == 1
    await to(scene, 60, began)
    assert (len(pages(ben)), len(pages(sue))) == (1, 1)
    assert buttons(card)
    assert refusals(scene) == []


async def test_whoever_was_paged_sees_when_somebody_has_decided(scene: Stage) -> None:
    ana, ben, began = scene.person("ana"), scene.person("ben"), scene.clock.now()
    card = await asked(scene)
    await to(scene, 5.1, began)

    await ana.click(card, buttons(card)["SEV2"])
    await to(scene, 12, began)

    [page] = pages(ben)
    assert "ana declared *INC-1*" in shown(page)
    assert pages(scene.person("sue")) == []


async def test_a_decision_in_time_pages_nobody(scene: Stage) -> None:
    ana, ben, began = scene.person("ana"), scene.person("ben"), scene.clock.now()
    card = await asked(scene)
    await ana.click(card, buttons(card)["Not an incident"])

    await to(scene, 30, began)

    assert pages(ben) == []


async def test_a_page_that_fell_due_while_the_bot_was_away_goes_out_once(tmp_path: Path) -> None:
    async with team(tmp_path, ALERT_SECRETS=f"alertmanager={SECRET}") as scene:
        ben, sue, began = scene.person("ben"), scene.person("sue"), scene.clock.now()
        async with scene.bot_running():
            patient(scene)
            await asked(scene)
        await scene.clock.step(began + timedelta(minutes=40))

        async with scene.bot_running():
            patient(scene)
            await later(scene)
            assert len(pages(ben)) == 1
            assert pages(sue) == []
        async with scene.bot_running():
            patient(scene)
            await to(scene, 46, began)
            assert (len(pages(ben)), len(pages(sue))) == (1, 1)
