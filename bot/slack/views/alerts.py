"""Alerts of an incident: a part of its card, and what is said when all of them have cleared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.incident.due_alerts import SAYING
from bot.incident.lifecycle import Status
from bot.incident.text import shortened
from bot.slack.views import blocks
from bot.slack.views.blocks import Block, Mrkdwn, tell
from bot.slack.views.resolving import RESOLVE
from bot.slack.views.saying import Saying, Way
from bot.slack.views.scene import Scene
from bot.slack.views.suggestion_scene import guides

ROOM = 2500


def alerts(scene: Scene) -> Iterator[Block]:
    tongue, state = scene.tongue, scene.incident.alerts
    if state.message_link and not state.linked:
        link = blocks.link(state.message_link, tongue.say("message"))
        yield blocks.section(tell(tongue, "*Declared from*: {source}", source=link))
    if not state.linked:
        return
    firing = sum(one.is_firing for one in state.linked) + state.more
    parts: list[Mrkdwn] = [_count(scene, firing)]
    if any(one.flapping for one in state.linked):
        parts.append(tell(tongue, ":left_right_arrow: flapping: it comes and goes"))
    if state.message_link:
        parts.append(Mrkdwn(blocks.link(state.message_link, tongue.say("message"))))
    for part in guides(tongue, state.linked):
        if sum(map(len, parts)) + len(part) < ROOM:
            parts.append(part)
    yield blocks.section(Mrkdwn(" · ".join(parts)))


def _count(scene: Scene, firing: int) -> Mrkdwn:
    tongue, state = scene.tongue, scene.incident.alerts
    count = len(state.linked) + state.more
    if count > 1:
        return tell(tongue, "*Alerts*: {count}, firing: {firing}", count=count, firing=firing)
    title = shortened(state.linked[0].title, 150)
    if firing:
        return tell(tongue, "*Alert*: {title}", title=title)
    return tell(tongue, "*Alert*, cleared: {title}", title=title)


def clear(scene: Scene, detail: Mapping[str, str]) -> dict[str, Any]:
    tongue, incident = scene.tongue, scene.incident
    since = blocks.moment(datetime.fromtimestamp(int(detail["since"]), UTC))
    said = tell(
        tongue,
        ":white_check_mark: All alerts have been clear since {since}. Is it over?",
        since=since,
    )
    opens = [blocks.opens(tongue.say("Resolve"), RESOLVE.name, incident.id)]
    if incident.status is not Status.MONITORING:
        typed = f"status {incident.reference} monitoring"
        opens.insert(0, blocks.button(tongue.say("Monitoring"), "run.0", typed))
    shown = [blocks.section(said)]
    if incident.is_open:
        shown.append(blocks.buttons(*opens))
    return {"text": said, "blocks": shown}


SAYINGS: Mapping[str, Saying] = {SAYING: Saying(Way.ROOM, clear)}
