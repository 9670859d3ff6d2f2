"""The card of an incident that is over, or that belongs with another one."""

from __future__ import annotations

from collections.abc import Iterator

from bot.incident.lifecycle import Status
from bot.incident.text import shortened
from bot.slack.views import blocks
from bot.slack.views.blocks import Block, Mrkdwn, tell
from bot.slack.views.ends import way_back
from bot.slack.views.names import reason_said
from bot.slack.views.scene import Scene
from bot.slack.views.times import out_of_order

QUOTED = 500


def ends(scene: Scene) -> Iterator[Block]:
    lines = [*_resolution(scene), *_why(scene), *_where(scene)]
    if lines and not scene.incident.is_open:
        yield blocks.section(blocks.joined(lines))
    if beside := [*_related(scene), *out_of_order(scene)]:
        yield blocks.context(blocks.joined(beside))


def ways_back(scene: Scene) -> Iterator[Block]:
    if not scene.incident.is_open:
        yield way_back(scene)


def _resolution(scene: Scene) -> Iterator[Mrkdwn]:
    incident, tongue = scene.incident, scene.tongue
    if incident.status not in (Status.RESOLVED, Status.CLOSED):
        return
    if incident.resolution:
        done = shortened(incident.resolution, QUOTED)
        yield tell(tongue, "*What was done*\n{done}", done=done)
    if incident.lasting:
        lasting = shortened(incident.lasting, QUOTED)
        yield tell(tongue, "*What stays behind*\n{lasting}", lasting=lasting)


def _why(scene: Scene) -> Iterator[Mrkdwn]:
    if why := scene.incident.ended_because:
        reason = shortened(reason_said(scene.tongue, why), QUOTED)
        yield tell(scene.tongue, "Because: {reason}", reason=reason)


def _where(scene: Scene) -> Iterator[Mrkdwn]:
    incident, tongue = scene.incident, scene.tongue
    if incident.status is not Status.MERGED:
        return
    if incident.merged_hidden:
        yield tell(tongue, "Goes on elsewhere, with invited people only")
    else:
        yield tell(tongue, "Goes on in INC-{number}", number=incident.merged_into)


def _related(scene: Scene) -> Iterator[Mrkdwn]:
    if numbers := scene.incident.related:
        references = ", ".join(f"INC-{number}" for number in numbers)
        yield tell(scene.tongue, "Related: {references}", references=references)
