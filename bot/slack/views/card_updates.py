"""The card's line about stakeholder updates: when the next one is due, and how late it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.incident.cadence import TOGETHER, Due, dues
from bot.incident.lateness import late_by, most_overdue
from bot.language.durations import duration
from bot.slack.views import blocks
from bot.slack.views.audiences import audience_name
from bot.slack.views.blocks import Block, Mrkdwn, tell
from bot.slack.views.scene import Scene


def updates(scene: Scene) -> Iterator[Block]:
    found = dues(scene.incident, scene.policy)
    lines = [*_late(scene, found), *_next(scene, found), *_eta(scene)]
    if lines:
        yield blocks.section(blocks.joined(lines))


def _late(scene: Scene, found: Sequence[Due]) -> Iterator[Mrkdwn]:
    first, now = most_overdue(found), scene.facts.now
    late = late_by(found, now) if now else None
    if first is None or late is None or now is None:
        return
    yield tell(
        scene.tongue,
        ":warning: *Update late by {late}*: {audiences}",
        late=duration(scene.tongue, late),
        audiences=_names(scene, [due for due in found if not due.by_itself and due.at <= now]),
    )


def _next(scene: Scene, found: Sequence[Due]) -> Iterator[Mrkdwn]:
    """Those that are due together, named once."""
    now = scene.facts.now
    ahead = [due for due in found if now is None or due.at > now or due.by_itself]
    if ahead:
        first = [due for due in ahead if due.at <= ahead[0].at + TOGETHER]
        yield tell(
            scene.tongue,
            "*Next update*: {at} · {audiences}",
            at=blocks.moment(first[0].at),
            audiences=_names(scene, first),
        )


def _eta(scene: Scene) -> Iterator[Mrkdwn]:
    etas = [told.letter.eta for told in scene.incident.updates.told.values() if told.letter.eta]
    if etas and scene.incident.is_open:
        yield tell(scene.tongue, "*Announced end*: {at}", at=blocks.moment(max(etas)))


def _names(scene: Scene, found: Sequence[Due]) -> str:
    return ", ".join(audience_name(scene.tongue, due.audience) for due in found)
