"""The bot's process is killed while it adopts a channel: one incident, the whole history, once."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.incident.ids import ChannelId
from bot.incident.incident import Incident
from bot.incident.message import messages_of
from bot.incident.record_facts import HistoryRead
from bot.sandbox.workspace import Channel
from bot.storage.ledger import Database
from tests.child import until
from tests.ready_room import kept, own_folder, place, undone
from tests.stories.test_sigkill import PHASES, UNHURRIED, Moment, Theatre, theatre

NAME = "inc-by-hand"
SAID = ("Errors since 14:02", "Which ones?", "All of them", "It is the cache")
COMMAND = "/incident adopt sev1"


async def talked(scene: Theatre) -> Channel:
    ana, ben = scene.people.ana, scene.people.ben
    room = scene.slack.channel(NAME, members=[ana, ben])
    root = await ana.say(SAID[0], channel=room)
    for words in SAID[1:3]:
        await ben.say(words, channel=room, thread=root)
    await ana.react(await ana.say(SAID[3], channel=room), "eyes")
    return room


async def adopted(scene: Theatre) -> None:
    async def all_read() -> bool:
        found = await kept(scene.url)
        unread = [one for one, _ in found if one.history_due]
        return bool(found) and not unread and not await undone(scene.url)

    await until(all_read)


async def assert_once(scene: Theatre, room: Channel) -> None:
    [(incident, _)] = await kept(scene.url)
    assert incident.number == 1
    assert incident.channel == room.id
    cards = [message for message in room.messages if message.bot_id]
    assert len(cards) == 1, [message.text for message in cards]
    assert [pin.message for pin in room.pins] == cards
    assert len(scene.slack.workspace.channel_named("incidents").messages) == 1
    await _assert_recorded(scene.url, incident, room)


async def _assert_recorded(url: str, incident: Incident, room: Channel) -> None:
    database = await Database.open(url)
    try:
        async with database.look() as work:
            found = messages_of(await work.messages.of(ChannelId(room.id)))
            entries = await work.timeline.of(incident.id)
    finally:
        await database.close()
    said = [one.revisions[0].content.text for one in found if one.revisions]
    assert [words for words in said if words in SAID] == list(SAID)
    assert [len(one.marks) for one in found if one.marks] == [1]
    [read] = [entry.fact for entry in entries if isinstance(entry.fact, HistoryRead)]
    assert read.messages >= len(SAID)


async def killed_once(scene: Theatre, moment: Moment) -> None:
    child = await scene.life()
    room = await talked(scene)
    struck = scene.kill_at(moment, lambda: child)
    answer = await scene.people.ana.slash(COMMAND, channel=room)
    assert await child.exit_code() < 0
    assert struck == [moment]
    child = await scene.life()
    if answer.status != "ok":
        await scene.people.ana.slash(COMMAND, channel=room)
    await adopted(scene)
    await assert_once(scene, room)


@pytest.mark.long
@pytest.mark.parametrize(
    "moment",
    [
        (f"conversations.replies {NAME}", "after effect"),
        (f"conversations.join {NAME}", "after effect"),
        (f"conversations.info {NAME}", "after effect"),
    ],
    ids=" ".join,
)
async def test_a_kill_at_a_telling_moment_leaves_one_incident_and_its_whole_history(
    tmp_path: Path, moment: Moment
) -> None:
    async with theatre(tmp_path) as scene:
        await killed_once(scene, moment)


@pytest.mark.long
@pytest.mark.timeout(900)
async def test_a_kill_at_any_moment_does_the_same(tmp_path: Path) -> None:
    async with theatre(own_folder(tmp_path, "clean"), **UNHURRIED) as scene:
        await scene.life()
        room = await talked(scene)
        before = len(scene.slack.calls)
        await scene.people.ana.slash(COMMAND, channel=room)
        await adopted(scene)
        calls = list(dict.fromkeys(place(scene.slack, c) for c in scene.slack.calls[before:]))

    for number, call in enumerate(calls):
        for phase in PHASES:
            async with theatre(own_folder(tmp_path, f"{number}-{phase[:5]}")) as scene:
                await killed_once(scene, (call, phase))

    assert {call.partition(" ")[0] for call in calls} >= {
        "conversations.join",
        "conversations.members",
        "conversations.history",
        "conversations.replies",
        "chat.postMessage",
        "pins.add",
    }
