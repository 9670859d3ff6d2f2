"""The panel: everything that can be done with an incident, from its channel, by buttons."""

from __future__ import annotations

from bot.slack.views import ask, blocks, handover_form, link_form, role_form, state, update_form
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import Block
from bot.slack.views.ends import way_back
from bot.slack.views.resolving import RESOLVE
from bot.slack.views.scene import Scene


def panel(scene: Scene) -> Answer:
    """How it stands, and a row of buttons for each chapter."""
    return Answer(state.summary(scene), (state.ways_on(scene), *_rows(scene)))


def _rows(scene: Scene) -> list[Block]:
    return [
        _ends(scene),
        _people(scene),
        _work(scene),
        _guides(scene),
        _talk(scene),
        _looking(scene),
    ]


def _ends(scene: Scene) -> Block:
    tongue, incident = scene.tongue, scene.incident
    if not incident.is_open:
        return way_back(scene)
    row = blocks.runs(
        (tongue.say("It was none"), f"cancel {incident.reference}"),
        (tongue.say("Moments"), f"times {incident.reference}"),
    )
    row["elements"].insert(0, blocks.opens(tongue.say("Resolve"), RESOLVE.name, incident.id))
    link = blocks.opens(tongue.say("Merge or link…"), link_form.FORM.name, incident.id)
    row["elements"].append(link)
    return row


def _people(scene: Scene) -> Block:
    """Who does what, and how that passes on."""
    tongue, incident = scene.tongue, scene.incident
    row = blocks.runs(
        (tongue.say("My role"), f"roles {incident.reference} mine"),
        (tongue.say("Roles"), f"roles {incident.reference}"),
    )
    row["elements"] += [
        blocks.opens(tongue.say("Change roles…"), role_form.FORM.name, incident.id),
        blocks.opens(tongue.say("Hand over…"), handover_form.FORM.name, incident.id),
    ]
    return row


def _work(scene: Scene) -> Block:
    tongue, incident = scene.tongue, scene.incident
    row = blocks.runs(
        (tongue.say("Tasks"), f"tasks {incident.reference}"),
        (tongue.say("Action items"), f"actions {incident.reference}"),
    )
    row["elements"].insert(0, blocks.opens(tongue.say("Add task"), "task", incident.id))
    return row


def _talk(scene: Scene) -> Block:
    tongue, incident = scene.tongue, scene.incident
    row = blocks.runs(
        (tongue.say("Catch up"), f"catchup {incident.reference}"),
        (tongue.say("Quiet for 30 min"), f"quiet {incident.reference} 30m"),
    )
    row["elements"].insert(1, blocks.opens(tongue.say("Ask…"), ask.PUT.name, incident.id))
    row["elements"].insert(
        0, blocks.opens(tongue.say("Update"), update_form.FORM.name, incident.id)
    )
    return row


def _guides(scene: Scene) -> Block:
    tongue, reference = scene.tongue, scene.incident.reference
    return blocks.runs(
        (tongue.say("Checklist"), f"checklist {reference}"),
        (tongue.say("Decide"), f"decide {reference}"),
        (tongue.say("Service"), f"service {reference}"),
        (tongue.say("Runbooks"), f"runbook {reference}"),
    )


def _looking(scene: Scene) -> Block:
    tongue, reference = scene.tongue, scene.incident.reference
    return blocks.runs(
        (tongue.say("Show"), f"show {reference}"),
        (tongue.say("Open incidents"), "list"),
        (tongue.say("Help"), "help"),
    )
