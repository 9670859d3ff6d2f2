"""What whoever answers for an update is told privately: that it is due soon, or late."""

from __future__ import annotations

from typing import Any

from bot.incident.cadence import TOGETHER, dues
from bot.incident.due_tasks import answerable
from bot.incident.ids import UserId
from bot.incident.lateness import AFTER, Rung, Step
from bot.language import N_
from bot.slack.views import blocks, update_form
from bot.slack.views.audiences import audience_name
from bot.slack.views.blocks import Mrkdwn, tell
from bot.slack.views.drafts import writer_of
from bot.slack.views.scene import Scene

_SAID = {
    Rung.SOON: N_(":hourglass_flowing_sand: In {minutes} min an update is due for {audiences}."),
    Rung.LATE: N_(":warning: The update for {audiences} is {minutes} min late."),
    Rung.VERY_LATE: N_(":rotating_light: The update for {audiences} is {minutes} min late."),
}


def reminder(scene: Scene, step: Step, to: UserId) -> dict[str, Any]:
    tongue, incident = scene.tongue, scene.incident
    said = tell(
        tongue,
        _SAID[step.rung],
        minutes=abs(int(AFTER[step.rung].total_seconds() // 60)),
        audiences=_audiences(scene, step),
    )
    text = blocks.joined([said, _why_you(scene, step, to), where(scene)])
    opens = blocks.opens(
        tongue.say("Write the update"), update_form.FORM.name, incident.id, style="primary"
    )
    return {"text": text, "blocks": [*blocks.sections(text), blocks.buttons(opens)]}


def _audiences(scene: Scene, step: Step) -> str:
    """With those that are due together with it."""
    found = dues(scene.incident, scene.policy)
    late = [d for d in found if not d.by_itself and d.at <= step.due.at + TOGETHER]
    return ", ".join(audience_name(scene.tongue, one.audience) for one in late or [step.due])


def _why_you(scene: Scene, step: Step, to: UserId) -> Mrkdwn:
    tongue, writer = scene.tongue, writer_of(scene)
    if step.rung is Rung.SOON:
        return tell(tongue, "The draft comes into the channel then; you can also send it now.")
    if step.due.waiting:
        return tell(tongue, "It is written, and waits for approval in the channel.")
    if to != answerable(scene.incident):
        return tell(tongue, "You hear it because you are the contact for what gets stuck.")
    if writer is None or writer == to:
        return tell(tongue, "The draft stands in the channel; nobody has answered it.")
    name = scene.name_of(writer)
    return tell(tongue, "{name} was to send it; the draft stands in the channel.", name=name)


def where(scene: Scene) -> Mrkdwn:
    """Which incident, and a way into its channel: this stands beside messages of many others."""
    incident = scene.incident
    shown = {"reference": incident.reference, "title": incident.title}
    room = blocks.room(scene.room) if scene.room else ""
    return tell(scene.tongue, "*{reference}* {title} {room}", **shown, room=room)
