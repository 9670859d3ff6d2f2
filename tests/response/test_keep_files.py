"""What a message gives to do is written down with the message: a crash makes nobody forget it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.incident.ids import MessageTs
from bot.incident.incident import LOOK_AGAIN
from bot.incident.kept_file import KeepFiles
from bot.incident.message import Content, File, Heard, HeardKind
from bot.incident.policy import Policy
from bot.response.keep_files import KEEP
from bot.response.ports import Desk
from bot.response.record import Told, record_messages
from tests.response.conftest import Office
from tests.response.test_verbs import ROOM, an_incident

TS = MessageTs("1767225600.000100")
IMAGE = File(id="F1", name="graph\0.png", type="image/png")


def told(office: Office, *files: File, secrets: tuple[str, ...] = ()) -> Told:
    now = office.clock.now()
    heard = Heard(
        channel=ROOM,
        ts=TS,
        kind=HeardKind.POSTED,
        at=now,
        heard_at=now,
        by="U1",
        content=Content(text="look", files=files),
    )
    return Told(heard, secrets)


def keeping(office: Office) -> Desk:
    return replace(office.desk, policy=lambda: Policy(keep_files=KeepFiles.IMAGES))


@pytest.mark.parametrize("secret", [False, True], ids=["image", "secret"])
async def test_the_ledger_knows_that_there_is_something_to_do(office: Office, secret: bool) -> None:
    incident = await an_incident(office)
    async with office.desk.ledger.work() as work:
        await work.incidents.sleep_until(await work.incidents.get(incident.id), None)
    one = told(office, secrets=("token",)) if secret else told(office, IMAGE)

    await record_messages(keeping(office), [one])

    async with office.desk.ledger.look() as work:
        [(due, _)] = await work.incidents.due(office.clock.now() + LOOK_AGAIN)
        assert due == incident.id
    assert office.alarm.woken[-1] == incident.id


async def test_nothing_is_looked_at_again_for_words(office: Office) -> None:
    incident = await an_incident(office)
    async with office.desk.ledger.work() as work:
        await work.incidents.sleep_until(await work.incidents.get(incident.id), None)

    await record_messages(keeping(office), [told(office)])

    async with office.desk.ledger.look() as work:
        assert await work.incidents.due(office.clock.now() + timedelta(days=1)) == []


async def test_an_image_is_wanted_once_for_ever(office: Office) -> None:
    """Also when the message is told of again after the image was erased."""
    incident = await an_incident(office)
    await record_messages(keeping(office), [told(office, IMAGE, IMAGE)])
    async with office.desk.ledger.work() as work:
        await work.files.erase("F1")

    await record_messages(keeping(office), [told(office, IMAGE)])

    async with office.desk.ledger.look() as work:
        effects = [e.key for e in await work.effects.of(incident.id) if e.key.startswith(KEEP)]
        assert effects == [f"{KEEP}{TS}:F1"]
        assert await work.files.get(ROOM, TS, "F1") is None
