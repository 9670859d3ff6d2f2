"""An update reaches five places outside its incident, each by itself, each once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.incident.effect import EffectState
from bot.response.update_delivery import deliveries
from bot.sandbox.people import Person
from bot.sandbox.workspace import Channel, Message
from tests.outlets.town import ENVIRON, Town, town
from tests.stage import Stage, stage
from tests.stories.running import declared, later, ledger
from tests.stories.seeing import patient, refusals, shown
from tests.stories.updating import texts, thread


class Story:
    def __init__(self, scene: Stage, around: Town, ana: Person, room: Channel) -> None:
        self.scene = scene
        self.town = around
        self.ana = ana
        self.room = room

    async def says(self, text: str, **time: float) -> None:
        await self.ana.slash(f"/incident update {text}", channel=self.room)
        await later(self.scene, **time)

    def heard(self) -> dict[str, list[str]]:
        """What each place shows, oldest first."""
        return {
            "announcement": [message.text for message in thread(self.scene)],
            "channel": texts(self.scene.room("status")),
            "email": [_plain(message) for message in self.town.office.taken],
            "statuspage": self.town.page.bodies(),
            "webhook": self.town.receiver.texts(),
        }

    def told(self, *words: str) -> dict[str, bool]:
        """Whether a place shows exactly these, in this order."""
        return {
            place: len(said) == len(words)
            and all(word in text for word, text in zip(words, said, strict=True))
            for place, said in self.heard().items()
        }

    async def states(self) -> dict[str, EffectState]:
        async with ledger(self.scene) as database, database.look() as work:
            [incident] = await work.incidents.still_open()
            found = deliveries(await work.effects.of(incident.id))
            return {delivery.destination.partition(":")[0]: delivery.state for delivery in found}

    def troubles(self) -> list[str]:
        return [shown(m) for m in self.room.messages if "Repair" in shown(m)]


def _plain(message: object) -> str:
    body = message.get_body(("plain",))  # type: ignore[attr-defined]
    text: str = body.get_content()
    return text


@asynccontextmanager
async def story(tmp_path: Path) -> AsyncIterator[Story]:
    async with town() as around:
        config: dict[str, Any] = {"config": around.config, **ENVIRON}
        async with stage(tmp_path, **config) as scene:
            scene.slack.channel("status")
            async with scene.bot_running():
                ana, room = await declared(patient(scene))
                yield Story(scene, around, ana, room)


async def test_every_place_shows_every_update_once_and_in_order(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        await told.says("First word")
        await told.says("Second word")

        assert set(told.told("First word", "Second word").values()) == {True}, told.heard()
        first, second = told.town.office.taken
        assert second["References"] == first["Message-ID"]
        assert first["Subject"] == "[SEV1] INC-1 Investigating: Checkout is failing"
        [shown_there] = told.town.page.incidents
        assert shown_there["name"] == "Checkout is failing"
        assert refusals(told.scene) == ["chat.postMessage: not_in_channel"], "then it joins"


async def test_one_place_that_fails_holds_up_no_other_and_is_made_good(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        told.town.receiver.status = 500
        await told.says("First word")
        await told.says("Second word")
        others = told.told("First word", "Second word")
        assert others == {**others, "webhook": False}
        assert sum(others.values()) == 4

        await later(told.scene, minutes=2)
        assert any(
            "the update for internal (webhook): still trying" in one for one in told.troubles()
        )
        told.town.receiver.status = 204
        await later(told.scene, minutes=10)

        assert set(told.told("First word", "Second word").values()) == {True}, told.heard()
        assert any("repaired" in message.text for message in told.room.messages)


async def test_a_refusal_for_good_is_shown_and_repaired_by_a_press(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        told.town.office.answers["RCPT"] = "550 5.1.1 No such person"
        await told.says("First word")
        [trouble] = [m for m in told.room.messages if "Repair" in shown(m)]
        assert "refused (`550 5.1.1 No such person`)" in trouble.text
        await later(told.scene, minutes=30)
        assert told.town.office.taken == []

        told.town.office.answers.clear()
        await told.says("Second word")
        await told.ana.click(trouble, "trouble.repair")
        await later(told.scene)

        assert [_plain(one).count("word") for one in told.town.office.taken] == [1, 1]
        assert set((await told.states()).values()) == {EffectState.DONE}


async def test_a_pause_that_a_server_asks_for_is_kept(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        told.town.receiver.status, told.town.receiver.headers = 429, {"Retry-After": "120"}
        await told.says("First word")
        await later(told.scene, seconds=100)
        assert len(told.town.receiver.requests) == 1

        told.town.receiver.status = 204
        await later(told.scene, seconds=30)

        assert len(told.town.receiver.requests) == 2
        assert len(told.town.receiver.seen) == 1


@pytest.mark.parametrize("place", ["statuspage", "webhook", "email"])
async def test_an_answer_that_was_lost_shows_it_once(tmp_path: Path, place: str) -> None:
    """E-mail may come twice then, with the same Message-ID."""
    async with story(tmp_path) as told:
        told.town.page.answer_lost = place == "statuspage"
        told.town.office.hung_up = place == "email"
        told.town.receiver.status = 502 if place == "webhook" else 204
        await told.says("First word")
        told.town.office.hung_up, told.town.receiver.status = False, 204
        await later(told.scene, minutes=2)

        twice = {one["Message-ID"] for one in told.town.office.taken}
        assert len(told.town.office.taken) == (2 if place == "email" else 1)
        assert len(twice) == 1
        others = told.told("First word")
        assert {key for key, fine in others.items() if not fine} <= {"email"}, told.heard()
        assert set((await told.states()).values()) == {EffectState.DONE}


async def test_e_mail_whose_fate_stays_unknown_is_not_sent_a_third_time(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        told.town.office.hung_up = True
        await told.says("First word")
        await later(told.scene, minutes=30)

        assert len(told.town.office.taken) == 2
        assert (await told.states())["email"] is EffectState.DONE


async def test_a_mail_server_that_was_away_loses_no_letter_to_the_count(tmp_path: Path) -> None:
    """Attempts of which everybody knows that nothing happened are no repeats."""
    async with story(tmp_path) as told:
        told.town.office.answers["MAIL"] = "421 4.3.2 Not now"
        await told.says("First word")
        await later(told.scene, minutes=1)
        told.town.office.answers.clear()
        told.town.office.hung_up = True
        await later(told.scene, minutes=5)
        told.town.office.hung_up = False
        await later(told.scene, minutes=5)

        assert len(told.town.office.taken) == 2


async def test_a_place_that_was_taken_out_of_the_configuration_gets_nothing_more(
    tmp_path: Path,
) -> None:
    async with story(tmp_path) as told:
        told.town.receiver.status = 503
        await told.says("First word")
        current = told.scene.bot.bot.surroundings.policy
        [internal] = [a for a in current.policy.audiences if a.key == "internal"]
        kept = tuple(p for p in internal.destinations if p.kind != "webhook")
        less = internal.model_copy(update={"destinations": kept})
        current.policy = current.policy.model_copy(update={"audiences": (less,)})
        told.town.receiver.status = 204
        await later(told.scene, minutes=5)

        assert told.town.receiver.seen == {}
        assert any("refused (`destination_removed`)" in one for one in told.troubles())


async def test_what_was_delivered_is_not_kept_a_second_time(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        await told.says("First word")

        async with ledger(told.scene) as database, database.look() as work:
            [incident] = await work.incidents.still_open()
            effects = [e for e in await work.effects.of(incident.id) if e.key.startswith("update:")]
        assert len(effects) == 5
        assert [e.key for e in effects if "First word" in str(e.detail)] == []


async def test_a_page_that_still_shows_what_is_over_is_pointed_out_to_whoever_tells_people(
    tmp_path: Path,
) -> None:
    async with story(tmp_path) as told:
        bo = told.scene.person("bo")
        await told.ana.slash(f"/incident assign comms <@{bo.id}>", channel=told.room)
        await told.says("First word")
        await told.ana.slash("/incident resolve Rolled back", channel=told.room)
        await later(told.scene, minutes=9)
        assert _of_the_page(bo) == []

        await later(told.scene, minutes=2)
        [warned] = _of_the_page(bo)
        assert (
            "INC-1 is over, and the status page for internal still shows it as open" in warned.text
        )
        await bo.click(warned, "run.0")
        await later(told.scene, minutes=30)

        assert [one["status"] for one in told.town.page.incidents] == ["resolved"]
        assert len(_of_the_page(bo)) == 1


async def test_a_page_that_somebody_resolved_by_hand_is_no_matter(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        await told.says("First word")
        told.town.page.incidents[0]["status"] = "resolved"
        await told.ana.slash("/incident resolve Rolled back", channel=told.room)
        await later(told.scene, minutes=30)

        assert _of_the_page(told.ana) == []
        assert sum("GET" in call for call in told.town.page.calls) == 2


async def test_an_update_at_the_end_leaves_no_page_open(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        await told.says("First word")
        await told.ana.slash("/incident resolve Rolled back", channel=told.room)
        await told.says("It works again")
        await later(told.scene, minutes=30)

        assert [one["status"] for one in told.town.page.incidents] == ["resolved"]
        assert _of_the_page(told.ana) == []


def _of_the_page(person: Person) -> list[Message]:
    return [message for message in person.inbox() if "status page" in message.text]
