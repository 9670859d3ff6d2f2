"""Every word of an incident's channel is on the record, once, whatever happens to it there."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from bot.incident.ids import ChannelId
from bot.incident.message import Message, messages_of
from bot.sandbox.workspace import Channel
from tests.lengths import quick
from tests.stage import Stage, stage
from tests.stories.running import declared, later, ledger
from tests.stories.seeing import refusals


async def recorded(scene: Stage, room: Channel, *names: str) -> list[Message]:
    """What these people have said there."""
    people = {scene.person(name).id for name in names}
    async with ledger(scene) as database, database.look() as work:
        found = messages_of(await work.messages.of(ChannelId(room.id)))
    return [message for message in found if message.by in people]


def words(message: Message) -> list[str]:
    return [revision.content.text for revision in message.revisions]


async def talk(scene: Stage, room: Channel) -> None:
    """Some words, some of them taken back."""
    ana, ben = scene.person("ana"), scene.person("ben")
    first = await ana.say("Errors since 14:02", channel=room)
    reply = await ben.say("It is the cache", channel=room, thread=first)
    gone = await ben.say("Wrong channel, sorry", channel=room)
    await scene.clock.forward(seconds=2)
    await ana.edit(first, "Errors since 14:01")
    await ben.delete(gone)
    await ana.react(reply, "pushpin")
    await ana.react(first, "eyes")
    await ana.unreact(first, "eyes")
    await ben.pin(first)
    await later(scene)


async def test_what_is_said_edited_and_deleted_is_followed(scene: Stage) -> None:
    ana, room = await declared(scene)
    ben = scene.person("ben")
    await ben.join(room)

    await talk(scene, room)

    first, reply, gone = await recorded(scene, room, "ana", "ben")
    assert words(first) == ["Errors since 14:02", "Errors since 14:01"]
    assert first.edited_at is not None
    assert first.by_name == "ana"
    assert (first.pinned, reply.pinned) == (True, False)
    assert "eyes" not in {name for name, _ in first.marks}
    assert ("pushpin", ana.id) in reply.marks
    assert (reply.thread, reply.is_reply) == (first.ts, True)
    assert gone.deleted_at is not None
    assert gone.by == ben.id
    assert words(gone) == []
    assert refusals(scene) == []


async def test_the_bots_own_words_are_on_the_record_too(scene: Stage) -> None:
    _, room = await declared(scene)

    async with ledger(scene) as database, database.look() as work:
        found = messages_of(await work.messages.of(ChannelId(room.id)))

    [card] = [message for message in found if message.ts == room.messages[0].ts]
    assert "Checkout is failing" in words(card)[0]
    assert card.by_name == "incident"


async def test_what_is_said_elsewhere_is_not_kept(scene: Stage) -> None:
    _, room = await declared(scene)
    general = scene.room("general")
    await scene.person("ana").say("Lunch?", channel=general)
    await later(scene)

    assert await recorded(scene, general, "ana") == []
    assert await recorded(scene, room, "ana") == []


@pytest.mark.parametrize("seed", quick([1, 2, 3, 4], 0))
async def test_twice_shuffled_and_after_a_restart_it_is_the_same(tmp_path: Path, seed: int) -> None:
    told = []
    for shuffled in (False, True):
        folder = tmp_path / str(shuffled)
        folder.mkdir()
        async with stage(folder) as scene:
            async with scene.bot_running():
                _, room = await declared(scene)
                await scene.person("ben").join(room)
                await later(scene)
                if shuffled:
                    scene.slack.faults.duplicate_events = True
                    scene.slack.faults.shuffle_events = random.Random(seed)  # noqa: S311
                await talk(scene, room)
            async with scene.bot_running():
                await later(scene)
                told.append(await recorded(scene, room, "ana", "ben"))

    assert told[0] == told[1]


async def test_a_deleted_message_with_replies_is_deleted_and_its_replies_stay(
    scene: Stage,
) -> None:
    ana, room = await declared(scene)
    root = await ana.say("Wrong channel, sorry", channel=room)
    reply = await ana.say("Or is it?", channel=room, thread=root)

    await ana.delete(root)
    await later(scene)
    gone, stays = (await recorded(scene, room, "ana"))[-2:]
    await ana.delete(reply)
    await later(scene)

    assert (words(gone), gone.by, gone.deleted_at is None) == ([], ana.id, False)
    assert (words(stays), stays.thread, stays.deleted_at) == (["Or is it?"], gone.ts, None)
    assert [one.deleted_at is None for one in await recorded(scene, room, "ana")] == [False, False]


async def test_words_of_deleted_messages_can_be_kept(tmp_path: Path) -> None:
    async with stage(tmp_path, config="deleted_messages: keep") as scene, scene.bot_running():
        _, room = await declared(scene)
        await scene.person("ben").join(room)

        await talk(scene, room)

        gone = (await recorded(scene, room, "ben"))[-1]
        assert gone.deleted_at is not None
        assert words(gone) == ["Wrong channel, sorry"]


def a_secret() -> str:
    """Made at run time: no file of ours is to look as if it held one."""
    return "ghp_" + "aB3dE6gH9j" * 3 + "kL2mN5"


async def test_secrets_are_masked_and_their_author_is_told_once(scene: Stage) -> None:
    ana, room = await declared(scene)
    ben = scene.person("ben")
    await ben.join(room)
    await later(scene)
    told_before = len(ben.private)

    leaked = await ben.say(f"use {a_secret()} for now", channel=room)
    await later(scene)
    await ben.edit(leaked, f"use {a_secret()} until noon")
    await later(scene)

    [kept] = await recorded(scene, room, "ben")
    assert [word.startswith("use ••••(") for word in words(kept)] == [True, True]
    assert a_secret() not in str(kept)
    [warned] = ben.private[told_before:]
    assert "seems to hold a secret" in warned.text
    assert a_secret() not in warned.text
    assert all("seems to hold" not in message.text for message in ana.private)


async def test_patterns_of_the_teams_own_are_masked(tmp_path: Path) -> None:
    config = "mask_patterns: ['door code:? (\\d{4,8})']"
    async with stage(tmp_path, config=config) as scene, scene.bot_running():
        ana, room = await declared(scene)
        await ana.say("The door code: 4711, and come in", channel=room)
        await later(scene)

        kept = (await recorded(scene, room, "ana"))[-1]
        assert words(kept) == ["The door code: ••••(own-pattern), and come in"]
