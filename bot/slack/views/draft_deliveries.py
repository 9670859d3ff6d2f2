"""How far an update that a draft has sent has got: a line for each audience, on the draft."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.incident.effect import EffectState
from bot.response.update_delivery import Delivery
from bot.slack.views.audiences import named, place_name
from bot.slack.views.blocks import Mrkdwn, Part, escape, tell
from bot.slack.views.scene import Scene

PLACES_SHOWN, AUDIENCES_SHOWN = 6, 8
_UNDER_WAY = ":hourglass_flowing_sand:"
_MARKS = {
    EffectState.DONE: ":white_check_mark:",
    EffectState.FAILED: ":warning:",
    EffectState.DROPPED: ":heavy_minus_sign:",
}


def arrived(
    scene: Scene, detail: Mapping[str, str], deliveries: Sequence[Delivery]
) -> Iterator[Mrkdwn]:
    """`detail`: of the draft. What was put off or left out has gone nowhere."""
    ids = detail.get("updates", "").split()
    sent = [one for one in deliveries if one.update in ids]
    for key in detail["told"].split()[:AUDIENCES_SHOWN] if ids else ():
        to = named(scene.tongue, scene.policy, [key])
        waiting = scene.incident.updates.of(key).waiting
        if there := [one for one in sent if one.audience == key]:
            places = _places(scene, there)
            yield tell(scene.tongue, "• {to}: {places}", to=to, places=places)
        elif waiting is not None and waiting.id in ids:
            yield tell(scene.tongue, "• {to}: waits for approval", to=to)
        else:
            yield tell(scene.tongue, "• {to}: was not sent", to=to)


def _places(scene: Scene, deliveries: Sequence[Delivery]) -> Part:
    shown = [_place(scene, one) for one in deliveries[:PLACES_SHOWN]]
    more = len(deliveries) - len(shown)
    return Part(", ".join([*shown, f"+{more}"] if more else shown))


def _place(scene: Scene, delivery: Delivery) -> str:
    """One that configuration no longer has is shown by what it was."""
    audience = scene.policy.audience(delivery.audience)
    place = audience.destination(delivery.destination) if audience else None
    name = place_name(scene, place) if place else delivery.destination
    return f"{_MARKS.get(delivery.state, _UNDER_WAY)} {escape(name)}"
