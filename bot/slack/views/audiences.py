"""Audiences and their destinations, as people read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from bot.incident.audience import (
    AUDIENCE_NAMES,
    Announcement,
    Audience,
    Destination,
    Email,
    IncidentRoom,
    SlackChannel,
    SlackUser,
    StatuspagePage,
    Webhook,
)
from bot.incident.ids import UserId
from bot.incident.policy import Policy
from bot.language import Tongue
from bot.slack.views.scene import Scene


def audience_name(tongue: Tongue, audience: Audience) -> str:
    named = audience.name.get(tongue.locale) or audience.name.get("en")
    return named or tongue.say(AUDIENCE_NAMES[audience.kind])


def named(tongue: Tongue, policy: Policy, keys: Iterable[str]) -> str:
    """One that configuration no longer has is shown by its key."""
    found = ((key, policy.audience(key)) for key in keys)
    return ", ".join(audience_name(tongue, one) if one else key for key, one in found)


def people_told(policy: Policy) -> Iterator[UserId]:
    """Who is told by name."""
    for audience in policy.audiences:
        for place in audience.destinations:
            if isinstance(place, SlackUser):
                yield place.user


def places(scene: Scene, audience: Audience) -> str:
    return ", ".join(place_name(scene, place) for place in audience.destinations)


def place_name(scene: Scene, place: Destination) -> str:
    """Plain text: people by their names, for a list calls nobody."""
    tongue = scene.tongue
    match place:
        case IncidentRoom():
            return tongue.say("this channel")
        case Announcement():
            return f"#{scene.policy.incidents_channel.lstrip('#')}"
        case SlackChannel(channel=channel):
            return f"#{channel.lstrip('#')}"
        case SlackUser(user=user):
            return scene.name_of(user)
        case Email(address=address):
            return address
        case StatuspagePage():
            return tongue.say("status page")
        case Webhook(name=name):
            return tongue.say("webhook {name}", name=name).strip()
        case _:
            assert_never(place)
