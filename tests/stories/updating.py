"""Stakeholders and where they are reached: what stories about updates begin with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.incident.audience import Audience, SlackChannel
from bot.incident.policy import Policy
from bot.sandbox.hand_clock import START
from bot.sandbox.people import Person
from bot.sandbox.workspace import Channel, Message
from tests.stage import Stage
from tests.stories.running import declared, later

PLACES = ("support", "executives", "customers")


@dataclass
class Crisis:
    ana: Person
    room: Channel
    there: dict[str, Channel]

    @property
    def drafts(self) -> list[Message]:
        """Those that wait for an answer."""
        return [message for message in self.room.messages if ":mega:" in message.text]

    @property
    def draft(self) -> Message:
        [draft] = self.drafts
        return draft

    @property
    def told(self) -> dict[str, list[str]]:
        """What each audience has heard so far."""
        return {key: texts(place) for key, place in self.there.items()}

    @property
    def counted(self) -> dict[str, int]:
        return {key: len(said) for key, said in self.told.items()}


async def reach_everybody(scene: Stage) -> dict[str, Channel]:
    """Support, executives and customers each have a channel; returns them by audience."""
    there = {key: scene.slack.channel(f"for-{key}") for key in PLACES}
    for place in there.values():
        await scene.person("ana").invite(place, scene.slack.bot)
    current = scene.bot.bot.surroundings.policy
    current.policy = reaching_everybody(current.policy)
    return there


def reaching_everybody(policy: Policy) -> Policy:
    audiences = tuple(map(_reached, policy.audiences))
    return policy.model_copy(update={"audiences": audiences})


def _reached(audience: Audience) -> Audience:
    if audience.key not in PLACES:
        return audience
    place = SlackChannel(channel=f"for-{audience.key}")
    return audience.model_copy(update={"destinations": (place,)})


async def crisis(scene: Stage, severity: str = "sev1") -> Crisis:
    """A new incident, its room with the first draft, and the places of those it is told to."""
    there = await reach_everybody(scene)
    ana, room = await declared(scene, severity=severity)
    await later(scene)
    return Crisis(ana, room, there)


def texts(channel: Channel) -> list[str]:
    return [message.text for message in channel.messages if message.bot_id]


def thread(scene: Stage) -> list[Message]:
    """What stands in the thread of the announcement."""
    [announced] = scene.announcements
    every = scene.room("incidents").everything.values()
    return [message for message in every if message.thread_ts == announced.ts and message.is_reply]


async def at(scene: Stage, minutes: float, seconds: float = 0) -> None:
    """So long after the story has begun; nobody sleeps on the way, so it takes no time."""
    await scene.clock.step(START + timedelta(minutes=minutes, seconds=seconds))
    await scene.settle()
    await scene.settle()
