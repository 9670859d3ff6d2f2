"""An incident goes to another bot and back: nothing is lost, and nobody there is disturbed."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from bot.app import operator
from bot.app.importing import import_incident
from bot.cli import main
from bot.incident.archive_errors import NotAnExport, NumberTaken
from bot.incident.ids import UserId
from bot.incident.postmortem.sections import Section
from bot.outlets.archive_json import schema
from bot.response.change import Request
from bot.response.postmortem_writing import write_words
from bot.settings import Settings
from bot.storage.lock import AlreadyRunning, OnlyOne
from tests.databases import fresh_url
from tests.stage import Stage, stage
from tests.stories.running import declared, later, ledger

SCHEMA = Path(__file__).parents[2] / "docs" / "incident-export.schema.json"
DELETED = "zebrafinch"


async def some_incident(scene: Stage) -> None:
    ana, room = await declared(scene)
    ben = scene.person("ben", locale="fr-FR")
    await ben.join(room)
    said = await ana.say("Errors *since* 14:02 :fire: à l'entrée", channel=room)
    await ana.react(said, "pushpin")
    await ben.say("On it", channel=room, thread=said)
    gone = await ben.say(f"A {DELETED}", channel=room)
    await ben.react(gone, "pushpin")
    for line in ("take ic", "decide rollback", "task @ben Restart it 20m", "action Add an alert"):
        await ana.slash(f"/incident {line}", channel=room)
    await ana.slash("/incident update We roll back", channel=room)
    await ben.delete(gone)
    await later(scene)
    await ana.slash("/incident resolve Rolled back", channel=room)
    await later(scene)
    async with ledger(scene) as database, database.look() as work:
        incident = await work.incidents.numbered(1)
    assert incident is not None
    request = Request(incident.id, UserId(ana.id), "words")
    await write_words(scene.bot.bot.desk, request, Section.CAUSE, "A *bad* deploy")
    await later(scene)


async def exported(settings: Settings, form: str = "json", number: int = 1) -> bytes:
    return b"".join(await operator.export(settings, number, form))


async def elsewhere(scene: Stage, folder: Path, kind: str = "sqlite") -> Settings:
    url = await fresh_url(kind, folder / "elsewhere")  # type: ignore[arg-type]
    address = type(scene.settings.database_url)(url)
    return scene.settings.model_copy(update={"database_url": address})


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
async def test_there_and_back_is_the_same_to_the_byte(
    scene: Stage, tmp_path: Path, kind: str
) -> None:
    await some_incident(scene)
    (tmp_path / "elsewhere").mkdir()
    other = await elsewhere(scene, tmp_path, kind)

    first = await exported(scene.settings)
    taken = await import_incident(other, first)
    second = await exported(other)

    assert second == first
    assert taken.reference == "INC-1"
    assert DELETED.encode() not in first
    assert await exported(other, "md") == await exported(scene.settings, "md")
    assert await exported(other, "transcript") == await exported(scene.settings, "transcript")
    jsonschema.validate(json.loads(first), json.loads(schema()))
    with pytest.raises(NumberTaken, match="INC-1 or its channel"):
        await import_incident(other, first)


async def test_a_bot_leaves_alone_what_it_took_in_and_counts_on_after_it(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    async with stage(tmp_path) as scene:
        async with scene.bot_running():
            await some_incident(scene)
        other = await elsewhere(scene, tmp_path)
        content = await exported(scene.settings)
        await import_incident(other, content)
        there = len(scene.slack.workspace.channels)
        scene.settings, scene.url = other, other.database_url.get_secret_value()
        async with scene.bot_running():
            before = len(scene.slack.calls)
            await later(scene, minutes=90)
            said = [c for c in scene.slack.calls[before:] if c.method.startswith("chat.")]
            assert said == []
            assert len(scene.slack.workspace.channels) == there
            now, then = json.loads(await exported(other)), json.loads(content)
            assert {**now, "people": []} == {**then, "people": []}, "people are read anew"
            await declared(scene, by="ben")
            assert [name for name in scene.rooms if name.startswith("inc-2-")] != []


async def test_a_bot_that_runs_is_not_written_over(scene: Stage) -> None:
    await some_incident(scene)

    async with OnlyOne(scene.url):  # as whoever runs a bot holds it
        with pytest.raises(AlreadyRunning, match="Stop it first"):
            await import_incident(scene.settings, await exported(scene.settings))


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"format": "incident-bot/incident"}'])
async def test_what_is_no_export_is_refused_with_the_place(scene: Stage, content: bytes) -> None:
    with pytest.raises(NotAnExport, match="exported as json"):
        await import_incident(scene.settings, content)


def test_the_schema_in_the_documentation_is_the_one_in_use() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema()
    jsonschema.Draft202012Validator.check_schema(json.loads(schema()))


def test_the_command_says_what_is_wrong_with_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(tmp_path / "nothing.json")]) != 0
    assert "nothing.json" in capsys.readouterr().err
