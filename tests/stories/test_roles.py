"""Roles: taken, given and left, by a typed line, a mention in a thread, a button and the form."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.people import Person
from tests.stage import Stage, stage
from tests.stories.running import declared, later
from tests.stories.seeing import (
    calls,
    card,
    disturbed,
    form,
    labels,
    last,
    patient,
    refusals,
    shown,
)

HOSTILE = "<!channel> & \N{RIGHT-TO-LEFT OVERRIDE}עברית \N{FIRE}"


async def fill(person: Person, **roles: str | None) -> None:
    """Choose who holds these in the form, and send it."""
    chosen: dict[str, Any] = {f"role.{role}": user for role, user in roles.items()}
    await person.submit(**chosen)


async def test_whoever_declares_a_sev1_is_asked_and_one_press_is_command(scene: Stage) -> None:
    ana, room = await declared(scene)
    assert "Take command" in labels(last(ana).blocks)

    await ana.click(last(ana), "run.0")
    await later(scene)

    assert "ana is incident commander" in last(ana).text
    assert f"<#{room.id}>" in last(ana).text, "the link was replaced, so the answer has it"
    assert "*Incident commander*: ana" in shown(card(room))
    assert "Take command" not in labels(card(room).blocks)
    assert len(room.messages) == 1
    assert disturbed(scene) == []
    assert refusals(scene) == []


async def test_whoever_declares_a_sev3_is_in_command_until_somebody_takes_it(scene: Stage) -> None:
    ana, room = await declared(scene, severity="sev3")
    ben = scene.person("ben")
    assert "*Incident commander*: ana" in shown(card(room))
    assert labels(last(ana).blocks) == []

    answer = await ben.slash("/incident take ic", channel=room)
    await later(scene, minutes=6)

    assert "ben is incident commander, after ana" in answer.text
    assert "ben has taken over from you" in ana.inbox()[-1].text
    assert len(room.messages) == 1, "somebody was in command all the time"


async def test_the_commanders_phone_is_dead_and_one_press_is_enough(scene: Stage) -> None:
    ana, room = await declared(scene)
    ben = scene.person("ben")
    await ana.slash("/incident take ic", channel=room)
    await ana.say("looking into it", channel=room)
    await later(scene, minutes=90)

    await ben.slash("/incident take ic", channel=room)
    asked = last(ben)
    assert "*ana* is incident commander since" in asked.text
    assert "last seen" in asked.text
    assert labels(asked.blocks) == ["Take over", "Offer handover"]
    await ben.click(asked, "run.0")
    await later(scene)

    assert any("ben is incident commander, after ana" in seen.text for seen in ben.private)
    assert "*Incident commander*: ben" in shown(card(room))
    assert "ben has taken over from you as *incident commander*" in ana.inbox()[-1].text
    await ana.slash("/incident take ic", channel=room)
    assert "last seen" not in last(ana).text, "ben has not said anything yet"
    assert refusals(scene) == []


async def test_two_press_at_once_and_the_second_is_told_who_has_it(scene: Stage) -> None:
    ana, room = await declared(scene)
    ben, eve = scene.person("ben"), scene.person("eve")
    for one in (ben, eve):
        await one.join(room)
    await scene.settle()

    await asyncio.gather(*(one.click(card(room), "run.0") for one in (ben, eve)))
    await later(scene)
    told = sorted(last(one).text for one in (ben, eve))
    assert told[0].endswith("is incident commander")
    assert "is incident commander since" in told[1]

    first, second = (ben, eve) if "since" in last(eve).text else (eve, ben)
    await ana.slash("/incident take ic", channel=room)
    asked = [(one, last(one)) for one in (ana, second)]
    await asyncio.gather(*(one.click(message, "run.0") for one, message in asked))
    await later(scene)
    told = sorted(last(one).text for one, _ in asked)
    assert sum("is incident commander since" in text for text in told) == 1
    assert sum(f"is incident commander, after {first.name}" in text for text in told) == 1
    assert refusals(scene) == []


@pytest.mark.long
async def test_roles_are_given_read_and_left_in_many_words(scene: Stage) -> None:
    ana, room = await declared(scene)
    ben = scene.person("ben")

    for line, said in [
        ("assign scribe @ben", "ben is scribe"),
        ("rôle communications @ana", "ana is communications lead"),
        ("ic @ben", "ben is incident commander"),
        ("ic @ben", "ben is incident commander already"),
        ("lead @ana", "ana is incident commander, after ben"),
        ("ic", "*Incident commander*: ana since"),
        ("assign pilote", "*Incident commander*: ana since"),
        ("assign @ben tech", "ben is technical lead"),
        ("assign tech me", "ana is technical lead, after ben"),
        ("take tech", "You are technical lead already"),
        ("drop comms", "ana is no longer communications lead"),
        ("drop", "You hold several roles: ic, tech"),
        ("drop scribe", "ben is no longer scribe"),
        ("roles", "Scribe: ben, from"),
        ("take", "these roles stand empty"),
        ("roles mine", "You are *incident commander* since"),
    ]:
        await ana.slash(f"/incident {line}", channel=room)
        assert said in shown(last(ana)), line
        await later(scene)

    assert ben.id in room.members, "whoever gets a role is let in"
    told = [message.text for message in ben.inbox()]
    assert "ana made you *scribe*." in told[0]
    assert "Write down what is done" in told[0]
    assert any("ana has taken over from you" in text for text in told)
    assert any("ana has ended your role as *scribe*" in text for text in told)
    assert ana.inbox() == [], "nobody hears of what they did themselves"
    assert disturbed(scene) == []
    assert refusals(scene) == []


async def test_wrong_lines_are_answered_with_what_was_expected(scene: Stage) -> None:
    ana, room = await declared(scene)
    await scene.person("gone").change(deleted=True)
    await ana.slash("/incident take ic", channel=room)
    await later(scene)
    edits = calls(scene, "chat.update")

    for line, said in [
        ("take bananas", "“bananas” is no role. They are: ic, scribe, comms, tech"),
        ("take deputy", "deputy is not in use here"),
        ("assign ic ben", "Type @ and choose one person"),
        ("assign tech lead @nobody", "`/incident assign tech @somebody`"),
        ("ic ben", "Type @ and choose one person"),
        ("ic @ana @incident", "Type @ and choose one person"),
        ("assign scribe @incident", "incident is a bot or a deactivated account"),
        ("assign scribe @gone", "gone is a bot or a deactivated account"),
        ("drop scribe", "Nobody is scribe"),
        ("drop bananas", "“bananas” is no role"),
        ("asign scribe @ana", "Did you mean `/incident assign scribe @ana`"),
    ]:
        answer = await ana.slash(f"/incident {line}", channel=room)
        assert said in answer.text, line
    await later(scene)
    assert calls(scene, "chat.update") == edits

    await ana.click(last(ana), "help.run")
    await later(scene)
    assert "*Scribe*: ana" in shown(card(room))
    elsewhere = await ana.slash("/incident take tech")
    assert "say which incident" in elsewhere.text
    assert refusals(scene) == []


async def test_mentioned_in_a_thread_it_is_answered_there_and_a_title_names_people(
    scene: Stage,
) -> None:
    ana, room = await declared(scene)
    scene.person("ben")
    root = await ana.say("who does what?", channel=room)

    await ana.mention("assign scribe @ben", channel=room, thread=root)
    await later(scene)
    assert "ben is scribe" in last(ana).text
    assert last(ana).thread_ts == root.ts
    await ana.mention("title Ask @ben about it", channel=room, thread=root)
    await later(scene)

    assert "Ask @ben about it" in room.topic
    assert disturbed(scene) == []
    assert refusals(scene) == []


async def test_my_role_tells_its_duties_in_the_readers_language(scene: Stage) -> None:
    _, room = await declared(scene)
    zoe = scene.person("zoe", locale="fr-FR")
    await zoe.join(room)

    mine = next(label for label in labels(card(room).blocks) if label == "My role")
    await zoe.click(card(room), f"run.{labels(card(room).blocks).index(mine)}")
    await scene.settle()
    assert "Vous ne tenez aucun rôle ici" in last(zoe).text
    await zoe.click(last(zoe), "run.0", value="take INC-1 ic")
    await later(scene)
    await zoe.slash("/incident roles mine", channel=room)

    assert "pilote de l\N{RIGHT SINGLE QUOTATION MARK}incident" in shown(last(zoe))
    assert "Vous décidez" in shown(last(zoe))
    await zoe.click(last(zoe), "run.0", value="drop INC-1 ic")
    await later(scene)
    assert "*Incident commander*: nobody yet" in shown(card(room))
    assert refusals(scene) == []


async def test_the_form_sets_all_roles_and_says_mistakes_under_their_field(scene: Stage) -> None:
    ana, room = await declared(scene)
    ben = scene.person("ben")
    await ben.join(room)
    for one in (ana, ben):
        await one.slash("/incident assign", channel=room)
        await scene.settle()

    await fill(ana, ic=ana.id, scribe=scene.slack.bot.id)
    assert set(form(ana).errors) == {"role.scribe"}
    await fill(ana, ic=ana.id, scribe=ana.id)
    await later(scene)
    assert ana.view() is None
    assert "*Scribe*: ana" in shown(card(room))

    await fill(ben, ic=ben.id, tech=ben.id)
    assert f"<@{ana.id}>" in shown(form(ben))
    await ben.submit()
    await later(scene)
    assert "*Incident commander*: ben" in shown(card(room))
    assert "*Scribe*: ana" in shown(card(room)), "what ben did not touch stays"

    await ana.mention("assign", channel=room)
    await later(scene)
    await ana.click(last(ana), "open.roles")
    await scene.settle()
    await fill(ana, scribe=None)
    await later(scene)
    assert "*Scribe*: nobody yet" in shown(card(room))
    assert refusals(scene) == []


async def test_nobody_in_command_is_said_once_and_settled_by_a_press(scene: Stage) -> None:
    ana, room = await declared(scene)
    await later(scene, minutes=4)
    assert len(room.messages) == 1
    await later(scene, minutes=2)
    nudge = room.messages[-1]
    assert "Nobody is in command yet" in nudge.text

    await ana.click(nudge, "run.0")
    await later(scene)
    assert "that is settled" in room.messages[-1].text
    assert labels(room.messages[-1].blocks) == []
    await later(scene, minutes=8)
    assert len(room.messages) == 2

    await ana.slash("/incident drop ic", channel=room)
    await later(scene, minutes=6)
    said = [message.text for message in room.messages]
    assert sum("Nobody is in command yet" in text for text in said) == 1
    assert sum("that is settled" in text for text in said) == 1
    assert disturbed(scene) == []
    assert refusals(scene) == []


@pytest.mark.long
async def test_who_leaves_keeps_the_role_and_the_commander_hears_of_it(scene: Stage) -> None:
    ana, room = await declared(scene)
    ben = scene.person("ben")
    await ana.slash("/incident ic me", channel=room)
    await ana.slash("/incident assign scribe @ben", channel=room)
    await later(scene)

    await ben.leave(room)
    await later(scene)
    assert "ben has left the channel and still holds: *scribe*" in ana.inbox()[-1].text
    assert "*Scribe*: ben" in shown(card(room))
    assert len(room.messages) == 1

    await ben.join(room)
    await ana.leave(room)
    await later(scene)
    left = room.messages[-1]
    assert "ana was in command and has left this channel" in left.text
    await ben.click(left, "run.0")
    await later(scene)
    assert "*Incident commander*: ben" in shown(card(room))
    assert labels(room.messages[-1].blocks) == []
    assert disturbed(scene) == []
    assert refusals(scene) == []


@pytest.mark.long
async def test_two_roles_in_one_hand_are_pointed_out_where_it_is_large(scene: Stage) -> None:
    ana, room = await declared(scene)
    await ana.slash("/incident take ic", channel=room)

    large = await ana.slash("/incident take tech", channel=room)
    await ana.slash("/incident sev sev3", channel=room)
    small = await ana.slash("/incident take comms", channel=room)

    assert "ana holds several roles now: incident commander, technical lead" in large.text
    assert "several" not in small.text


@pytest.mark.long
@pytest.mark.parametrize("name", [HOSTILE, "x" * 80])
async def test_any_name_fits_and_calls_nobody(scene: Stage, name: str) -> None:
    ana, room = await declared(scene)
    other = scene.person("other")
    await other.change(name=name)
    await scene.settle()

    await ana.slash(f"/incident assign ic <@{other.id}|other>", channel=room)
    await ana.slash("/incident roles", channel=room)
    await ana.slash("/incident take ic", channel=room)
    await later(scene)

    assert disturbed(scene) == []
    assert refusals(scene) == []


@pytest.mark.long
async def test_a_team_chooses_its_roles_and_who_commands_at_first(tmp_path: Path) -> None:
    config = "roles: [ic, deputy]\nseverities: {sev1: {declarer_is_ic: true}}\n"
    async with stage(tmp_path, config=config) as scene, scene.bot_running():
        patient(scene)
        ana, room = await declared(scene)
        ben = scene.person("ben")

        await ben.slash("/incident take adjoint", channel=room)
        off = await ben.slash("/incident take scribe", channel=room)
        await later(scene)
        await ana.leave(room)
        await later(scene)

        assert "scribe is not in use here. These are: ic, deputy" in off.text
        assert "*Incident commander*: ana" in shown(card(room))
        assert "*Deputy*: ben" in shown(card(room))
        assert "ana has left the channel" in ben.inbox()[-1].text
        assert len(room.messages) == 1, "the deputy was told, so the channel is not"


@pytest.mark.long
async def test_a_guest_holds_a_role_only_inside_and_where_guests_may_act(scene: Stage) -> None:
    ana, room = await declared(scene)
    guest = scene.person("guest", guest=True)

    outside = await ana.slash("/incident assign scribe @guest", channel=room)
    await ana.invite(room, guest)
    await scene.settle()
    inside = await ana.slash("/incident assign scribe @guest", channel=room)
    await ana.slash("/incident declare private sev1 Passwords are public")
    await later(scene)
    secret = scene.room(scene.rooms[-1])
    scene.person("ben")
    private = await ana.slash("/incident assign scribe @ben", channel=secret)

    assert "is a guest or from another organisation" in outside.text
    assert "guest is scribe" in inside.text
    assert "ben is not in this private channel" in private.text
