"""Merging, as people see it: what it means before it is done, and the line that leads on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.incident.incident import Incident
from bot.incident.text import shortened
from bot.incident.timeline import Fact
from bot.response.merge import MERGED
from bot.slack.views import blocks, state
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import Part, tell
from bot.slack.views.ends import way_back
from bot.slack.views.saying import Saying, Way
from bot.slack.views.scene import Scene
from bot.slack.words import labelled

SURE = "yes"
QUOTED = 80


def asking(scene: Scene, into: Incident) -> Answer:
    """In words, for it is a large thing and the numbers look alike."""
    tongue, one = scene.tongue, scene.incident
    said = tell(
        tongue,
        "*{one}* ({one_title}) goes into *{into}* ({into_title})."
        " {into} keeps its roles and takes the higher severity, the earliest times and all open"
        " tasks. The channel of {one} gets one line that leads there, and is archived a day"
        " later. `{command} unmerge {one}` undoes it. Shall I?",
        one=one.reference,
        one_title=shortened(one.title, QUOTED),
        into=into.reference,
        into_title=shortened(into.title, QUOTED),
    )
    yes = tongue.say("Merge into {into}", into=into.reference)
    other = tongue.say("The other way round")
    rows = blocks.runs(
        (yes, f"merge {one.reference} {into.reference} {SURE}"),
        (other, f"merge {into.reference} {one.reference}"),
        (tongue.say("Only link them"), f"related {one.reference} {into.reference}"),
    )
    rows["elements"][0]["style"] = "danger"
    return Answer(said, (rows,))


def merged(scene: Scene, facts: Sequence[Fact]) -> Answer:
    answer = state.changed(scene, facts)
    return Answer(answer.text, (way_back(scene),))


def unmerged(scene: Scene, facts: Sequence[Fact]) -> Answer:
    answer = state.changed(scene, facts)
    if not scene.incident.archived:
        return answer
    note = tell(scene.tongue, "Its channel is archived; I try to open it again and tell you.")
    return answer.noting(note)


def related(scene: Scene, other: Incident) -> Answer:
    """The one who asked sees both, also where one of them must not name the other."""
    parts = {"one": scene.incident.reference, "other": other.reference}
    if scene.incident.number in other.related or other.number in scene.incident.related:
        return Answer(tell(scene.tongue, "*{one}* and *{other}* are related.", **parts))
    return Answer(tell(scene.tongue, "*{one}* and *{other}* are no longer related.", **parts))


def _redirect(scene: Scene, detail: Mapping[str, str]) -> dict[str, Any]:
    """One line in the channel of the merged one; it follows when the two part again."""
    tongue, incident = scene.tongue, scene.incident
    reference = labelled(scene.policy.prefix, incident.reference)
    parts = {"reference": reference, "into": f"INC-{detail['number']}"}
    if incident.merged_into != int(detail["number"]):
        said = tell(tongue, "{reference} goes on here again.", reference=reference)
    elif incident.merged_hidden:
        said = tell(
            tongue,
            ":twisted_rightwards_arrows: {reference} goes on elsewhere, with invited people only."
            " This channel will be archived.",
            reference=reference,
        )
    else:
        said = tell(
            tongue,
            ":twisted_rightwards_arrows: {reference} goes on in {into}: {room}."
            " This channel will be archived.",
            room=blocks.room(detail["channel"]) if detail["channel"] else Part("…"),
            **parts,
        )
    return {"text": said, "blocks": [blocks.section(said)]}


SAYINGS = {MERGED: Saying(Way.ROOM, _redirect)}
