"""Exports: which there are, the promise of one, and what stands beside the file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.incident.export_facts import Whereto
from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.language import Tongue
from bot.response.export import Format, Formats
from bot.slack.views import blocks
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import Part, tell
from bot.slack.views.scene import Scene


def promised(tongue: Tongue, incident: Incident, form: Format, whereto: Whereto) -> Answer:
    shown = {"reference": incident.reference, "file": Part(tell(tongue, form.told))}
    if whereto is Whereto.ROOM:
        return Answer(tell(tongue, "*{reference}*: {file} comes into the channel.", **shown))
    return Answer(tell(tongue, "*{reference}*: {file} comes to you by direct message.", **shown))


def choice(tongue: Tongue, incident: Incident, formats: Formats) -> Answer:
    """A press is as good as the line that was not finished."""
    said = tell(
        tongue,
        "*{reference}* can be exported as one of these. It comes to you by direct message; with"
        " `here` after it, it goes into the channel: `{example}`",
        reference=incident.reference,
        example=Part(f"{tongue.command} export {formats.first.name} here"),
    )
    shown = [(form.name, f"export {incident.reference} {form.name}") for form in formats]
    return Answer(said, (blocks.runs(*shown),))


def file(scene: Scene, detail: Mapping[str, str]) -> dict[str, Any]:
    """`name` is what it is called on a disk, `title` what Slack shows above it."""
    incident, form = scene.incident, detail["format"]
    said = tell(
        scene.tongue,
        "*{reference}* {title}: `{format}`, asked for by {name}",
        reference=incident.reference,
        title=incident.title,
        format=form,
        name=scene.name_of(UserId(detail["by"])),
    )
    return {
        "name": f"{incident.reference}-{form}.{detail['suffix']}",
        "title": f"{incident.reference} {form}",
        "blocks": [blocks.section(said)],
    }
