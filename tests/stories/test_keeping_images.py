"""Images of an incident's channel are kept where a team wants that, and go with their message."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.app import operator
from bot.incident.kept_file import KeptFile
from bot.sandbox.conversation import Channel, Message
from bot.sandbox.faults import Drop, Hang, How, RateLimited, Status
from bot.sandbox.people import Person
from tests.lengths import quick
from tests.stage import Stage, stage
from tests.stories.running import declared, later, ledger
from tests.stories.seeing import calls, patient, refusals

KEEP = "keep_files: images"
PIXELS = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40
SHA256 = hashlib.sha256(PIXELS).hexdigest()
GRAPH = {"name": "graph.png", "content": PIXELS}
ENOUGH = 60
"""Seconds of the hand clock in which everything is made good."""
WAYS: tuple[How, ...] = (
    Status(500, before=True),
    RateLimited(7),
    Drop(before=True),
    Drop(before=False),
    Hang(before=True),
)


@asynccontextmanager
async def keeping(
    tmp_path: Path, more: str = "", seconds: str = "10"
) -> AsyncIterator[tuple[Stage, Person, Channel]]:
    config = f"{KEEP}\n{more}"
    async with (
        stage(tmp_path, config=config, SLACK_TIMEOUT_SECONDS=seconds) as scene,
        scene.bot_running(),
    ):
        yield patient(scene), *await declared(scene)


async def posted(scene: Stage, by: Person, room: Channel, **file: Any) -> Message:
    message = await by.say("look", channel=room, files=[{**GRAPH, **file}])
    await later(scene)
    return message


async def kept(scene: Stage) -> list[KeptFile]:
    async with ledger(scene) as database, database.look() as work:
        incident = await work.incidents.numbered(1)
        assert incident is not None
        assert incident.channel is not None
        return list(await work.files.of(incident.channel))


async def export(scene: Stage, form: str) -> bytes:
    return b"".join(await operator.export(scene.settings, 1, form))


async def test_an_image_is_kept_and_named_by_its_hash(tmp_path: Path) -> None:
    async with keeping(tmp_path) as (scene, ana, room):
        message = await posted(scene, ana, room)

        [file] = await kept(scene)
        text = (await export(scene, "transcript")).decode()
        told = json.loads(await export(scene, "transcript-json"))

        assert (file.ts, file.name, file.type) == (message.ts, "graph.png", "image/png")
        assert (file.size, file.sha256) == (len(PIXELS), SHA256)
        assert f"sha256 {SHA256})" in text
        [shown] = [f for m in told["messages"] for r in m["revisions"] for f in r["files"]]
        assert (shown["name"], shown["sha256"]) == ("graph.png", SHA256)
        assert refusals(scene) == []


async def test_as_shipped_nothing_is_fetched(scene: Stage) -> None:
    ana, room = await declared(scene)

    await posted(scene, ana, room)

    assert await kept(scene) == []
    assert calls(scene, "files.info") == calls(scene, "download") == 0
    assert "graph.png" in (await export(scene, "transcript")).decode()


@pytest.mark.parametrize(
    "file",
    [
        {"name": "log.txt"},
        {"name": "drawing.svg"},
        {"name": "page.html"},
        {"mimetype": "", "name": "unknown.bin", "filetype": ""},
        {"is_external": True, "url_private": "https://docs.example.com/graph.png"},
        {"content": PIXELS * 200},
        {"content": PIXELS * 200, "size": 1},
    ],
    ids=["text", "svg", "html", "unknown", "elsewhere", "large", "larger than told"],
)
async def test_what_is_no_image_or_too_large_is_only_named(
    tmp_path: Path, file: dict[str, Any]
) -> None:
    async with keeping(tmp_path, "keep_files_limit_mb: 1") as (scene, ana, room):
        await posted(scene, ana, room, **file)

        assert await kept(scene) == []
        assert len(room.messages) == 2, "the card and the message: nobody is bothered with it"
        assert str(file.get("name", "graph.png")) in (await export(scene, "transcript")).decode()


async def test_the_token_goes_nowhere_but_to_slack(tmp_path: Path) -> None:
    async with keeping(tmp_path) as (scene, ana, room):
        port = scene.bot.addresses.port
        await posted(scene, ana, room, url_private=f"http://127.0.0.1:{port + 1}/graph.png")

        assert await kept(scene) == []
        assert "a copy of an image: refused (`not_from_slack`)" in room.messages[-1].text


async def test_each_image_is_fetched_once(tmp_path: Path) -> None:
    async with keeping(tmp_path) as (scene, ana, room):
        scene.slack.faults.duplicate_events = True
        message = await posted(scene, ana, room)
        await ana.edit(message, "look closely")
        await later(scene)

        assert len(await kept(scene)) == 1
        assert calls(scene, "download") == 1


async def test_an_image_in_a_thread_is_kept_too(tmp_path: Path) -> None:
    async with keeping(tmp_path) as (scene, ana, room):
        first = await ana.say("Errors", channel=room)
        await ana.say("look", thread=first, files=[GRAPH])
        await later(scene)

        assert [file.sha256 for file in await kept(scene)] == [SHA256]


@pytest.mark.parametrize("how", quick(WAYS, 3), ids=str)
@pytest.mark.parametrize("call", ["files.info", "download"])
async def test_a_fault_leaves_one_copy(tmp_path: Path, call: str, how: How) -> None:
    seconds = "0.3" if isinstance(how, Hang) else "10"
    async with keeping(tmp_path, seconds=seconds) as (scene, ana, room):
        scene.slack.faults.fail(call, how)

        await posted(scene, ana, room)
        await later(scene, seconds=ENOUGH)

        assert [file.sha256 for file in await kept(scene)] == [SHA256]


async def test_an_image_posted_while_the_bot_was_away_is_fetched_when_it_is_back(
    tmp_path: Path,
) -> None:
    async with stage(tmp_path, config=KEEP) as scene:
        async with scene.bot_running():
            ana, room = await declared(scene)
        await ana.say("look", channel=room, files=[GRAPH])
        async with scene.bot_running():
            await later(scene)

            assert [file.sha256 for file in await kept(scene)] == [SHA256]


# What is gone is gone


async def test_it_goes_with_its_message(tmp_path: Path) -> None:
    async with keeping(tmp_path) as (scene, ana, room):
        message = await posted(scene, ana, room)
        assert len(await kept(scene)) == 1

        await ana.delete(message)
        await later(scene)

        assert await kept(scene) == []
        assert SHA256 not in (await export(scene, "transcript-json")).decode()


async def test_it_stays_for_auditors_where_deleted_words_do(tmp_path: Path) -> None:
    async with keeping(tmp_path, "deleted_messages: keep") as (scene, ana, room):
        message = await posted(scene, ana, room)
        await ana.delete(message)
        await ana.delete_file(message.files[0]["id"])
        await later(scene)

        assert len(await kept(scene)) == 1
        for form in ("transcript", "transcript-json"):
            assert SHA256 not in (await export(scene, form)).decode()


async def test_a_file_that_is_deleted_in_slack_goes(tmp_path: Path) -> None:
    async with keeping(tmp_path) as (scene, ana, room):
        message = await posted(scene, ana, room)
        await ana.delete_file(message.files[0]["id"])
        await later(scene)

        assert await kept(scene) == []


async def test_what_is_deleted_before_it_was_fetched_is_not_fetched(tmp_path: Path) -> None:
    async with keeping(tmp_path) as (scene, ana, room):
        scene.slack.faults.fail("files.info", Status(503), times=2)
        message = await posted(scene, ana, room)
        await ana.delete(message)
        await later(scene, seconds=ENOUGH)

        assert await kept(scene) == []
        assert calls(scene, "download") == 0


async def test_what_slack_no_longer_has_bothers_nobody(tmp_path: Path) -> None:
    async with keeping(tmp_path) as (scene, ana, room):
        scene.slack.faults.fail("files.info", "file_deleted")
        await posted(scene, ana, room)

        assert await kept(scene) == []
        assert len(room.messages) == 2


# Set-up


async def checked(scene: Stage, person: Person) -> str:
    answer = await person.slash("/incident check")
    await later(scene)
    return answer.text + "".join(message.text for message in person.private)


async def test_without_the_scope_it_is_said_what_to_do(tmp_path: Path) -> None:
    async with (
        stage(tmp_path, config=KEEP, without="files:read") as scene,
        scene.bot_running(),
    ):
        ana, room = await declared(patient(scene))

        await posted(scene, ana, room)

        assert await kept(scene) == []
        assert "a copy of an image: refused (`missing_scope`)" in room.messages[-1].text
        lacking = "Images are to be kept (`keep_files`), but the scope files:read is missing."
        assert lacking in await checked(scene, ana)


async def test_who_keeps_no_files_need_not_grant_the_scope(tmp_path: Path) -> None:
    async with stage(tmp_path, without="files:read") as scene, scene.bot_running():
        ana, _ = await declared(patient(scene))

        assert "All scopes of the manifest are granted." in await checked(scene, ana)


# Out again


async def test_the_images_come_out_in_an_archive(tmp_path: Path) -> None:
    async with keeping(tmp_path) as (scene, ana, room):
        await posted(scene, ana, room)
        await posted(scene, ana, room, name="../../etc/\N{RIGHT-TO-LEFT OVERRIDE}gnp.exe.png")

        archive = await export(scene, "images")

        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            index, first, second = opened.namelist()
            assert opened.read(first) == opened.read(second) == PIXELS
            listed = opened.read(index).decode()
        assert first.endswith("-graph.png")
        assert not set("/\\\N{RIGHT-TO-LEFT OVERRIDE}") & set(second)
        assert listed.count(f"sha256 {SHA256}") == 2
        assert await export(scene, "images") == archive


async def test_an_archive_without_images_says_why(scene: Stage) -> None:
    await declared(scene)

    with zipfile.ZipFile(io.BytesIO(await export(scene, "images"))) as opened:
        assert opened.namelist() == ["images.txt"]
        assert "`keep_files`" in opened.read("images.txt").decode()
