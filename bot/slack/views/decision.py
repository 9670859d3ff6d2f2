"""The decision card: how is this to end? Drawn for everybody, for one person, and as a form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from bot.incident.decision import LIMIT, Way, is_decided
from bot.incident.due_guides import DECISION
from bot.incident.entry import EntryKind
from bot.incident.guides import service_of
from bot.incident.ids import UserId
from bot.incident.service import criteria
from bot.language import N_
from bot.response.strikes import CARD_OVER
from bot.slack.views import blocks, inputs
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import Block, Mrkdwn, Part, tell
from bot.slack.views.checklist import criterion, tick_button
from bot.slack.views.entries import is_open_to_objections, objecting
from bot.slack.views.guides import links
from bot.slack.views.incident_form import IncidentForm, Typed
from bot.slack.views.saying import Saying
from bot.slack.views.saying import Way as SaidBy
from bot.slack.views.scene import Scene
from bot.slack.views.sentences import entry_line
from bot.slack.views.task_words import DELETED
from bot.slack.views.ways import way_name, way_said
from bot.slack.words import labelled

RECENT_SHOWN = 3
CRITERIA_SHOWN = 10
WAIT_MINUTES = 15
LINKS_ROOM = 1500
_TYPED = {
    Way.FIX_FORWARD: "fix forward",
    Way.ROLL_BACK: "roll back",
    Way.SWITCH_OFF: "switch off",
    Way.DEGRADE: "degrade",
}


def decision_card(scene: Scene, detail: Mapping[str, str]) -> dict[str, Any]:
    """Follows what is decided upon it; what was decided later stands on a later one."""
    put_at = datetime.fromtimestamp(float(detail["put"]), UTC)
    if is_decided(scene.incident, put_at):
        said = _decided(scene)
        return {"text": said, "blocks": [blocks.section(said), *_objecting(scene)]}
    question = _question(scene)
    shown = [blocks.section(question), _ways(scene), *_criteria(scene), *_beside(scene, put_at)]
    return {"text": question, "blocks": shown}


def asked(scene: Scene, *notes: Mrkdwn) -> Answer:
    """The same choice for one person, who may answer for all."""
    answer = Answer(_question(scene), (_ways(scene), *_criteria(scene)))
    return answer.noting(*notes)


def _question(scene: Scene) -> Mrkdwn:
    tongue, prefix = scene.tongue, scene.policy.prefix
    return tell(
        tongue,
        "*{reference}: how is this to end?* Somebody decides now, anybody may object.",
        reference=labelled(prefix, scene.incident.reference),
    )


def card_over(scene: Scene, detail: Mapping[str, str]) -> dict[str, Any]:
    """What stays of a card that nobody follows any more once words on it were deleted."""
    said = _question(scene)
    if "at" in detail:
        at = datetime.fromtimestamp(int(detail["at"]), UTC)
        said = _said(scene, blocks.escape(scene.tongue.say(DELETED)), detail["by"], at)
    return {"text": said, "blocks": [blocks.section(said)]}


def _decided(scene: Scene) -> Mrkdwn:
    incident, tongue = scene.incident, scene.tongue
    way = way_said(tongue, incident.way, incident.way_note, incident.way_until, limit=LIMIT)
    return _said(scene, way, incident.way_by or "", incident.way_at or incident.declared_at)


def _said(scene: Scene, way: Mrkdwn, by: str, at: datetime) -> Mrkdwn:
    return tell(
        scene.tongue,
        ":scales: *{reference}*, decided: *{way}* ({name}, {at})",
        reference=labelled(scene.policy.prefix, scene.incident.reference),
        way=Part(way),
        name=scene.name_of(UserId(by)) if by else "-",
        at=blocks.moment(at),
    )


def _objecting(scene: Scene) -> Iterator[Block]:
    """As long as objections are taken."""
    for entry in scene.facts.entries:
        made_here = entry.kind is EntryKind.DECISION and entry.recorded_at == scene.incident.way_at
        if made_here and is_open_to_objections(scene, entry):
            yield blocks.buttons(objecting(scene, entry))


def _ways(scene: Scene) -> Block:
    tongue, incident = scene.tongue, scene.incident
    reference = incident.reference
    lines = [(way_name(tongue, w), f"decide {reference} {typed}") for w, typed in _TYPED.items()]
    wait = tongue.say("Wait {minutes} min", minutes=WAIT_MINUTES)
    row = blocks.runs(*lines, (wait, f"decide {reference} wait {WAIT_MINUTES}m"))
    row["elements"].append(blocks.opens(tongue.say("Other…"), FORM.name, incident.id))
    return row


def _criteria(scene: Scene) -> Iterator[Block]:
    """The service's reasons to roll back, each with its tick."""
    found = list(criteria(service_of(scene.policy, scene.incident)))[:CRITERIA_SHOWN]
    if found:
        yield blocks.section(tell(scene.tongue, "*Roll back when*"))
    for key, text in found:
        button = tick_button(scene, key, ticked=key in scene.incident.ticks)
        yield blocks.section(criterion(scene, key, text), button)


def _beside(scene: Scene, put_at: datetime) -> Iterator[Block]:
    """What had changed by then: the message does not follow every change after it."""
    before = [entry for entry in scene.recent if entry.occurred_at <= put_at]
    lines = [entry_line(scene, entry) for entry in before[:RECENT_SHOWN]]
    if lines:
        yield blocks.context(blocks.joined([tell(scene.tongue, "Latest:"), *lines]))
    service = service_of(scene.policy, scene.incident)
    if service and (found := list(links(service.dashboards, LINKS_ROOM))):
        yield blocks.context(Mrkdwn(" · ".join(found)))


def _draw(scene: Scene, typed: Typed) -> Sequence[Block]:
    tongue = scene.tongue
    ways = [(way.value, way_name(tongue, way)) for way in Way]
    return [
        inputs.choice("way", tongue.say("How is this to end?"), ways, typed.get("way", "")),
        inputs.moment("until", tongue.say("Wait until when?"), None),
        inputs.text(
            "note",
            tongue.say("What exactly? (optional)"),
            typed.get("note", ""),
            limit=LIMIT,
            optional=True,
        ),
    ]


FORM = IncidentForm("decide", N_("Decide"), N_("Decide"), _draw)
SAYINGS: Mapping[str, Saying] = {
    DECISION: Saying(SaidBy.ROOM, decision_card),
    CARD_OVER: Saying(SaidBy.ROOM, card_over),
}
