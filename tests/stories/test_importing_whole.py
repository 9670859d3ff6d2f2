"""What comes with an incident comes along: its alerts, its images, and what it says of others."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bot.app.importing import import_incident
from bot.incident.archive_errors import NotAnExport
from bot.outlets.archive_json import schema
from bot.response.taking_in import read_archive
from bot.sandbox.people import Person
from bot.sandbox.workspace import Channel
from tests.stage import Stage, stage
from tests.stories.alerting import SECRET, buttons, cards, send, told
from tests.stories.running import declared, later, leap
from tests.stories.seeing import refusals
from tests.stories.test_importing import elsewhere, exported
from tests.stories.test_keeping_images import KEEP, PIXELS, SHA256, posted

PRIVATE = "Zebrafinch in the vault"


async def what_comes_along(scene: Stage) -> tuple[Person, Channel]:
    """A second incident like the first, from an alert, with an image, and a private one beside."""
    ana, room = await declared(scene)
    await ana.slash("/incident action prevent: Limit the pool 1d", channel=room)
    await ana.slash("/incident resolve Restarted it", channel=room)
    await leap(scene, days=8)
    await send(scene, told(scene))
    [asked] = cards(scene, scene.room("incidents"))[-1:]
    await ana.click(asked, buttons(asked)["SEV1"])
    await later(scene)
    room = scene.room(scene.rooms[-1])
    await posted(scene, ana, room)
    await ana.slash(f"/incident declare private sev2 {PRIVATE}")
    await later(scene)
    await ana.slash("/incident repeat INC-2 INC-1")
    await ana.slash("/incident resolve Rolled back", channel=room)
    await later(scene)
    return ana, room


@pytest.mark.long
async def test_alerts_images_and_earlier_incidents_come_along_to_the_byte(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    config, secrets = f"{KEEP}\n", f"alertmanager={SECRET}"
    async with stage(tmp_path, config=config, ALERT_SECRETS=secrets) as scene:
        async with scene.bot_running():
            await what_comes_along(scene)
        assert refusals(scene) == []
        other = await elsewhere(scene, tmp_path)
        first = await exported(scene.settings, number=2)
        await import_incident(other, first)
        again = await exported(other, number=2)
        before = await exported(scene.settings, number=1)
        await import_incident(other, _another_title(before))

        assert again == first
        assert await exported(other, number=2) == first, "what is INC-1 there is another incident"
        assert await exported(other, "md", number=2) == await exported(scene.settings, "md", 2)
        assert await exported(other, "images", 2) == await exported(scene.settings, "images", 2)
        holds_all_of_it(json.loads(first))
        assert PRIVATE.encode() not in first
        assert b"INC-3" not in first
        _is_refused_when_bent(json.loads(first))


def holds_all_of_it(made: dict[str, Any]) -> None:
    jsonschema.validate(made, json.loads(schema()))
    [file], [alert] = made["files"], made["alerts"]
    assert base64.urlsafe_b64decode(file["content"]) == PIXELS
    assert file["sha256"] == SHA256
    assert alert["known"]["alert"]["title"].startswith("CheckoutErrors")
    [repeats] = [one for one in made["document"] if one["key"] == "repeats"]
    said = [row["cells"][0] for row in repeats["rows"]]
    assert said[0] == "Times it had happened before: 1 (INC-1)"
    assert said[1] == "Action items left open by these: 1, late when it began: 1"
    assert "INC-1 Checkout is failing" in said[2]
    assert "a repeat, says ana" in said[2]
    assert "INC-1, still to do: 1. Limit the pool" in said[3]


def _another_title(content: bytes) -> bytes:
    return content.replace(b"Checkout is failing", b"Something else here")


def _is_refused_when_bent(made: dict[str, Any]) -> None:
    made["files"][0]["content"] = base64.urlsafe_b64encode(b"other").decode()
    with pytest.raises(NotAnExport, match="sha256"):
        read_archive(json.dumps(made).encode())


@pytest.mark.long
async def test_a_file_of_the_first_version_is_still_taken_in(scene: Stage, tmp_path: Path) -> None:
    await declared(scene)
    (tmp_path / "elsewhere").mkdir()
    now = json.loads(await exported(scene.settings))
    new = {"earlier", "alerts", "files"}
    then = {name: told for name, told in now.items() if name not in new} | {"version": 1}

    other = await elsewhere(scene, tmp_path)
    await import_incident(other, json.dumps(then).encode())

    assert json.loads(await exported(other)) == now
