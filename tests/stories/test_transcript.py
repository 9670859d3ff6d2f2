"""A channel is read back outside Slack: threads in place, edits and deletions by policy, UTC."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.app import operator
from bot.incident.errors import NoSuchIncident
from tests.stage import Stage, stage
from tests.stories.running import declared, later, leap

HOSTILE = "<!channel> `rm -rf` & *bold* \N{RIGHT-TO-LEFT OVERRIDE}txt"


async def export(scene: Stage, form: str, number: int = 1) -> str:
    return b"".join(await operator.export(scene.settings, number, form)).decode()


async def spoken(scene: Stage) -> None:
    ana, room = await declared(scene)
    ben = scene.person("ben")
    await ben.join(room)
    await leap(scene, hours=23, minutes=58)
    first = await ana.say("Errors since 14:02, says @ben", channel=room)
    gone = await ben.say("My password is hunter2", channel=room)
    await scene.clock.forward(minutes=5)
    await ben.say(f"It is the cache {HOSTILE}", channel=room, thread=first)
    await ana.edit(first, "Errors since 14:01, says @ben")
    await ben.delete(gone)
    await ana.react(first, "pushpin")
    await later(scene)


def of_people(text: str) -> list[str]:
    """Without what the bot and Slack have said."""
    lines = text.split("\n")
    return [line for line in lines if ": " in line and ("ana: " in line or "ben: " in line)]


async def test_as_text_it_reads_like_the_channel(scene: Stage) -> None:
    await spoken(scene)

    text = await export(scene, "transcript")

    assert text.startswith("INC-1 Checkout is failing\n#inc-1-checkout-is-failing\nAll times are")
    root, reply, gone = of_people(text)
    assert root.startswith("23:58 ana: Errors since 14:01, says @ben (edited at 2026-01-02 00:03")
    assert reply.startswith("    2026-01-02 00:03 ben: It is the cache @channel")
    assert gone == "23:58 ben: (deleted at 2026-01-02 00:03)"
    assert "hunter2" not in text
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in text
    assert "\n2026-01-01\n" in text


async def test_as_json_it_has_every_revision(scene: Stage) -> None:
    await spoken(scene)

    told = json.loads(await export(scene, "transcript-json"))

    assert (told["incident"], told["zone"]) == ("INC-1", "UTC")
    [root] = [m for m in told["messages"] if m["replies"]]
    assert [revision["text"] for revision in root["revisions"]] == [
        "Errors since 14:02, says @ben",
        "Errors since 14:01, says @ben",
    ]
    assert root["author"] == {"id": scene.person("ana").id, "name": "ana"}
    assert f"pushpin {scene.person('ana').id}" in root["reactions"]
    [gone] = [m for m in told["messages"] if m["deleted_at"]]
    assert gone["revisions"] == []


async def test_kept_words_of_deleted_messages_are_shown_nowhere(tmp_path: Path) -> None:
    async with stage(tmp_path, config="deleted_messages: keep") as scene, scene.bot_running():
        await spoken(scene)

        for form in ("transcript", "transcript-json", "timeline-json"):
            assert "hunter2" not in await export(scene, form)


async def test_a_french_team_reads_french(tmp_path: Path) -> None:
    async with stage(tmp_path, config="locale: fr") as scene, scene.bot_running():
        await spoken(scene)

        text = await export(scene, "transcript")

    assert "supprimé à 2026-01-02 00:03" in text
    assert "UTC" in text


async def test_an_incident_that_is_not_there_has_no_transcript(scene: Stage) -> None:
    with pytest.raises(NoSuchIncident):
        await export(scene, "transcript", 7)


async def test_the_key_entries_as_json_have_their_history_and_where_they_stand(
    scene: Stage,
) -> None:
    await spoken(scene)
    ana, room = scene.person("ana"), scene.room(scene.rooms[0])
    await ana.slash("/incident log -q 14:00 began", channel=room)
    await ana.click(ana.private[-1], "open.entry")
    await scene.settle()
    await ana.submit(text="began in Paris")
    marked = next(m for m in room.messages if m.text.startswith("Errors since"))
    await later(scene)

    told = json.loads(await export(scene, "timeline-json"))

    assert (told["version"], told["zone"]) == (1, "UTC")
    notes = {one["text"]: one for one in told["entries"] if one["kind"] == "note"}
    follows, typed = notes["Errors since 14:01, says @ben"], notes["began in Paris"]
    assert [one["text"] for one in follows["revisions"]] == [
        "Errors since 14:02, says @ben",
        "Errors since 14:01, says @ben",
    ]
    link = f"archives/{room.id}/p{marked.ts.replace('.', '')}"
    assert follows["permalink"].endswith(link)
    assert follows["author"]["name"] == "ana"
    assert [one["text"] for one in typed["revisions"]] == ["began", "began in Paris"]
    assert typed["permalink"] is None
    changes = [one["change"] for one in told["entries"] if one["kind"] == "change"]
    assert "declared" in changes
    assert [one["at"] for one in told["entries"]] == sorted(one["at"] for one in told["entries"])
