"""A whole sev1 night of fourteen hours: each draft, reminder and lateness at its minute, once."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from bot.incident.escalation import Contact, Escalation
from bot.incident.ids import UserId
from bot.sandbox.people import Person
from bot.sandbox.workspace import Channel, Message
from tests.stage import Stage, stage
from tests.stories.running import declared, later
from tests.stories.seeing import patient, refusals
from tests.stories.updating import PLACES, reaching_everybody, texts

STEPS = {
    "5 min an update is due": "soon",
    "is 5 min late": "late",
    "is 15 min late": "very late",
}
NAMES = ("ana", "ben", "cleo", "dora")
MOST_UNASKED = timedelta(minutes=10)
"""Product promise: apart from answers, escalation and updates, one message in so long."""
AWAY = range(340, 401)
"""The minutes in which no bot runs."""
RESTARTED = (188, 640)
END = 840


@dataclass
class Night:
    """What somebody sees who writes down what happens, each with the minute that Slack gave it."""

    scene: Stage
    start: datetime
    people: dict[str, Person] = field(default_factory=dict)
    log: list[tuple[int, str]] = field(default_factory=list)
    seen: set[tuple[str, str]] = field(default_factory=set)
    lives: AsyncExitStack = field(default_factory=AsyncExitStack)

    @property
    def room(self) -> Channel:
        return self.scene.room(self.scene.rooms[-1])

    async def at(self, minute: int) -> None:
        await self.scene.clock.step(self.start + timedelta(minutes=minute))
        if self.scene.run is not None:
            await self.scene.settle()
            await self.scene.settle()
        self.look()

    def look(self) -> None:
        for name, person in self.people.items():
            for message in person.inbox():
                for words, step in STEPS.items():
                    if words in message.text:
                        self._note(message, f"{step} to {name}")
        for draft in self.drafts:
            self._note(draft, "draft")

    def _note(self, message: Message, what: str) -> None:
        place = (message.channel, message.ts)
        if place not in self.seen:
            self.seen.add(place)
            self.log.append((int((_time(message) - self.start).total_seconds() // 60), what))

    @property
    def drafts(self) -> list[Message]:
        """Those that wait for an answer."""
        return [message for message in self.room.messages if ":mega:" in message.text]

    async def answer(self, who: str, action: str, minutes: int | None = None) -> None:
        [draft] = self.drafts
        value = None if minutes is None else _later_value(draft, minutes)
        await self.people[who].click(draft, action, value=value)
        await later(self.scene)

    async def type(self, who: str, line: str) -> None:
        await self.people[who].slash(f"/incident {line}", channel=self.room)
        await later(self.scene)

    async def begins(self) -> None:
        await self.lives.enter_async_context(self.scene.bot_running())
        patient(self.scene)
        await self.scene.settle()

    async def ends(self) -> None:
        await self.lives.aclose()


def _time(message: Message) -> datetime:
    return datetime.fromtimestamp(float(message.ts), UTC)


def _later_value(draft: Message, minutes: int) -> str:
    row = draft.blocks[-1]["elements"]
    [menu] = [one for one in row if one["action_id"] == "draft.later"]
    values = [str(one["value"]) for one in menu["options"]]
    return next(value for value in values if value.endswith(f" {minutes}"))


async def evening(night: Night) -> None:
    """ana declares, ben commands, cleo communicates; dora is the contact. Everybody is told."""
    await night.begins()
    await declared(night.scene)
    for name in ("ben", "cleo"):
        await night.people[name].join(night.room)
    await later(night.scene)
    await night.type("ben", "take ic")
    await night.type("cleo", "take comms")
    night.look()
    await night.answer("ben", "draft.send")


def does(who: str, line: str) -> Callable[[Night], Awaitable[None]]:
    return lambda night: night.type(who, line)


def presses(
    who: str, action: str, minutes: int | None = None
) -> Callable[[Night], Awaitable[None]]:
    return lambda night: night.answer(who, f"draft.{action}", minutes)


async def hands_over(night: Night) -> None:
    """Command and communications go to the two who come in the morning."""
    await night.type("ben", f"assign comms <@{night.people['ana'].id}>")
    await night.people["dora"].join(night.room)
    await night.type("ben", f"handover ic <@{night.people['dora'].id}>")
    await night.type("dora", "handover accept")


ACTS: Mapping[int, tuple[Callable[[Night], Awaitable[None]], ...]] = {
    31: (presses("ben", "no_change"),),
    61: (presses("cleo", "later", 20),),
    97: (presses("ben", "send"), does("ben", "status monitoring")),
    157: (presses("ben", "send"), does("ben", "status investigating")),
    190: (presses("ben", "send"),),
    220: (presses("ben", "send"),),
    230: (does("ben", "sev sev2"),),
    231: (presses("ben", "send"),),
    290: (presses("ben", "send"),),
    405: (presses("ben", "send"),),
    410: (does("ben", "sev sev1"),),
    441: (presses("ben", "no_change"),),
    450: (hands_over,),
    472: (presses("dora", "send"),),
    520: (presses("dora", "send"),),
    **{minute: (presses("dora", "no_change"),) for minute in range(550, END, 30)},
}

EXPECTED = [
    (0, "draft"),
    (25, "soon to cleo"),
    (30, "draft"),
    (56, "soon to cleo"),
    (61, "draft"),
    (76, "soon to cleo"),
    (81, "draft"),
    (86, "late to ben"),
    (96, "very late to ben"),
    (96, "very late to dora"),
    (152, "soon to cleo"),
    (157, "draft"),
    (182, "soon to cleo"),
    (187, "draft"),
    (215, "soon to cleo"),
    (220, "draft"),
    (230, "draft"),
    (285, "soon to cleo"),
    (290, "draft"),
    (401, "very late to ben"),
    (401, "very late to dora"),
    (401, "draft"),
    (435, "soon to cleo"),
    (440, "draft"),
    (466, "soon to ana"),
    (471, "draft"),
    (497, "soon to ana"),
    (502, "draft"),
    (507, "late to dora"),
    (517, "very late to dora"),
    *(
        event
        for minute in range(550, END, 30)
        for event in ((minute - 5, "soon to ana"), (minute, "draft"))
    ),
    (840, "draft"),
]

STARTS = [
    pytest.param(datetime(2026, 3, 28, 18, 0, tzinfo=UTC), id="clocks go forward"),
    pytest.param(
        datetime(2026, 10, 24, 18, 0, tzinfo=UTC), id="clocks go back", marks=pytest.mark.rare
    ),
]


@asynccontextmanager
async def a_night(folder: Path, start: datetime) -> AsyncIterator[Night]:
    async with stage(folder, config="zone: Europe/Paris") as scene:
        await scene.clock.step(start)
        night = Night(scene, start, {name: scene.person(name) for name in NAMES})
        manager = Contact(key="manager", users=(UserId(night.people["dora"].id),))
        for key in PLACES:
            scene.slack.channel(f"for-{key}", with_bot=True)
        policy = reaching_everybody(scene.settings.policy)
        quiet = {"escalation": Escalation(steps=(), contacts=(manager,))}
        fresh = {"policy": policy.model_copy(update=quiet)}
        scene.settings = scene.settings.model_copy(update=fresh)
        async with night.lives:
            yield night


@pytest.mark.long
@pytest.mark.timeout(400)
@pytest.mark.parametrize("start", STARTS)
async def test_each_draft_reminder_and_lateness_comes_at_its_minute_and_once(
    tmp_path: Path, start: datetime
) -> None:
    async with a_night(tmp_path, start) as night:
        await evening(night)
        for minute in range(1, END):
            await _minute(night, minute)
        await night.at(END)
        await night.type("dora", "resolve Rolled back")
        night.look()
        await night.answer("dora", "draft.send")
        await night.at(END + 60)

        assert [one for one in sorted(night.log) if one not in EXPECTED] == []
        assert sorted(night.log) == sorted(EXPECTED)
        assert night.drafts == []
        assert _told_once(night)
        assert _too_close(night) == []
        assert refusals(night.scene) == []


async def _minute(night: Night, minute: int) -> None:
    if minute == AWAY.start or minute in RESTARTED:
        await night.ends()
    await night.at(minute)
    if minute == AWAY.stop or minute in RESTARTED:
        await night.begins()
    night.look()
    for act in ACTS.get(minute, ()):
        await act(night)


def _told_once(night: Night) -> bool:
    """Nobody reads the same update twice: each has another time in it."""
    for key in PLACES:
        said = texts(night.scene.room(f"for-{key}"))
        assert len(said) > 10
        assert len(set(said)) == len(said), key
    return True


def _too_close(night: Night) -> list[str]:
    """Messages in the channel that are neither an update nor an answer, closer than promised."""
    ours = [m for m in night.room.messages if m.bot_id and not _is_update(m)]
    pairs = pairwise(ours[1:])
    return [two.text for one, two in pairs if _time(two) - _time(one) < MOST_UNASKED]


def _is_update(message: Message) -> bool:
    marks = (":mega:", ":white_check_mark:", ":hourglass:", ":raised_hand:", ":heavy_minus_sign:")
    return any(mark in message.text for mark in marks)
