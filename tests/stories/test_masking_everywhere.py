"""A secret is put wherever people can put words; no copy that the bot makes has it."""

from __future__ import annotations

import contextlib
import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app import operator
from bot.outlets.formats import FORMATS
from bot.sandbox.people import Person
from bot.slack.grammar import GRAMMAR
from bot.telemetry import logs
from tests.lengths import quick
from tests.stage import Stage
from tests.stories.running import declared, later, ledger
from tests.stories.seeing import from_bot, last, shown

SECRET = "ghp_" + "aB3dE6gH9j" * 3 + "kL2mN5"
TELLING = SECRET[4:24].casefold()
"""So much of it, in capitals or not, nobody keeps by chance."""
SAID = f"Use {SECRET} for now"
VERBS = {verb.name: verb for verb in GRAMMAR}


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """All that the bot logs, at its most talkative."""
    stream, root = io.StringIO(), logging.getLogger()
    handlers, level = list(root.handlers), root.level
    logs.configure("DEBUG", (), stream)
    yield stream
    logs.configure("WARNING")
    root.handlers[:] = handlers
    root.setLevel(level)


def leaks(scene: Stage) -> list[str]:
    """Where the bot shows it to anybody but in what they typed: each as what it is."""
    workspace = scene.slack.workspace
    told = [shown(message) for message in from_bot(scene)]
    told += [json.dumps(view.body) for view in workspace.homes.values()]
    for channel in workspace.channels.values():
        if channel.creator == scene.slack.bot.id:
            told += [channel.name, channel.topic, channel.purpose, json.dumps(channel.bookmarks)]
    found = [(text, text.casefold().find(TELLING)) for text in told]
    return [text[max(0, at - 60) : at + 30] for text, at in found if at >= 0]


def stored(scene: Stage) -> list[str]:
    """The files of the database that have it, byte for byte."""
    folder = Path(scene.url.partition(":///")[2]).parent
    files = [file for file in folder.iterdir() if file.is_file()]
    assert any(file.name.endswith((".db", "-wal")) for file in files)
    return [file.name for file in files if TELLING.encode() in file.read_bytes().lower()]


async def exported(scene: Stage) -> list[str]:
    found = []
    for form in FORMATS:
        content = b"".join(await operator.export(scene.settings, 1, form.name))
        found += [form.name] if TELLING.encode() in content.lower() else []
    return found


async def nowhere(scene: Stage) -> None:
    await later(scene)
    assert leaks(scene) == []
    assert await exported(scene) == []
    assert stored(scene) == []


@pytest.mark.long
@pytest.mark.parametrize("name", quick(VERBS, *map(list(VERBS).index, ("title", "task"))))
async def test_behind_any_verb(scene: Stage, written: io.StringIO, name: str) -> None:
    ana, room = await declared(scene)

    for line in (f"{name} {SAID}", f"{VERBS[name].example} {SAID}", f"{name} INC-1 {SAID}"):
        await ana.slash(f"/incident {line}", channel=room)
        await later(scene)

    await nowhere(scene)
    assert TELLING not in written.getvalue().casefold()


@pytest.mark.parametrize(
    "line",
    quick(
        [
            f"declare sev2 {SAID}",
            f"declare sev2 private {SAID}",
            f"declare {SAID}",
            SAID,
            f"titel {SAID}",
            f"status resolved {SAID}",
            f"task @ben {SAID} 20m",
            f"action @ben {SAID}",
            f"log -q 00:01 {SAID}",
            f"decide roll back: {SAID}",
            f"handover ic @ben {SAID}",
            f"{SECRET}",
            f"task https://ana:{SECRET}@example.com/{SECRET}",
        ],
        1,
        3,
        12,
    ),
)
async def test_in_any_line(scene: Stage, line: str) -> None:
    ana, room = await declared(scene)
    scene.person("ben")

    await ana.slash(f"/incident {line}", channel=room)
    await later(scene)
    await ana.mention(line, channel=room)
    await later(scene)
    for message in list(ana.private):
        for action in ("run.0", "run.1", "open_form"):
            with contextlib.suppress(LookupError):
                await ana.click(message, action)
                await later(scene)

    await nowhere(scene)


async def test_in_what_is_said_in_the_channel(scene: Stage) -> None:
    ana, room = await declared(scene)
    ben = scene.person("ben")

    first = await ben.say(SAID, channel=room)
    reply = await ben.say(f"And *{SECRET}*, too", thread=first)
    await ben.edit(first, f"{SAID}, says @ana")
    named = await ben.say("", channel=room, files=[{"name": f"{SECRET}.txt", "content": b"x"}])
    for message in (first, reply, named):
        for mark in ("dart", "pushpin", "scales"):
            await ana.react(message, mark)
        await ana.pin(message)
        await later(scene)
        for shortcut in ("create_action", "add_to_timeline"):
            await ana.shortcut(shortcut, message)
            await later(scene)
            await ana.submit()
            await later(scene)

    assert "••••(github-pat)" in str([message.text for message in from_bot(scene)])
    await nowhere(scene)


async def filled(scene: Stage, by: Person) -> None:
    """Whatever can be written into the form that is open, and what was chosen stays."""
    view = by.view()
    assert view is not None
    inputs = [block for block in view.blocks if block["type"] == "input"]
    texts = [one["element"]["action_id"] for one in inputs if _takes_text(one["element"])]
    assert texts
    await by.submit(**dict.fromkeys(texts, SAID))
    await later(scene)


def _takes_text(element: dict[str, object]) -> bool:
    return element["type"] == "plain_text_input"


FORMS = ("declare", "resolve", "task", "action", "ask", "log")


@pytest.mark.parametrize("line", quick(FORMS, 0))
async def test_in_forms(scene: Stage, written: io.StringIO, line: str) -> None:
    ana, room = await declared(scene)
    scene.person("ben")
    told = len(ana.inbox())

    await ana.slash(f"/incident {line}", channel=room)
    await later(scene)
    await filled(scene, ana)

    await nowhere(scene)
    assert TELLING not in written.getvalue().casefold()
    [note] = ana.inbox()[told:]
    assert "seems to hold a secret (github-pat)" in note.text


async def test_whoever_types_one_is_told_and_nobody_else(scene: Stage) -> None:
    ana, room = await declared(scene)

    await ana.slash(f"/incident impact {SAID}", channel=room)
    await later(scene)
    await ana.mention(f"log {SAID}", channel=room)
    await later(scene)

    notes = [m.text for m in ana.private if "seems to hold a secret (github-pat)" in m.text]
    assert len(notes) == 2
    assert "What you typed" in notes[0]
    assert "Your message of" in notes[1]
    assert not [m for m in room.messages if "seems to hold" in m.text]


@pytest.mark.long
async def test_in_what_one_person_asks_and_another_answers(scene: Stage) -> None:
    ana, room = await declared(scene)
    ben = scene.person("ben")

    await ben.slash(f"/incident ask INC-1 {SAID}?")
    await later(scene)
    await ana.slash(f"/incident answer 1 {SAID}", channel=room)
    await later(scene)

    assert "••••(github-pat)" in shown(last(ben)) + shown(ben.inbox()[-1])
    await nowhere(scene)


@pytest.mark.long
async def test_in_the_topic_of_a_channel_that_is_adopted(scene: Stage) -> None:
    ana = scene.person("ana")
    place = scene.slack.channel("payments-war-room", members=[ana])
    place.topic = SAID
    await ana.say(SAID, channel=place)

    await ana.slash("/incident adopt", channel=place)
    await later(scene)
    place.topic = ""

    await nowhere(scene)


async def test_in_an_event_that_nobody_understands(scene: Stage) -> None:
    """It is kept to be tried again, without the secret."""
    _, room = await declared(scene)
    scene.slack.workspace.emit(
        "message",
        {"channel": room.id, "text": SAID, "user": "U1", "ts": "not a time"},
        subscription="message.channels",
    )
    await later(scene)

    async with ledger(scene) as database, database.look() as work:
        [(_, body, _)] = await work.unread.all()
    assert body["event"]["text"] == "Use ••••(github-pat) for now"
    await nowhere(scene)
