"""The card's service with its links, and what comes next on the checklist."""

from __future__ import annotations

from collections.abc import Iterator

from bot.incident.checklist import Standing, next_open, of_phase, phase_of
from bot.incident.guides import checklist_of, service_of
from bot.incident.text import shortened
from bot.slack.views import blocks
from bot.slack.views.blocks import Block, Mrkdwn, tell
from bot.slack.views.checklist import count, item_text, now_of, phase_name
from bot.slack.views.guides import links, service_name
from bot.slack.views.scene import Scene

LINKS_ROOM = 2000


def service(scene: Scene) -> Iterator[Block]:
    key, found = scene.incident.service, service_of(scene.policy, scene.incident)
    if key is None:
        return
    name = service_name(scene, found) if found else shortened(key, 75)
    said = tell(scene.tongue, "*Service*: {service}", service=name)
    guides = (*found.runbooks, *found.playbooks, *found.dashboards) if found else ()
    yield blocks.section(Mrkdwn(" · ".join([said, *links(guides, LINKS_ROOM)])))


def checklist(scene: Scene) -> Iterator[Block]:
    incident, tongue, now = scene.incident, scene.tongue, now_of(scene)
    phase = phase_of(incident, now)
    found = checklist_of(scene.policy, incident)
    if phase is None or not found:
        return
    name, done = phase_name(scene, phase), count(of_phase(found, phase))
    head = tell(tongue, "*Checklist: {phase}* {done}", phase=name, done=done)
    lines = [_line(scene, one) for one in next_open(found, phase, now)]
    whole = blocks.button(tongue.say("Checklist"), "run.0", f"checklist {incident.reference}")
    yield blocks.section(blocks.joined([head, *lines]), whole)


def _line(scene: Scene, one: Standing) -> Mrkdwn:
    text = item_text(scene, one.item)
    if one.due_at is not None and one.is_late(now_of(scene)):
        at = blocks.moment(one.due_at)
        return tell(scene.tongue, ":warning: {text}: was due {at}", text=text, at=at)
    return tell(scene.tongue, "• {text}", text=text)
