"""Which channels can become an incident's, and what an incident is called after one."""

from __future__ import annotations

import re

from pydantic import BaseModel, ConfigDict

from bot.incident.adoption_errors import (
    CannotBePrivate,
    EverybodysChannel,
    IsArchived,
    IsShared,
    NoChannel,
    NotInvited,
)
from bot.incident.ids import ChannelId
from bot.incident.policy import Policy

_KINDS = frozenset({"inc", "incident", "incidents"})


class Place(BaseModel):
    """A channel as Slack describes it; its topic in plain text."""

    model_config = ConfigDict(frozen=True)

    channel: ChannelId
    name: str = ""
    topic: str = ""
    private: bool = False
    direct: bool = False
    """A conversation of some people, without a name."""
    general: bool = False
    archived: bool = False
    shared: bool = False
    """With another organisation."""
    inside: bool = False
    """The bot is a member."""


def require_adoptable(place: Place, policy: Policy, *, as_private: bool) -> None:
    """Raises an AdoptionError that says why this cannot be an incident's channel."""
    if place.direct:
        raise NoChannel()
    announced_in = policy.incidents_channel.lstrip("#")
    if place.general or announced_in in (place.name, place.channel):
        raise EverybodysChannel(place.name)
    if place.archived:
        raise IsArchived()
    if place.shared and not policy.adopt_shared:
        raise IsShared()
    if place.private and not place.inside:
        raise NotInvited()
    if as_private and not place.private:
        raise CannotBePrivate()


def title_of(place: Place) -> str:
    """Its topic; without one, its name in words: `inc-20260101-no-cards` is *No cards*."""
    topic = " ".join(place.topic.split())
    words = [word for word in re.split(r"[-_.]+", place.name) if word]
    while len(words) > 1 and (words[0] in _KINDS or words[0].isdigit()):
        words = words[1:]
    said = topic or " ".join(words) or place.name or place.channel
    return said[0].upper() + said[1:]
