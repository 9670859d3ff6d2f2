"""Updates for those who subscribed, by direct message; and that an incident they follow began."""

from __future__ import annotations

from collections.abc import Iterator

from bot.incident.effect import UNDONE
from bot.incident.reach import is_announced
from bot.incident.subscription import Subscription
from bot.response.effects import Wanted
from bot.response.followers import FOLLOW
from bot.slack.effects.drawing import Drawing
from bot.slack.views import followers as views

NOTICE = "notice:"
"""Keys: `notice:<severity>:<person>`."""


def followed(drawing: Drawing) -> Iterator[Wanted]:
    """Each as it was rendered when it was sent."""
    for key, effect in drawing.standing.effects.items():
        if key.startswith(FOLLOW) and effect.state in UNDONE:
            to, scene = effect.detail["to"], drawing.scene
            content = views.update(scene, effect.detail["slack"])
            yield Wanted(key, drawing.kinds.direct, {**content, "user": to})


def noticed(drawing: Drawing) -> Iterator[Wanted]:
    """Whoever follows a severity hears at once of an incident that has it."""
    incident = drawing.incident
    if not incident.is_open or not is_announced(incident, drawing.scene.policy):
        return
    for each in drawing.standing.subscriptions:
        if each.severity == incident.severity and _is_news(drawing, each):
            content = views.notice(drawing.tongue_of(each.person))
            key = f"{NOTICE}{each.severity}:{each.person}"
            yield Wanted(key, drawing.kinds.direct, {**content, "user": each.person})


def _is_news(drawing: Drawing, each: Subscription) -> bool:
    """What was there before they subscribed, they knew."""
    incident = drawing.incident
    return each.since <= (incident.updates.severity_at or incident.declared_at)
