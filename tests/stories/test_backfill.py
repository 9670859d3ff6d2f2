"""The bot was dead for an hour: afterwards nothing is missing, and the gap is stated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.incident.chores import GapNoted
from bot.incident.ids import ChannelId
from bot.incident.message import Message, messages_of
from bot.incident.timeline import TimelineEntry
from bot.sandbox.faults import RateLimited
from bot.sandbox.workspace import Channel
from bot.sandbox.workspace import Message as SlackMessage
from tests.child import until
from tests.stage import Stage, stage
from tests.stories.running import declared, later, ledger
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
        ana, ben = self.scene.person("ana"), self.scene.person("ben")
        await ben.join(self.room)
        root = await ana.say("Errors since 14:02", channel=self.room)
        self.said["root"] = root
        self.said["reply"] = await ben.say("Which ones?", channel=self.room, thread=root)
        self.said["gone"] = await ben.say("Wrong channel", channel=self.room)
        self.said["gone reply"] = await ben.say("Never mind", channel=self.room, thread=root)
        await ana.react(self.said["reply"], "eyes")
        await later(self.scene)

    async def meanwhile(self, count: int) -> None:
        """Two edits, two deletions, one mark on and one off, all of it unheard."""
        ana, ben = self.scene.person("ana"), self.scene.person("ben")
        self.scene.slack.faults.lose_events = True
        await self.scene.clock.forward(minutes=30)
        for number in range(count):
            thread = self.said["root"] if number % 3 == 0 else None
            await ana.say(f"meanwhile {number}", channel=self.room, thread=thread)
        await ana.edit(self.said["root"], "Errors since 14:01")
        await ben.edit(self.said["reply"], "Which ones, please?")
        await ben.delete(self.said["gone"])
        await ben.delete(self.said["gone reply"])
        await ben.react(self.said["reply"], "pushpin")
        await ana.unreact(self.said["reply"], "eyes")
        await self.scene.clock.forward(minutes=30)
        self.scene.slack.faults.lose_events = False

    def assert_followed(self, found: Sequence[Message]) -> None:
        now = {name: one for one in found for name in self.said if self.said[name].ts == one.ts}
        assert words(now["root"]) == "Errors since 14:01"
        assert words(now["reply"]) == "Which ones, please?"
        marks = {mark for mark in now["reply"].marks if mark[1] != self.scene.slack.bot.id}
        assert marks == {("pushpin", self.scene.person("ben").id)}
        for name in ("gone", "gone reply"):
            assert now[name].deleted_at is not None
            assert now[name].revisions == ()


@pytest.mark.parametrize("count", [10, pytest.param(200, marks=pytest.mark.long)])
async def test_what_was_said_while_it_was_dead_is_read_back(tmp_path: Path, count: int) -> None:
    async with stage(tmp_path) as scene:
        async with scene.bot_running():
            ana, room = await declared(scene)
            talk = Talk(scene, room)
            await talk.before()
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
            assert (gap.fact.messages, gap.fact.changes) == (count, 6)
            assert "Not heard from" in shown(last(ana))
            assert refusals(scene) == []


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
