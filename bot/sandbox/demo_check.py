"""Whether the demo came out as it should: counted in the local Slack and in the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.sandbox.demo_office import Office
from bot.sandbox.workspace import Channel, Message


@dataclass(frozen=True)
class Expected:
    number: int
    members: tuple[str, ...]
    private: bool = False

    @property
    def reference(self) -> str:
        return f"INC-{self.number}"


async def problems(office: Office, expected: Sequence[Expected]) -> list[str]:
    """A sentence each; none when everything is as it should be."""
    found = [problem for one in expected for problem in _wrong(office, one)]
    async with office.run.bot.surroundings.database.look() as work:
        incidents = len(await work.incidents.still_open())
    if incidents != len(expected):
        found.append(f"{incidents} incidents instead of {len(expected)}")
    found += [f"{left} is not done" for left in await office.undone()]
    return found


def _wrong(office: Office, expected: Expected) -> Iterator[str]:
    rooms = _rooms(office, expected)
    if len(rooms) != 1:
        yield f"{expected.reference} has {len(rooms)} channels"
        return
    yield from _wrong_in(office, rooms[0], expected)
    announced = len(_announcements(office, expected))
    if announced != (0 if expected.private else 1):
        yield f"{expected.reference} is announced {announced} times"


def _wrong_in(office: Office, room: Channel, expected: Expected) -> Iterator[str]:
    cards = [message for message in room.messages if _is_card(message, expected)]
    if len(cards) != 1:
        yield f"{expected.reference} has {len(cards)} cards"
    if [pin.message for pin in room.pins] != cards:
        yield f"{expected.reference} has not just its card pinned"
    if room.is_private != expected.private:
        yield f"the channel of {expected.reference} is {room.kind}"
    if expected.reference not in room.topic:
        yield f"the topic of {expected.reference} is “{room.topic}”"
    names = {office.slack.workspace.users[id].name for id in room.members}
    if names != {*expected.members, office.slack.bot.name}:
        yield f"in the channel of {expected.reference} are {', '.join(sorted(names))}"


def _rooms(office: Office, expected: Expected) -> list[Channel]:
    start = f"{expected.reference.lower()}-"
    return [c for c in office.slack.workspace.channels.values() if c.name.startswith(start)]


def _is_card(message: Message, expected: Expected) -> bool:
    heads = [block["text"]["text"] for block in message.blocks if block["type"] == "header"]
    return any(head.startswith(f"{expected.reference} ") for head in heads)


def _announcements(office: Office, expected: Expected) -> list[Message]:
    channel = office.slack.workspace.channel_named("incidents")
    return [message for message in channel.messages if f"*{expected.reference}*" in message.text]
