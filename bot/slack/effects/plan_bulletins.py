"""Updates on their way to places in Slack: each once, in the order in which they were sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.incident.audience import Announcement, Destination, IncidentRoom, SlackChannel, SlackUser
from bot.incident.effect import UNDONE, Effect, EffectState
from bot.incident.reach import places
from bot.response.effects import Wanted
from bot.response.update_delivery import PREFIX, same_way
from bot.slack.effects.bulletin import ANNOUNCEMENT
from bot.slack.effects.drawing import ROOM, Drawing
from bot.slack.views.bulletins import bulletin

InSlack = IncidentRoom | Announcement | SlackChannel | SlackUser


def bulletins(drawing: Drawing) -> Iterator[Wanted]:
    undone = [e for key, e in drawing.standing.effects.items() if key.startswith(PREFIX)]
    undone = [effect for effect in undone if effect.state in UNDONE]
    for effect in undone:
        place = _place(drawing, effect)
        if isinstance(place, InSlack) and not _is_behind(effect, undone):
            content = {**bulletin(effect.detail["slack"]), **_address(place)}
            yield Wanted(effect.key, drawing.kinds.bulletin, content, _needs(drawing, place))


def _place(drawing: Drawing, effect: Effect) -> Destination | None:
    """None for one that configuration no longer has, or that may not know of it any more."""
    audience = drawing.scene.policy.audience(effect.detail["audience"])
    there = places(drawing.incident, audience) if audience else ()
    return next((one for one in there if one.key == effect.detail["destination"]), None)


def _is_behind(effect: Effect, undone: list[Effect]) -> bool:
    """What was refused for good holds nothing up."""
    return any(
        same_way(other.key) == same_way(effect.key)
        and int(other.detail["nth"]) < int(effect.detail["nth"])
        and other.state is not EffectState.FAILED
        for other in undone
    )


def _address(place: InSlack) -> dict[str, Any]:
    match place:
        case SlackChannel(kind=kind, channel=channel):
            return {"place": kind, "to": channel}
        case SlackUser(kind=kind, user=user):
            return {"place": kind, "to": user}
        case _:
            return {"place": place.kind}


def _needs(drawing: Drawing, place: InSlack) -> tuple[str, ...]:
    if isinstance(place, IncidentRoom):
        return ROOM
    announced = drawing.scene.severity.announced and not drawing.incident.private
    if isinstance(place, Announcement) and (announced or ANNOUNCEMENT in drawing.standing.effects):
        return (ANNOUNCEMENT,)
    return ()
