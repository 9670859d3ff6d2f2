"""Who is on call: asked for, invited at the declaration, and checked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.stage import Stage, stage
from tests.stories.running import TITLE, declared, later, leap
from tests.stories.seeing import labels, last, patient, refusals, shown

CONFIG = """
services:
  checkout: {name: {en: Checkout, fr: Paiement}, on_call_schedule: checkout}
  search: {name: Search}
schedules:
  checkout:
    name: {en: "Checkout & <!here>", fr: Paiement}
    zone: Europe/Paris
    rota: {turns: [ben@example.com, Cleo], from: 2025-12-29 09:00}
  common: {rota: {turns: [stranger@elsewhere.example.com], from: 2025-12-29 09:00}}
  security: {rota: {turns: [sam@example.com], from: 2025-12-29 09:00}}
people:
  Cleo: {phone: "+33 1 23 45 67 89"}
on_call: {primary: common, secondary: common, security: security}
"""


@pytest.fixture
async def duty(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path, config=CONFIG) as scene:
        for name in ("ana", "ben", "sam"):
            scene.person(name)
        async with scene.bot_running():
            yield patient(scene)


async def test_whoever_is_on_call_for_the_service_is_invited_and_named(duty: Stage) -> None:
    ana, room = await declared(duty)
    ben = duty.person("ben")

    answer = await ana.slash("/incident oncall", channel=room)

    assert ben.id in room.members, answer.text
    assert duty.person("sam").id not in room.members
    lines = answer.text.splitlines()
    assert lines[0] == "*Checkout &amp; &lt;!here&gt;*"
    assert lines[1].startswith(f"Now: <@{ben.id}> until <!date^")
    assert lines[2].startswith("Next: Cleo <tel:+33123456789|+33 1 23 45 67 89> from <!date^")
    assert "*common*" in lines
    assert labels(answer.blocks) == ["All schedules"]
    assert set(refusals(duty)) == {"users.lookupByEmail: users_not_found"}


async def test_security_is_on_call_for_what_is_private(duty: Stage) -> None:
    ana = duty.person("ana")
    await ana.slash(f"/incident declare private sev1 {TITLE}")
    await later(duty)
    room = duty.room(duty.rooms[-1])

    answer = await ana.slash("/incident oncall", channel=room)

    assert duty.person("sam").id in room.members
    assert duty.person("ben").id not in room.members
    assert "*security*" in answer.text
    assert "Checkout" not in answer.text


async def test_elsewhere_all_schedules_are_told_and_one_by_its_name(duty: Stage) -> None:
    ana = duty.person("ana")

    everybody = await ana.slash("/incident oncall")
    assert [line for line in everybody.text.splitlines() if line.startswith("*")] == [
        "*Checkout &amp; &lt;!here&gt;*",
        "*common*",
        "*security*",
    ]
    assert "Now: stranger@elsewhere.example.com until" in everybody.text

    assert "*security*" in (await ana.slash("/incident oncall Security")).text
    assert "*common*" in (await ana.slash("/incident on-call search")).text
    by_service = (await ana.slash("/incident oncall checkuot")).text
    assert "Checkout" in by_service
    wrong = (await ana.slash("/incident oncall the moon")).text
    assert "“the moon” is no service and no schedule. They are: checkout, search" in wrong
    assert "`/incident oncall checkout`" in wrong


async def test_in_french_the_words_are_french(duty: Stage) -> None:
    chloe = duty.person("chloe", locale="fr-FR")
    await chloe.change(tz="Europe/Paris")
    await duty.settle()

    answer = await chloe.slash("/incident garde paiement")

    assert answer.text.startswith("*Paiement*\nEn ce moment")


async def test_turns_change_and_who_was_invited_stays_alone(duty: Stage) -> None:
    ana, room = await declared(duty)
    await leap(duty, days=5)
    await ana.slash("/incident impact nobody can pay", channel=room)
    await later(duty)

    answer = await ana.slash("/incident oncall checkout")

    assert "Now: Cleo" in answer.text
    assert room.members >= {ana.id, duty.person("ben").id}


async def test_check_names_people_whom_nobody_in_slack_is_known_to_be(duty: Stage) -> None:
    ana = duty.person("ana")

    await ana.slash("/incident check")
    await duty.settle()

    said = last(ana).text
    assert "On call in common, and nobody in Slack is known to be them: stranger@elsewhere" in said
    assert "On call in checkout, and nobody in Slack is known to be them: Cleo" in said
    assert "ben@example.com" not in said
    assert "nobody has said who they are: manager, director, vp" in said
    assert "Whose turn it is, is known: checkout, common, security" in said


async def test_without_schedules_it_is_said_where_they_belong(scene: Stage) -> None:
    ana, room = await declared(scene)

    assert "under `schedules`" in (await ana.slash("/incident oncall")).text
    assert "under `schedules`" in (await ana.slash("/incident oncall x")).text
    assert "Nobody's turns are known for this." in shown(
        await ana.slash("/incident oncall", channel=room)
    )


async def test_a_group_on_call_stands_for_a_schedule(tmp_path: Path) -> None:
    async with stage(tmp_path) as bare:
        group = bare.slack.user_group("checkout-oncall", bare.person("ben"))
    config = f"services: {{checkout: {{name: Checkout, on_call_group: {group}}}}}"
    async with stage(tmp_path, config=config) as scene:
        ben = scene.person("ben")
        assert scene.slack.user_group("checkout-oncall", ben) == group
        async with scene.bot_running():
            answer = await patient(scene).person("ana").slash("/incident oncall checkout")

            assert answer.text == f"On call, as a user group: <@{ben.id}>"
