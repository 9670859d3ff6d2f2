"""The bot is killed after a review of many steps, none of them confirmed: each is there once."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.sandbox.call import Call, Phase
from bot.sandbox.conversation import Channel
from bot.sandbox.faults import CallLost
from bot.sandbox.people import Person
from tests.child import until
from tests.ready_room import rooms
from tests.stories.seeing import shown
from tests.stories.test_files_killed import all_done, declared

AT_ANY_HOUR = """
working_hours: 00:00-23:59
working_days: [mon, tue, wed, thu, fri, sat, sun]
"""
STEPS = (
    "postmortem schedule tomorrow 14:00",
    "action @ben Alert on replica lag 4w",
    "action @ben Write a runbook for the cache 4w",
    "postmortem review @ben It is known",
)
ANSWERS = ("action accept 1", "action decline 2", "postmortem approve")
TOLD = (
    ("ben", "gave you this action item", 2),
    ("ben", "asked to review", 1),
    ("ana", "ben does not take this", 1),
)
SAYS = frozenset({"chat.postMessage", "chat.update", "files.completeUploadExternal"})


def lost(call: Call, phase: Phase) -> None:
    """It is done, and the bot never hears of it."""
    if call.method in SAYS and phase == "after effect":
        raise CallLost


def invitations(room: Channel) -> list[str]:
    names = [str(file["name"]) for message in room.messages for file in message.files]
    return [name for name in names if name.endswith(".ics")]


def told(person: Person, words: str) -> int:
    return sum(words in one.text for one in person.inbox())


@pytest.mark.long
@pytest.mark.timeout(120)
async def test_no_step_of_a_review_is_lost_or_told_twice(tmp_path: Path) -> None:
    async with declared(tmp_path, "sqlite", AT_ANY_HOUR) as (children, ana, url):
        [room], slack = rooms(children.slack), children.slack
        ben = slack.person("ben")
        await ben.join(room)
        await ana.slash("/incident take ic", channel=room)
        await ana.slash("/incident resolve Rolled back", channel=room)
        await ben.slash("/incident declare sev3 Checkout is failing")
        await all_done(url)

        slack.faults.on_call.append(lost)
        await reviewed(ana, ben, room)
        await until(lambda: len(invitations(room)) == 1)
        children.lives[-1].kill()
        await children.lives[-1].exit_code()
        slack.faults.on_call.clear()
        await children.life()
        await all_done(url)

        assert len(invitations(room)) == 1
        people = {"ana": ana, "ben": ben}
        assert [told(people[who], words) for who, words, _ in TOLD] == [n for *_, n in TOLD]
        await is_on_record_once(ana, ben, room)


async def reviewed(ana: Person, ben: Person, room: Channel) -> None:
    for step in STEPS:
        await ana.slash(f"/incident {step}", channel=room)
    await until(lambda: told(ben, "asked to review") == 1)  # what he has answered is not asked
    for answer in ANSWERS:
        await ben.slash(f"/incident {answer}", channel=room)
    await ana.slash("/incident postmortem publish It is known", channel=room)
    await ben.slash("/incident repeat INC-2 INC-1")


async def is_on_record_once(ana: Person, ben: Person, room: Channel) -> None:
    timeline = shown(await ana.slash("/incident timeline", channel=room))
    for said in ("in review by ben", "Post-mortem reviewed", "Post-mortem published"):
        assert timeline.count(said) == 1, said
    repeated = await ben.slash("/incident timeline INC-2")
    assert shown(repeated).count("A repeat of INC-1") == 1
    listed = shown(await ana.slash("/incident actions", channel=room))
    assert "Alert on replica lag (ben, due" in listed
    assert "Write a runbook for the cache (nobody yet, due" in listed
