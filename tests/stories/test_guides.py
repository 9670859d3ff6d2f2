"""What helps while it burns: checklists, the service and its runbooks, and the decision."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.people import Person
from bot.sandbox.workspace import Channel, Message
from tests.stage import Stage, stage
from tests.stories.running import declared, later
from tests.stories.seeing import (
    card,
    disturbed,
    form,
    labels,
    last,
    patient,
    refusals,
    shown,
)

CONFIG = """
services:
  checkout:
    name: {{en: Checkout, fr: Paiement}}
    owner_group: {group}
    runbooks:
      - title: Failover by hand
        url: https://w.example.com/f
        owner: Pay & co
        reviewed: 2025-12-01
      - {{title: Old ways, url: "https://w.example.com/o", reviewed: 2020-01-31}}
    dashboards: [{{title: Errors, url: "https://g.example.com/e"}}]
    rollback_when: [More than 5 % fail <!channel>]
  search: {{runbooks: [{{title: Rebuild the index, url: "https://w.example.com/i"}}]}}
"""


@pytest.fixture
async def catalogued(tmp_path: Path) -> AsyncIterator[Stage]:
    """A scene with a service catalogue; pia owns the checkout."""
    async with stage(tmp_path) as bare:
        group = bare.slack.user_group("payments", bare.person("pia"))
    config = CONFIG.format(group=group)
    async with stage(tmp_path, config=config) as scene:
        assert scene.slack.user_group("payments", scene.person("pia")) == group
        async with scene.bot_running():
            yield patient(scene)


async def told(scene: Stage, person: Person, line: str, room: Channel) -> str:
    """What they are answered when they type it in the room."""
    await person.slash(f"/incident {line}", channel=room)
    await later(scene)
    return shown(last(person))


def unharmed(scene: Stage) -> None:
    assert refusals(scene) == []
    assert disturbed(scene) == []


def decision_cards(room: Channel) -> list[Message]:
    return [m for m in room.messages if "how is this to end" in m.text or ":scales:" in m.text]


async def test_a_checklist_is_typed_mentioned_clicked_and_filled_in(scene: Stage) -> None:
    ana, room = await declared(scene)
    bob = scene.person("bob")
    assert "*Checklist: Declare* 1/7" in shown(card(room))

    assert "The title says" in await told(scene, ana, "checklist", room)
    assert "no item" in await told(scene, ana, "checklist done 99", room)
    assert "no item" in await told(scene, ana, "checklist rubbish title", room)
    assert "ticks itself" in await told(scene, ana, "checklist done 4", room)
    assert "1. The title says what people notice, not the cause (ana" in await told(
        scene, ana, "checklist done 1", room
    )
    assert "2/7" in shown(card(room))
    assert "nothing has changed" in await told(scene, bob, "checklist 1", room)
    await bob.mention("liste de contrôle décocher 1", channel=room, thread=card(room))
    await later(scene)
    assert "1/7" in shown(card(room))

    await bob.click(last(bob), "run.0", value="checklist INC-1 done title")
    await later(scene)
    assert "not the cause (bob" in shown(last(bob))
    unharmed(scene)


@pytest.mark.long
async def test_two_who_fill_in_the_checklist_add_up(scene: Stage) -> None:
    ana, room = await declared(scene)
    bob = scene.person("bob")

    await ana.slash("/incident checklist", channel=room)
    await ana.click(last(ana), "open.checklist")
    await scene.settle()
    drawn = form(ana)
    await told(scene, bob, "checklist done alerts_linked", room)
    await ana.submit(drawn, **{"declare.0": ["changes"]})
    await later(scene)
    listed = await told(scene, bob, "checklist", room)
    assert "settings (ana" in listed
    assert "Alerts linked (bob" in listed
    unharmed(scene)


@pytest.mark.long
async def test_what_is_late_stands_on_the_card_without_anybody_asking(scene: Stage) -> None:
    _, room = await declared(scene)

    await later(scene, minutes=5)
    assert "*Checklist: Organise*" in shown(card(room))
    assert ":warning: Severity set" in shown(card(room))
    await later(scene, minutes=25)
    assert "*Checklist: Investigate*" in shown(card(room))
    assert ":warning: After 30 minutes: escalate or roll back" in shown(card(room))
    assert refusals(scene) == []


async def test_a_service_is_named_and_its_runbooks_are_at_hand(catalogued: Stage) -> None:
    scene = catalogued
    ana, room = await declared(scene)
    pia = scene.person("pia")

    assert "checkout, search" in await told(scene, ana, "service", room)
    assert "nobody has said which service" in await told(scene, ana, "runbook", room)
    assert "“payroll” is no service. They are: checkout, search" in await told(
        scene, ana, "service payroll", room
    )
    assert pia.id not in room.members
    assert "the affected service is *Checkout*" in await told(scene, ana, "service paiement", room)
    assert pia.id in room.members
    seen = shown(card(room))
    assert "*Service*: Checkout · <https://w.example.com/f|Failover by hand>" in seen
    assert "is that already" in await told(scene, ana, "service checkout", room)

    unharmed(scene)


async def test_runbooks_are_found_by_name_in_the_room_and_anywhere(catalogued: Stage) -> None:
    scene = catalogued
    ana, room = await declared(scene)
    await told(scene, ana, "service checkout", room)

    books = await told(scene, ana, "runbook", room)
    assert "owner: Pay &amp; co · last reviewed 2025-12-01" in books
    assert "last reviewed 2020-01-31, more than a year ago" in books
    assert "Failover by hand" in await told(scene, ana, "procédure failover", room)
    assert "(search)" in await told(scene, ana, "runbook index", room)
    assert "No runbook is called “moon”" in await told(scene, ana, "runbook moon", room)
    await ana.slash("/incident runbook failover")
    assert "(Checkout)" in last(ana).text
    unharmed(scene)


@pytest.mark.long
async def test_a_service_is_changed_and_taken_back(catalogued: Stage) -> None:
    scene = catalogued
    ana, room = await declared(scene)
    await told(scene, ana, "service checkout", room)

    await ana.mention("service search", channel=room, thread=card(room))
    await later(scene)
    assert "*Service*: search" in shown(card(room))
    assert "Service: search" in await told(scene, ana, "status", room)
    assert "which service is affected" in await told(scene, ana, "service none", room)
    unharmed(scene)


@pytest.mark.long
async def test_the_forms_offer_the_catalogue(catalogued: Stage) -> None:
    scene = catalogued
    ana, bob = scene.person("ana"), scene.person("bob")

    await ana.slash("/incident declare Nobody can pay")
    await scene.settle()
    await ana.submit(severity="sev2", service="checkout")
    await later(scene)
    first = scene.room("inc-1-nobody-can-pay")
    assert "*Service*: Checkout" in shown(card(first))
    assert scene.person("pia").id in first.members

    await bob.slash("/incident declare Queue is full")
    await scene.settle()
    await bob.submit(severity="sev2", private=["private"], service="checkout")
    await later(scene)
    assert scene.person("pia").id not in scene.room(scene.rooms[1]).members
    assert "Perhaps the same" not in shown(card(first))

    await ana.click(card(first), "open.change")
    await scene.settle()
    await ana.submit(service="-")
    await later(scene)
    assert "*Service*" not in shown(card(first))
    assert refusals(scene) == []


@pytest.mark.long
async def test_incidents_of_one_service_name_each_other_on_their_cards(catalogued: Stage) -> None:
    scene = catalogued
    ana = scene.person("ana")
    for title in ("Nobody can pay", "Queue is full"):
        await ana.slash(f"/incident declare {title}")
        await scene.settle()
        await ana.submit(severity="sev2", service="checkout")
        await later(scene, seconds=6)

    assert "Perhaps the same as INC-2" in shown(card(scene.room(scene.rooms[0])))
    assert "Perhaps the same as INC-1" in shown(card(scene.room(scene.rooms[1])))
    answer = await scene.person("bob").slash("/incident declare sev2 Checkout is slow")
    assert "is open and sounds alike" in answer.text
    unharmed(scene)


async def test_without_a_catalogue_nobody_is_asked_for_a_service(scene: Stage) -> None:
    ana, room = await declared(scene)

    assert "No services are configured" in await told(scene, ana, "service checkout", room)
    assert "No services are configured" in await told(scene, ana, "runbook", room)
    await ana.slash("/incident declare")
    await scene.settle()
    assert "service" not in shown(form(ana))


@pytest.mark.long
async def test_the_decision_is_asked_for_after_a_quarter_of_an_hour(catalogued: Stage) -> None:
    scene = catalogued
    ana, room = await declared(scene)
    bob = scene.person("bob")
    await bob.join(room)
    await told(scene, ana, "service checkout", room)
    await later(scene, minutes=14)
    assert decision_cards(room) == []

    await later(scene, minutes=1)
    [asked] = decision_cards(room)
    assert labels(asked.blocks)[:4] == [
        "Fix forward",
        "Roll back",
        "Switch the flag off",
        "Degrade",
    ]
    assert "More than 5 % fail &lt;!channel&gt;" in shown(asked)
    await bob.click(asked, "run.0", value=tick_of(asked))
    await later(scene)
    assert ":white_check_mark: More than 5 %" in shown(asked)
    await later(scene, minutes=30)
    assert decision_cards(room) == [asked]
    unharmed(scene)


@pytest.mark.long
async def test_when_waiting_is_over_the_decision_is_asked_for_again(scene: Stage) -> None:
    ana, room = await declared(scene)
    bob = scene.person("bob")
    await later(scene, minutes=15)
    [asked] = decision_cards(room)

    await ana.click(asked, "run.4")
    await later(scene)
    assert "decided: *Wait until" in asked.text
    assert "(ana," in asked.text
    await later(scene, minutes=16)
    [_, again] = decision_cards(room)
    await ana.click(again, "run.1")
    await bob.click(again, "run.1")
    await later(scene)
    assert "decided: *Roll back* (ana," in again.text
    assert labels(again.blocks) == ["I object"]
    assert "Wait until" in asked.text
    assert "is that already" in last(bob).text
    assert "Decided: Roll back (ana)" in shown(card(room))
    unharmed(scene)


def tick_of(asked: Message) -> str:
    found = [b["accessory"]["value"] for b in asked.blocks if "accessory" in b]
    return str(found[0])


async def test_a_decision_is_typed_mentioned_and_filled_in(scene: Stage) -> None:
    ana, room = await declared(scene)

    assert "The question goes to the channel" in await told(scene, ana, "décider", room)
    [asked] = decision_cards(room)
    assert "The question goes" not in await told(scene, ana, "decide", room)
    assert "Wait how long?" in await told(scene, ana, "decide wait", room)
    assert "Decided: {x} @channel &amp; go" in await told(
        scene, ana, "decide {x} <!channel> & go", room
    )
    assert "decided: *{x} @channel &amp; go*" in asked.text
    await ana.mention("decide roll back: to 41", channel=room, thread=card(room))
    await later(scene)
    assert "decided: *Roll back (to 41)*" in asked.text

    await ana.slash("/incident decide", channel=room)
    await ana.click(last(ana), "open.decide")
    await scene.settle()
    refused = await ana.submit(way="wait")
    assert "until" in refused.errors
    await ana.submit(way="degrade", note="read only")
    await later(scene)
    [first, second] = decision_cards(room)
    assert "Roll back (to 41)" in first.text
    assert "decided: *Degrade (read only)*" in second.text
    await later(scene, minutes=30)
    assert len(decision_cards(room)) == 2
    unharmed(scene)
