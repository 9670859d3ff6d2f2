"""Whoever deletes a message takes its words back, from wherever they were repeated."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import operator
from bot.sandbox import posting
from bot.sandbox.faults import RateLimited
from bot.sandbox.people import Person
from bot.sandbox.workspace import Channel, Message
from bot.storage.address import sqlite_file
from tests.lengths import quick
from tests.ready_room import undone
from tests.stage import Stage, stage
from tests.stories.running import declared, later
from tests.stories.seeing import card, patient, refusals, shown

WORD = "zebrafinch"
"""In no other text of a story."""


def standing(scene: Stage) -> list[Message]:
    """Everything that stands anywhere; what one person saw in passing is gone when they reload."""
    channels = scene.slack.workspace.channels.values()
    return [m for channel in channels for m in channel.everything.values() if not m.deleted]


def repeating(scene: Stage) -> list[str]:
    views = [json.dumps(view.body) for view in scene.slack.workspace.homes.values()]
    return [text for text in [*map(shown, standing(scene)), *views] if WORD in text.lower()]


def in_files(scene: Stage) -> list[str]:
    """The database's own files that hold it, as bytes."""
    file = sqlite_file(scene.url)
    assert file is not None
    beside = [file.with_name(file.name + suffix) for suffix in ("", "-wal", "-journal")]
    found = [path for path in beside if path.exists()]
    return [path.name for path in found if WORD.encode() in path.read_bytes().lower()]


def edits(scene: Stage, message: Message) -> int:
    """How often it was edited."""
    updates = [call for call in scene.slack.calls if call.method == "chat.update"]
    return sum(1 for call in updates if call.arguments["ts"] == message.ts)


async def with_ben(scene: Stage) -> tuple[Person, Person, Channel]:
    ana, room = await declared(scene, severity="sev3")
    ben = scene.person("ben")
    await ben.join(room)
    await later(scene)
    return ana, ben, room


async def test_an_action_item_of_a_deleted_message_has_no_words_anywhere(scene: Stage) -> None:
    ana, ben, room = await with_ben(scene)
    message = await ana.say(f"The runbook names {WORD} & old hosts", channel=room)
    await ana.react(message, "dart")
    await later(scene)
    await ana.slash("/incident action @ben 1", channel=room)
    await later(scene)
    assert f"names {WORD}" in ben.inbox()[-1].text
    assert repeating(scene)
    assert in_files(scene)
    others = [one for one in standing(scene) if WORD not in shown(one)]
    before = [edits(scene, one) for one in others]

    await ana.delete(message)
    await later(scene, seconds=10)
    await later(scene)

    assert repeating(scene) == []
    assert "(deleted message)" in ben.inbox()[-1].text
    assert "1 open action item" in shown(card(room))
    assert edits(scene, ben.inbox()[-1]) == 1
    assert [edits(scene, one) for one in others] == before
    assert in_files(scene) == []
    listed = await ben.slash("/incident actions", channel=room)
    assert "(deleted message) (ben" in shown(listed)
    assert refusals(scene) == []


async def room_message(scene: Stage, room: Channel, begins: str) -> Message:
    [found] = [message for message in room.messages if begins in message.text]
    return found


async def test_a_decision_by_mention_is_taken_back_from_its_card_and_its_objections(
    scene: Stage,
) -> None:
    ana, room = await declared(scene)
    ben = scene.person("ben")
    await ben.join(room)
    await later(scene, minutes=16)
    asked = await room_message(scene, room, "how is this to end?")
    root = await ben.say("What now?", channel=room)
    mention = await ben.mention(f"decide Leave the {WORD}s alone", channel=room, thread=root)
    await later(scene)
    assert f"decided: *Leave the {WORD}s alone*" in asked.text
    await ana.click(asked, "object")
    await later(scene)
    objection = await room_message(scene, room, ":raised_hand:")
    assert WORD in objection.text
    before = [edits(scene, one) for one in (asked, objection)]

    await ben.delete(mention)
    await later(scene)
    await later(scene, minutes=20)

    assert (repeating(scene), in_files(scene)) == ([], [])
    assert "decided: *(deleted message)* (ben," in asked.text
    assert "objects: _(deleted by its author)_" in objection.text
    assert [edits(scene, one) for one in (asked, objection)] == [n + 1 for n in before]
    assert WORD not in shown(await ana.slash("/incident timeline", channel=room))
    assert refusals(scene) == []


async def everywhere(scene: Stage, ana: Person, ben: Person, room: Channel) -> list[Message]:
    """Messages of which all kinds of things are made."""
    root = await ana.say(f"{WORD}s in the first rack", channel=room)
    await ben.say("How many?", channel=room, thread=root)
    await ana.shortcut("create_action", root)
    await scene.settle()
    due = scene.clock.now() + timedelta(minutes=5)
    await ana.submit(kind="task", due=int(due.timestamp()), owner=ben.id)
    note = await ben.say(f"the {WORD} is loud", channel=room)
    await ben.react(note, "pushpin")
    item = await ben.say(f"{WORD}, <&> \u202e too", channel=room)
    await ana.react(item, "dart")
    logged = await ben.mention(f"log one {WORD} left", channel=room)
    await later(scene)
    await ana.slash("/incident handover ic @ben", channel=room)
    await ana.slash("/incident action @ben 1", channel=room)
    await ben.open_home()
    await later(scene, minutes=6)
    return [root, note, item, logged]


@pytest.mark.parametrize("policy", quick(["erase", "keep"], 0))
async def test_nothing_shows_a_deleted_message_any_more(tmp_path: Path, policy: str) -> None:
    async with (
        stage(tmp_path, config=f"deleted_messages: {policy}\nfinish_later: never") as scene,
        scene.bot_running(),
    ):
        ana, ben, room = await with_ben(patient(scene))
        messages = await everywhere(scene, ana, ben, room)
        told = repeating(scene)
        await ana.slash("/incident resolve Rolled back", channel=room)
        await later(scene)
        told += repeating(scene)
        for said in (":alarm_clock:", ":handshake:", "not finished", "gave you this", '"home"'):
            assert any(said in one for one in told), said

        for message in messages:
            await scene.person("ana" if message.user == ana.id else "ben").delete(message)
        await later(scene, seconds=10)
        await later(scene, minutes=1)

        assert repeating(scene) == []
        assert bool(in_files(scene)) is (policy == "keep")
        for format in ("transcript", "transcript-json", "timeline-json"):
            text = b"".join(await operator.export(scene.settings, 1, format)).decode()
            assert WORD not in text.lower(), format
        for line in ("catchup", "timeline", "actions", "tasks", "show INC-1"):
            assert WORD not in shown(await ana.slash(f"/incident {line}", channel=room)), line
        assert "No incident" in (await ana.slash(f"/incident list {WORD}", channel=room)).text
        assert refusals(scene) == []


async def test_in_french_and_of_a_message_that_is_gone_nothing_is_said_again(
    tmp_path: Path,
) -> None:
    async with stage(tmp_path, config="locale: fr\n") as scene, scene.bot_running():
        ana, ben, room = await with_ben(scene)
        carl = scene.person("carl", locale="fr-FR")
        await carl.join(room)
        messages = [await ana.say(f"{WORD} {n}", channel=room) for n in range(2)]
        for message in messages:
            await ana.react(message, "dart")
        await later(scene)
        await ana.slash("/incident action @carl 1", channel=room)
        await ana.slash("/incident action @ben 2", channel=room)
        await later(scene)
        posting.delete(scene.slack.workspace, ben.direct, ben.inbox()[-1])
        there = len(ben.inbox())

        for message in messages:
            await ana.delete(message)
        await later(scene, seconds=10)
        await later(scene)

        assert repeating(scene) == []
        assert "(message supprimé)" in carl.inbox()[-1].text
        listed = await carl.slash("/incident actions", channel=room)
        assert "*1* (message supprimé) (carl, " in shown(listed)
        assert len(ben.inbox()) == there
        assert await undone(scene.url, scene.clock.now()) == []
        assert refusals(scene) == ["chat.update: message_not_found"]


async def test_while_slack_is_away_the_edits_wait_and_come_once(scene: Stage) -> None:
    ana, ben, room = await with_ben(scene)
    message = await ana.say(f"Tell the {WORD}", channel=room)
    await ana.react(message, "dart")
    await later(scene)
    await ana.slash("/incident action @ben 1", channel=room)
    await later(scene)
    told = ben.inbox()[-1]

    scene.slack.faults.fail("chat.update", RateLimited(30), times=1)
    await ana.delete(message)
    await later(scene, seconds=5)
    assert WORD in told.text
    await later(scene, minutes=2)

    assert repeating(scene) == []
    assert edits(scene, told) == 1 + len(refusals(scene))
