"""The bot was dead for an hour: afterwards nothing is missing, and the gap is stated."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.app import operator
from bot.incident.chores import GapNoted
from bot.incident.ids import ChannelId, MessageTs
from bot.incident.message import Message, messages_of
from bot.incident.record_facts import HistoryRead
from bot.incident.timeline import TimelineEntry
from bot.sandbox.faults import RateLimited
from bot.sandbox.http_line import signed
from bot.sandbox.people import Person
from bot.sandbox.workspace import Channel
from bot.sandbox.workspace import Message as SlackMessage
from tests.child import until
from tests.stage import Stage, stage
from tests.stories.running import declared, later, leap, ledger
from tests.stories.seeing import last, refusals, shown


async def recorded(scene: Stage, room: Channel) -> list[Message]:
    async with ledger(scene) as database, database.look() as work:
        return messages_of(await work.messages.of(ChannelId(room.id)))


async def gaps(scene: Stage) -> list[TimelineEntry]:
    async with ledger(scene) as database, database.look() as work:
        [incident] = await work.incidents.still_open()
        entries = await work.timeline.of(incident.id)
    return [entry for entry in entries if isinstance(entry.fact, GapNoted)]


def words(message: Message) -> str:
    return message.revisions[-1].content.text if message.revisions else ""


@dataclass
class Talk:
    """What was said before the outage, and is changed during it."""

    scene: Stage
    room: Channel
    said: dict[str, SlackMessage] = field(default_factory=dict)

    async def before(self) -> None:
        """Ten messages that will be edited, five that will be deleted, some of each in a thread;
        one that is marked and one that is pinned.
        """
        ana, ben = self.scene.person("ana"), self.scene.person("ben")
        await ben.join(self.room)
        root = await ana.say("Errors since 14:02", channel=self.room)
        self.said["root"] = root
        for number in range(15):
            thread = root if number % 3 == 0 else None
            name = f"edit {number}" if number < 10 else f"gone {number}"
            self.said[name] = await ben.say(name, channel=self.room, thread=thread)
        await ana.react(self.said["edit 0"], "eyes")
        await ana.pin(self.said["edit 1"])
        await later(self.scene)

    async def meanwhile(self, count: int) -> None:
        """Ten edits, five deletions, three marks on and one off, one pin on and one off."""
        ana, ben = self.scene.person("ana"), self.scene.person("ben")
        self.scene.slack.faults.lose_events = True
        await self.scene.clock.forward(minutes=30)
        for number in range(count):
            thread = self.said["root"] if number % 3 == 0 else None
            await ana.say(f"meanwhile {number}", channel=self.room, thread=thread)
        for name, message in self.said.items():
            if name.startswith("edit"):
                await ben.edit(message, f"{name}, edited")
            if name.startswith("gone"):
                await ben.delete(message)
        for name in ("root", "edit 0", "edit 1"):
            await ben.react(self.said[name], "tada")
        await ana.unreact(self.said["edit 0"], "eyes")
        await ana.unpin(self.said["edit 1"])
        await ana.pin(self.said["edit 0"])
        await self.scene.clock.forward(minutes=30)
        self.scene.slack.faults.lose_events = False

    def assert_followed(self, found: Sequence[Message]) -> None:
        now = {name: one for one in found for name in self.said if self.said[name].ts == one.ts}
        ben = self.scene.person("ben").id
        for name, message in now.items():
            if name.startswith("edit"):
                assert words(message) == f"{name}, edited"
            assert (message.deleted_at is not None) == name.startswith("gone")
            assert message.pinned == (name == "edit 0")
            tada = {("tada", ben)} if name in ("root", "edit 0", "edit 1") else set()
            assert self.of_people(message) == tada
        assert [now[name].revisions for name in now if name.startswith("gone")] == [()] * 5

    def of_people(self, message: Message) -> set[tuple[str, str]]:
        return {mark for mark in message.marks if mark[1] != self.scene.slack.bot.id}


@pytest.mark.parametrize("count", [10, pytest.param(200, marks=pytest.mark.long)])
async def test_what_was_said_while_it_was_dead_is_read_back(tmp_path: Path, count: int) -> None:
    async with stage(tmp_path) as scene:
        async with scene.bot_running():
            ana, room = await declared(scene)
            talk = Talk(scene, room)
            await talk.before()
        died_at = scene.clock.now()
        await talk.meanwhile(count)

        async with scene.bot_running():
            await later(scene, minutes=5)
            found = await recorded(scene, room)
            await ana.slash("/incident catchup", channel=room)
            [gap] = await gaps(scene)

            said = [words(message) for message in found]
            assert [f"meanwhile {n}" in said for n in range(count)] == [True] * count
            talk.assert_followed(found)
            assert isinstance(gap.fact, GapNoted)
            assert (gap.fact.messages, gap.fact.changes) == (count, 10 + 5 + 4 + 2)
            assert died_at - timedelta(seconds=10) < gap.fact.since <= died_at
            assert "Not heard from" in shown(last(ana))
            assert "What was written and undone meanwhile cannot be read" in shown(last(ana))
            assert refusals(scene) == []
        transcript = b"".join(await operator.export(scene.settings, 1, "transcript")).decode()
        assert f"(not heard until 01:00; read back: messages {count}, changes 21;" in transcript


async def test_a_thread_of_which_nothing_is_left_is_gone(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        async with scene.bot_running():
            ana, room = await declared(scene)
            roots = [await ana.say(f"root {n}", channel=room) for n in range(3)]
            replies = [await ana.say("reply", thread=root) for root in roots]
            await later(scene)
        scene.slack.faults.lose_events = True
        await scene.clock.forward(minutes=30)
        await ana.delete(roots[0])
        await ana.delete(replies[0])
        await ana.delete(roots[1])
        await scene.clock.forward(minutes=30)
        scene.slack.faults.lose_events = False

        async with scene.bot_running():
            await later(scene, minutes=5)
            found = {message.ts: message for message in await recorded(scene, room)}

        gone = [found[MessageTs(m.ts)].deleted_at is not None for m in (*roots, *replies)]
        assert gone == [True, True, False, True, False, False]


LONG = 450
"""Messages: three pages of history."""


def asked_for(scene: Stage, method: str = "conversations.history") -> list[str]:
    """Down to which message each page was asked for; "" is the newest page."""
    calls = [call for call in scene.slack.calls if call.method == method]
    return [str(call.arguments.get("latest") or "") for call in calls]


async def long_channel(scene: Stage) -> tuple[Person, Channel]:
    ana = scene.person("ana")
    room = scene.slack.channel("inc-long", members=[ana])
    for number in range(LONG):
        await ana.say(f"before {number}", channel=room)
    await scene.clock.forward(minutes=5)
    return ana, room


async def test_a_long_reading_that_is_broken_off_goes_on_where_it_was(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        ana, room = await long_channel(scene)
        async with scene.bot_running():
            await ana.slash("/incident adopt sev1", channel=room)
            scene.slack.faults.fail("conversations.history", RateLimited(60), skip=1, times=9)
            await later(scene)
            early = len(await recorded(scene, room))
        first_life = asked_for(scene)
        scene.slack.faults.clear()

        async with scene.bot_running():
            await later(scene, minutes=5)
            said = [words(message) for message in await recorded(scene, room)]
        second_life = asked_for(scene)[len(first_life) :]

        assert [word for word in said if word.startswith("before")] == [
            f"before {number}" for number in range(LONG)
        ]
        assert 150 < early < 250
        assert first_life[0] == ""
        assert first_life[1] in second_life
        facts = await history(scene)
        assert [fact.messages for fact in facts] == [LONG]


async def history(scene: Stage) -> list[HistoryRead]:
    async with ledger(scene) as database, database.look() as work:
        [incident] = await work.incidents.still_open()
        entries = await work.timeline.of(incident.id)
    return [entry.fact for entry in entries if isinstance(entry.fact, HistoryRead)]


async def test_what_was_not_read_yet_is_not_taken_for_deleted(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        ana, room = await long_channel(scene)
        async with scene.bot_running():
            await ana.slash("/incident adopt sev1", channel=room)
            await later(scene, minutes=2)
        scene.slack.faults.lose_events = True
        for message in [m for m in room.messages if m.text in ("before 440", "before 10")]:
            await ana.delete(message)
        await scene.clock.forward(minutes=30)
        scene.slack.faults.lose_events = False
        scene.slack.faults.fail("conversations.history", RateLimited(60), skip=1, times=1)

        async with scene.bot_running():
            early = await deleted(scene, room)
            await later(scene, minutes=5)
            late = await deleted(scene, room)

        numbers = [float(m.ts) for m in room.everything.values() if m.text.startswith("before")]
        assert early == [numbers[440]]
        assert late == [numbers[10], numbers[440]]


async def deleted(scene: Stage, room: Channel) -> list[float]:
    return [float(m.ts) for m in await recorded(scene, room) if m.deleted_at]


async def test_after_a_silence_it_reads_no_further_back_than_it_has_to(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene, scene.bot_running() as run:
        ana, room = await long_channel(scene)
        await ana.slash("/incident adopt sev1", channel=room)
        await later(scene, minutes=2)
        scene.slack.faults.lose_events = True
        await ana.say("meanwhile", channel=room)
        scene.slack.faults.lose_events = False
        await later(scene, minutes=2)
        before = len(asked_for(scene))

        run.bot.missed()
        await later(scene)

        assert words((await recorded(scene, room))[-1]) == "meanwhile"
        assert asked_for(scene)[before:] == [""]
        assert len(await gaps(scene)) == 1


async def test_when_slack_says_that_it_drops_events_it_reads_back_at_once(tmp_path: Path) -> None:
    async with stage(tmp_path, http=True) as scene, scene.bot_running() as run:
        ana, room = await declared(scene)
        await later(scene, minutes=2)
        scene.slack.faults.lose_events = True
        await ana.say("meanwhile", channel=room)
        scene.slack.faults.lose_events = False
        await later(scene, minutes=2)
        before = [words(message) for message in await recorded(scene, room)]
        told = {"type": "app_rate_limited", "team_id": "T0LOCAL", "minute_rate_limited": 1767225600}
        body = json.dumps({**told, "api_app_id": "A0LOCAL", "token": "unused"})

        headers = signed(scene.slack.signing_secret, body, int(time.time()))
        async with (
            aiohttp.ClientSession() as http,
            http.post(
                f"http://127.0.0.1:{run.addresses.port}/slack/events",
                data=body.encode(),
                headers={**headers, "Content-Type": "application/json"},
            ) as answer,
        ):
            status = answer.status
        await later(scene)

        after = [words(message) for message in await recorded(scene, room)]
        assert (status, "meanwhile" in before, "meanwhile" in after) == (200, False, True)


async def test_threads_are_read_again_when_something_moved_and_once_an_hour(scene: Stage) -> None:
    ana, room = await declared(scene)
    roots = [await ana.say(f"root {n}", channel=room) for n in range(3)]
    replies = [await ana.say("reply", thread=root) for root in roots]
    await later(scene, minutes=5)
    scene.slack.faults.lose_events = True
    await ana.say("another", thread=roots[0])
    await ana.react(replies[1], "eyes")
    scene.slack.faults.lose_events = False
    await later(scene, minutes=5)
    before = len(threads_asked_for(scene))

    scene.bot.bot.missed()
    await later(scene)
    moved = threads_asked_for(scene)[before:]
    await leap(scene, hours=1)
    hourly = threads_asked_for(scene)[before + len(moved) :]

    assert moved == [roots[0].ts]
    assert sorted(hourly) == sorted(root.ts for root in roots)
    found = {message.ts: message for message in await recorded(scene, room)}
    assert found[MessageTs(replies[1].ts)].marks == {("eyes", ana.id)}


def threads_asked_for(scene: Stage) -> list[str]:
    calls = [call for call in scene.slack.calls if call.method == "conversations.replies"]
    return [str(call.arguments["ts"]) for call in calls]


async def test_an_action_item_is_made_of_a_message_that_was_marked_meanwhile(
    scene: Stage,
) -> None:
    ana, room = await declared(scene)
    message = await ana.say("Write a runbook for the cache", channel=room)
    await later(scene, minutes=2)
    scene.slack.faults.lose_events = True
    await ana.react(message, "dart")
    scene.slack.faults.lose_events = False

    await leap(scene, hours=1)
    answer = await ana.slash("/incident actions", channel=room)

    assert "Write a runbook for the cache" in shown(answer)


async def test_where_nothing_was_missed_no_gap_is_stated(scene: Stage) -> None:
    ana, room = await declared(scene)
    ben = scene.person("ben")
    await ben.join(room)
    root = await ana.say("Errors since 14:02", channel=room)
    reply = await ben.say("Which ones?", channel=room, thread=root)
    await ana.react(reply, "eyes")
    await ana.edit(root, "Errors since 14:01")
    await later(scene)
    before = await recorded(scene, room)

    await later(scene, hours=3)

    assert await gaps(scene) == []
    assert [m for m in await recorded(scene, room) if m.ts in {o.ts for o in before}] == before


async def test_while_slack_is_busy_nothing_is_taken_for_deleted(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        async with scene.bot_running():
            ana, room = await declared(scene)
            await ana.say("Errors since 14:02", channel=room)
            await later(scene)
        scene.slack.faults.lose_events = True
        await ana.say("meanwhile", channel=room)
        await scene.clock.forward(minutes=30)
        scene.slack.faults.lose_events = False
        scene.slack.faults.fail("conversations.history", RateLimited(40))

        async with scene.bot_running():
            early = [words(message) for message in await recorded(scene, room)]
            await later(scene, minutes=5)
            late = [words(message) for message in await recorded(scene, room)]

        assert ("Errors since 14:02" in early, "meanwhile" in early) == (True, False)
        assert ("Errors since 14:02" in late, "meanwhile" in late) == (True, True)


async def test_after_a_silence_of_the_sockets_it_reads_back_at_once(scene: Stage) -> None:
    ana, room = await declared(scene)
    scene.slack.faults.lose_events = True
    await ana.say("meanwhile", channel=room)
    scene.slack.faults.lose_events = False
    await later(scene, minutes=2)
    before = [words(message) for message in await recorded(scene, room)]

    assert scene.run is not None
    assert scene.run.sockets is not None
    sockets = scene.run.sockets
    scene.slack.faults.drop_sockets()
    await until(lambda: not sockets.healthy)
    await sockets.until_connected()
    await later(scene)

    after = [words(message) for message in await recorded(scene, room)]
    assert ("meanwhile" in before, "meanwhile" in after) == (False, True)
    assert len(await gaps(scene)) == 1
