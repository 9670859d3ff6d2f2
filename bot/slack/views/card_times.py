"""The card's times: since when, and how the targets of its severity stand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.incident.moments import Moment
from bot.slack.views import blocks
from bot.slack.views.blocks import Block, Mrkdwn, tell
from bot.slack.views.scene import Scene


def times(scene: Scene) -> Iterator[Block]:
    lines = list(_lines(scene))
    if lines:
        yield blocks.context(Mrkdwn(" · ".join(lines)))


def targets(scene: Scene) -> Iterator[tuple[Moment, datetime]]:
    """What the severity promises, from the declaration on.

    What an end has left open, such as that of a false alarm, was never missed.
    """
    incident, level, since = scene.incident, scene.severity, scene.incident.declared_at
    within: tuple[tuple[Moment, timedelta | None], ...] = (
        (Moment.ACKNOWLEDGED, level.respond_within),
        (Moment.RESOLVED, level.resolve_within),
    )
    for moment, span in within:
        if span is not None and (incident.is_open or incident.moments.at(moment)):
            yield moment, since + span


def _lines(scene: Scene) -> Iterator[Mrkdwn]:
    incident, tongue = scene.incident, scene.tongue
    if started := incident.moments.started:
        yield tell(tongue, "Started {at}", at=blocks.moment(started))
    for moment, due in targets(scene):
        yield _target(scene, moment, due)


def _target(scene: Scene, moment: Moment, due: datetime) -> Mrkdwn:
    tongue, reached = scene.tongue, scene.incident.moments.at(moment)
    respond = moment is Moment.ACKNOWLEDGED
    what = tongue.say("Response target") if respond else tongue.say("Resolution target")
    late = (reached or scene.facts.now or due) > due
    if reached is not None and not late:
        return tell(tongue, "{what}: kept", what=what)
    if late:
        return tell(tongue, "{what}: missed, it was {at}", what=what, at=blocks.moment(due))
    return tell(tongue, "{what}: {at}", what=what, at=blocks.moment(due))
