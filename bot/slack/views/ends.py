"""What people see of the ends and the ways back: answers, reasons in one tap, and two forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.incident.archiving import SAYING, archive_at
from bot.incident.ends import CANCELLED_BECAUSE, needs_postmortem
from bot.incident.lifecycle import Status
from bot.incident.postmortem.review_facts import RestPutOff
from bot.incident.timeline import Fact
from bot.language import N_
from bot.response.edit import REASON_LIMIT
from bot.slack.views import blocks, inputs, state
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import Block, Mrkdwn, tell
from bot.slack.views.incident_form import IncidentForm, Typed
from bot.slack.views.names import reason_said
from bot.slack.views.saying import Saying, Way
from bot.slack.views.scene import Scene
from bot.slack.views.times import out_of_order
from bot.slack.words import labelled


def resolved(scene: Scene, facts: Sequence[Fact]) -> Answer:
    answer = state.changed(scene, facts, *out_of_order(scene))
    for fact in facts:
        if isinstance(fact, RestPutOff):
            at = blocks.moment(fact.until)
            said = tell(scene.tongue, "What is left to do comes to you by message {at}.", at=at)
            answer = answer.noting(said)
    return replace(answer, more=(way_back(scene),))


def cancelled(scene: Scene, facts: Sequence[Fact]) -> Answer:
    """At once; why is one tap, and may stay open."""
    answer = state.changed(scene, facts)
    if scene.incident.ended_because:
        return answer
    tongue, reference = scene.tongue, scene.incident.reference
    reasons = [
        (reason_said(tongue, why).capitalize(), f"cancel {reference} {why}")
        for why in CANCELLED_BECAUSE
    ]
    return replace(answer.noting(tell(tongue, "Why?")), more=(blocks.runs(*reasons),))


def closed(scene: Scene, facts: Sequence[Fact]) -> Answer:
    at = archive_at(scene.incident, scene.policy)
    answer = replace(state.changed(scene, facts), more=(way_back(scene),))
    if at is None:
        return answer
    said = tell(scene.tongue, "Its channel will be archived {at}.", at=blocks.moment(at))
    return answer.noting(said)


def reopened(scene: Scene, facts: Sequence[Fact]) -> Answer:
    answer = state.changed(scene, facts)
    if not scene.incident.archived:
        return answer
    note = tell(scene.tongue, "Its channel is archived; I try to open it again and tell you.")
    return answer.noting(note)


def kept(scene: Scene) -> Answer:
    at = archive_at(scene.incident, scene.policy)
    shown = blocks.moment(at) if at else "-"
    reference = scene.incident.reference
    return Answer(
        tell(
            scene.tongue,
            "*{reference}*: its channel stays open until {at}.",
            reference=reference,
            at=shown,
        )
    )


def asking(scene: Scene, said: Mrkdwn, form: IncidentForm) -> Answer:
    """A reason is needed: the line to type stands there, and a button opens the form."""
    opens = blocks.opens(
        scene.tongue.say("Say why…"), form.name, scene.incident.id, style="primary"
    )
    return Answer(said, (blocks.buttons(opens),))


def way_back(scene: Scene) -> Block:
    """Where an incident that is over may still go, each by one press."""
    incident, tongue = scene.incident, scene.tongue
    buttons: list[Block] = []
    if incident.status is Status.RESOLVED and needs_postmortem(incident, scene.policy):
        buttons.append(blocks.opens(tongue.say("Close…"), CLOSE.name, incident.id))
    elif incident.status is Status.RESOLVED:
        buttons.append(_run(tongue.say("Close"), f"close {incident.reference}"))
    if incident.status is Status.MERGED:
        buttons.append(_run(tongue.say("Unmerge"), f"unmerge {incident.reference}"))
    elif incident.status is Status.CLOSED:
        buttons.append(blocks.opens(tongue.say("Reopen…"), REOPEN.name, incident.id))
    else:
        line = f"reopen {incident.reference}"
        buttons.append({**_run(tongue.say("Reopen"), line), "action_id": "run.1"})
    return blocks.buttons(*buttons)


def _run(label: str, line: str) -> Block:
    made: Block = blocks.runs((label, line))["elements"][0]
    return made


def _archiving(scene: Scene, detail: Mapping[str, str]) -> dict[str, Any]:
    at = datetime.fromtimestamp(int(detail["at"]), UTC)
    said = tell(
        scene.tongue,
        "{reference} is over, so this channel will be archived {at}. It can still be read then.",
        reference=labelled(scene.policy.prefix, scene.incident.reference),
        at=blocks.moment(at),
    )
    keep = blocks.runs((scene.tongue.say("Keep"), f"keep {scene.incident.reference}"))
    return {"text": said, "blocks": [blocks.section(said), keep]}


SAYINGS = {SAYING: Saying(Way.ROOM, _archiving)}


def by_an_admin(scene: Scene) -> dict[str, Any]:
    """To whoever reopened it: Slack lets no bot unarchive a channel."""
    incident = scene.incident
    said = tell(
        scene.tongue,
        "*{reference}* is open again, but its channel {room} is archived, and Slack lets no bot"
        " undo that. Somebody who may (an admin can) opens the channel, its details, *Settings*,"
        " *Unarchive channel*, and then types `/invite` with my name there. I notice by myself.",
        reference=incident.reference,
        room=f"#{incident.channel_name}",
    )
    return {"text": said, "blocks": [blocks.section(said)]}


def _draw_close(scene: Scene, typed: Typed) -> Sequence[Block]:
    label = scene.tongue.say("Why is there no post-mortem?")
    return [_reason(label, typed)]


def _draw_reopen(scene: Scene, typed: Typed) -> Sequence[Block]:
    return [_reason(scene.tongue.say("Why is it opened again?"), typed)]


def _reason(label: str, typed: Typed) -> Block:
    return inputs.text("reason", label, typed.get("reason", ""), limit=REASON_LIMIT)


CLOSE = IncidentForm("close", N_("Close the incident"), N_("Close it"), _draw_close)
REOPEN = IncidentForm("reopen", N_("Reopen the incident"), N_("Reopen"), _draw_reopen)
