"""`export`: a file of the incident, once, to whoever may have it, and with a trace."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.incident.export_facts import Exported, Whereto
from bot.outlets.formats import FORMATS
from bot.sandbox.conversation import Channel, Message
from bot.sandbox.faults import Drop, Hang, How, RateLimited, Status
from bot.sandbox.people import Person
from tests.lengths import quick
from tests.stage import Stage, stage
from tests.stories.running import declared, later, ledger
from tests.stories.seeing import labels, last, patient, refusals, shown, typed

UPLOAD = ("files.getUploadURLExternal", "upload", "files.completeUploadExternal")
ENOUGH = 60
"""Seconds of the hand clock in which everything is made good."""
WAYS: tuple[How, ...] = (
    Status(500, before=True),
    Status(500, before=False),
    RateLimited(7),
    Drop(before=True),
    Drop(before=False),
    Hang(before=True),
    Hang(before=False),
)


def shared(place: Channel) -> list[Message]:
    """The messages with files that stand there."""
    return [message for message in place.messages if message.files]


def content(scene: Stage, message: Message) -> str:
    [file] = message.files
    stored: bytes = scene.slack.workspace.files[file["id"]]["content"]
    return stored.decode()


async def exports(scene: Stage) -> list[tuple[str | None, Exported]]:
    """The trace: who has exported what."""
    async with ledger(scene) as database, database.look() as work:
        incident = await work.incidents.numbered(1)
        assert incident is not None
        entries = await work.timeline.of(incident.id)
    return [(entry.by, entry.fact) for entry in entries if isinstance(entry.fact, Exported)]


async def test_a_transcript_comes_by_direct_message(scene: Stage) -> None:
    ana, room = await declared(scene)
    await ana.say("Errors since 14:02", channel=room)

    answer = await ana.slash("/incident export transcript", channel=room)
    await later(scene)

    assert answer.text == "*INC-1*: the transcript comes to you by direct message."
    [message] = shared(ana.direct)
    assert shared(room) == []
    assert message.files[0]["title"] == "INC-1 transcript"
    assert message.files[0]["name"].startswith("INC-1-transcript-")
    assert message.files[0]["name"].endswith(".txt")
    assert "Checkout is failing" in shown(message)
    assert "ana: Errors since 14:02" in content(scene, message)
    assert await exports(scene) == [(ana.id, Exported(format="transcript", whereto=Whereto.DIRECT))]
    assert refusals(scene) == []


async def test_it_goes_into_the_channel_where_that_is_asked_for(scene: Stage) -> None:
    _, room = await declared(scene)
    ben = scene.person("ben", locale="fr-FR")

    answer = await ben.slash("/incident exporter transcription json ici", channel=room)
    await later(scene)

    assert "la transcription pour les programmes arrive dans le canal." in answer.text
    [message] = shared(room)
    assert shared(ben.direct) == []
    assert '"incident": "INC-1"' in content(scene, message)
    assert message.mentions == []
    assert await exports(scene) == [
        (ben.id, Exported(format="transcript-json", whereto=Whereto.ROOM))
    ]


async def test_here_means_where_one_stands(scene: Stage) -> None:
    ana, _ = await declared(scene)

    answer = await ana.slash("/incident export INC-1 transcript here", channel="general")
    await later(scene)

    assert "works in the channel of INC-1 only" in answer.text
    assert "`/incident export INC-1 transcript`" in answer.text
    assert await exports(scene) == []


async def test_without_a_format_one_chooses(scene: Stage) -> None:
    ana, _ = await declared(scene)

    await ana.slash("/incident export INC-1")
    assert labels(last(ana).blocks) == [form.name for form in FORMATS]
    await ana.click(last(ana), "run.1")
    await later(scene)

    [message] = shared(ana.direct)
    assert message.files[0]["title"] == "INC-1 html"


async def test_a_format_that_is_not_there_is_answered_with_those_that_are(scene: Stage) -> None:
    ana, room = await declared(scene)

    answer = await ana.slash("/incident export as a pony", channel=room)

    known = ", ".join(form.name for form in FORMATS)
    assert answer.text == f"I know no format “as a pony”. There are: {known}."


async def test_a_mention_in_a_thread_exports_as_well(scene: Stage) -> None:
    ana, room = await declared(scene)
    first = await ana.say("Who writes the report?", channel=room)

    await ana.mention("export transcript", channel=room, thread=first)
    await later(scene)

    assert "comes to you by direct message" in last(ana).text
    assert len(shared(ana.direct)) == 1


async def test_the_same_command_twice_is_one_file(scene: Stage) -> None:
    ana, _ = await declared(scene)
    command = typed(scene, ana, "export INC-1 transcript")

    for _ in range(2):
        await scene.slack.tell("slash_commands", command)
    await later(scene)

    assert len(shared(ana.direct)) == 1
    assert len(await exports(scene)) == 1


async def test_two_exports_are_two_files(scene: Stage) -> None:
    ana, _ = await declared(scene)

    for _ in range(2):
        await ana.slash("/incident export INC-1 transcript")
    await later(scene)

    first, second = shared(ana.direct)
    assert first.files[0]["name"] != second.files[0]["name"]


async def test_a_title_can_call_nobody_from_beside_the_file(scene: Stage) -> None:
    ana, room = await declared(scene)
    await ana.slash("/incident title <!channel> & @here say *so*", channel=room)

    await ana.slash("/incident export transcript here", channel=room)
    await later(scene)

    [message] = shared(room)
    assert (message.broadcasts, message.mentions) == ([], [])


# Who may not


@pytest.mark.parametrize("traits", [{"guest": True}, {"foreign": True}], ids=str)
async def test_guests_export_nothing_even_where_they_were_invited(
    scene: Stage, traits: dict[str, bool]
) -> None:
    ana, room = await declared(scene)
    guest = scene.person("mallory", **traits)
    await ana.invite(room, guest)

    for line in ("export", "export transcript", "export transcript here"):
        await guest.slash(f"/incident {line}", channel=room)
        await later(scene)

    assert "Guests cannot export" in last(guest).text
    assert await exports(scene) == []


async def hidden(scene: Stage) -> tuple[Person, Channel]:
    """A private incident, and who declared it."""
    ana = scene.person("ana")
    await ana.slash("/incident declare private sev1 Odd log-ins")
    await later(scene)
    return ana, scene.room(scene.rooms[-1])


async def test_a_private_incident_is_exported_to_its_people_only(scene: Stage) -> None:
    ana, room = await hidden(scene)
    ben, eve = scene.person("ben"), scene.person("eve")
    await ana.invite(room, ben)
    await scene.settle()

    stranger = await eve.slash("/incident export INC-1 transcript")
    unused = await eve.slash("/incident export INC-7 transcript")
    await ben.slash("/incident export INC-1 transcript")
    await later(scene)

    assert stranger.text == unused.text.replace("INC-7", "INC-1")
    assert len(shared(ben.direct)) == 1
    assert shared(eve.direct) == []
    assert [by for by, _ in await exports(scene)] == [ben.id]


async def test_whoever_has_left_meanwhile_gets_nothing(scene: Stage) -> None:
    ana, room = await hidden(scene)
    ben = scene.person("ben")
    await ana.invite(room, ben)
    await scene.settle()
    scene.slack.faults.fail("files.getUploadURLExternal", Status(503), times=1)

    await ben.slash("/incident export INC-1 transcript")
    await scene.settle()
    await ben.leave(room)
    await later(scene, seconds=ENOUGH)

    assert shared(ben.direct) == []
    assert last(ben).text.endswith("comes to you by direct message.")


async def test_nothing_of_a_private_incident_goes_into_a_channel_made_public(
    scene: Stage,
) -> None:
    ana, room = await hidden(scene)
    room.kind = "public"

    await ana.slash("/incident export transcript here", channel=room)
    await later(scene, seconds=ENOUGH)

    assert shared(room) == []
    assert "an exported file: refused (`channel_is_public`)" in room.messages[-1].text


# What goes wrong


@asynccontextmanager
async def playing(tmp_path: Path, *hows: How) -> AsyncIterator[tuple[Stage, Person, Channel]]:
    """Calls may take their time, but where they are to hang it is real time that they cost."""
    seconds = "0.3" if any(isinstance(how, Hang) for how in hows) else "10"
    async with (
        stage(tmp_path, SLACK_TIMEOUT_SECONDS=seconds) as scene,
        scene.bot_running(),
    ):
        patient(scene)
        yield scene, *await declared(scene)


@pytest.mark.parametrize("here", ["", " here"])
@pytest.mark.parametrize("how", quick(WAYS, 1, 4), ids=str)
@pytest.mark.parametrize("call", UPLOAD)
async def test_a_fault_at_any_call_leaves_one_file(
    tmp_path: Path, call: str, how: How, here: str
) -> None:
    async with playing(tmp_path, how) as (scene, ana, room):
        scene.slack.faults.fail(call, how)

        await ana.slash(f"/incident export transcript{here}", channel=room)
        await scene.settle()
        await later(scene, seconds=ENOUGH)

        outcomes = [one.outcome for one in scene.slack.calls if one.method == call]
        assert outcomes[0] not in ("ok", "pending")
        assert len(shared(room if here else ana.direct)) == 1


async def test_a_file_that_slack_does_not_find_at_once_is_uploaded_anew(scene: Stage) -> None:
    ana, _ = await declared(scene)
    scene.slack.faults.fail("files.completeUploadExternal", "file_not_found")

    await ana.slash("/incident export INC-1 transcript")
    await later(scene, seconds=ENOUGH)

    assert len(shared(ana.direct)) == 1


async def test_an_outage_of_five_minutes_is_made_good(scene: Stage) -> None:
    ana, room = await declared(scene)
    scene.slack.faults.down = True

    await ana.slash("/incident export transcript", channel=room)
    await scene.forward(minutes=5)
    assert shared(ana.direct) == []
    scene.slack.faults.down = False
    await later(scene, minutes=6)

    assert len(shared(ana.direct)) == 1


async def test_what_slack_refuses_is_said_with_repair(scene: Stage) -> None:
    ana, room = await declared(scene)
    scene.slack.faults.fail("files.getUploadURLExternal", "file_uploads_disabled", times=1)

    await ana.slash("/incident export transcript", channel=room)
    await later(scene)
    trouble = room.messages[-1]
    assert "an exported file: refused (`file_uploads_disabled`)" in trouble.text
    await ana.click(trouble, "trouble.repair")
    await later(scene)

    assert len(shared(ana.direct)) == 1
    assert "repaired" in room.messages[-1].text


async def test_a_bot_that_was_removed_comes_back_to_share_a_file(scene: Stage) -> None:
    ana, room = await declared(scene)
    room.members.discard(scene.slack.bot.id)

    await ana.slash("/incident export INC-1 transcript here", channel=room)
    await later(scene)

    assert len(shared(room)) == 1


async def test_the_file_itself_is_on_record(scene: Stage) -> None:
    """What the bot says is recorded like all else; a second transcript names the first."""
    ana, room = await declared(scene)
    for _ in range(2):
        await ana.slash("/incident export transcript here", channel=room)
        await later(scene)

    first, second = shared(room)
    assert first.files[0]["name"] in content(scene, second)
