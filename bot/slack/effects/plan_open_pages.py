"""Status pages that nobody has told that it is over: looked at, and pointed out once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.incident.effect import UNDONE, Effect
from bot.incident.reach import places
from bot.incident.roles import Role
from bot.response.effects import LookAgain, Wanted
from bot.response.turn import is_there
from bot.response.update_delivery import PREFIX, delivery_of, same_way
from bot.slack.effects.drawing import Drawing
from bot.slack.views.open_page import open_page

CHECK = "pagecheck"
PATIENCE = timedelta(minutes=10)
"""From the end of an incident: until then its last update is on its way."""


def open_pages(drawing: Drawing) -> Iterator[Wanted | LookAgain]:
    over = drawing.incident.updates.over_at
    if over is None:
        return
    for effect in _latest(drawing):
        if effect.result["page_status"] != "resolved" and _is_still_meant(drawing, effect):
            yield from _checked(drawing, effect, over)


def _checked(drawing: Drawing, effect: Effect, over: datetime) -> Iterator[Wanted | LookAgain]:
    if over + PATIENCE > drawing.standing.now:
        yield LookAgain(over + PATIENCE)
        return
    delivery = delivery_of(effect)
    key = f"{CHECK}:{int(over.timestamp())}:{same_way(effect.key)}"
    about = {"audience": delivery.audience, "destination": delivery.destination}
    page = {**about, "page_incident": effect.result["page_incident"]}
    yield Wanted(key, drawing.kinds.updates[CHECK], page)
    seen = drawing.standing.effects.get(key)
    if seen is not None and is_there(seen) and seen.result.get("page_status"):
        incident = drawing.incident
        to = incident.holder(Role.COMMS) or incident.commander or incident.declared_by
        content = {**open_page(drawing.tongue_of(to), delivery.audience), "user": to}
        yield Wanted(f"nudge:{key}", drawing.kinds.direct, content)


def _latest(drawing: Drawing) -> Iterator[Effect]:
    """Of each page the last update that it shows, where none is still on its way."""
    ways: dict[str, Effect] = {}
    for effect in drawing.standing.effects.values():
        if not effect.key.startswith(PREFIX) or ":statuspage" not in effect.key:
            continue
        way = same_way(effect.key)
        if way not in ways or int(effect.detail["nth"]) > int(ways[way].detail["nth"]):
            ways[way] = effect
    yield from (one for one in ways.values() if one.state not in UNDONE and is_there(one))


def _is_still_meant(drawing: Drawing, effect: Effect) -> bool:
    delivery = delivery_of(effect)
    audience = drawing.scene.policy.audience(delivery.audience)
    place = audience.destination(delivery.destination) if audience else None
    return audience is not None and place in places(drawing.incident, audience)
