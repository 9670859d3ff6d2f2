"""The checklist: whole in a private answer and as a form; its items in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from bot.incident.checklist import Item, Phase, Standing, of_phase, phase_of
from bot.incident.guides import checklist_of, service_of
from bot.incident.service import criteria
from bot.language import N_
from bot.slack.views import blocks, inputs
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import Block, Mrkdwn, Part, tell
from bot.slack.views.incident_form import IncidentForm, Typed
from bot.slack.views.scene import Scene

BOXES = 10
"""Slack's limit for one group of boxes."""
_PHASE = {
    Phase.DECLARE: N_("Declare"),
    Phase.ORGANISE: N_("Organise"),
    Phase.INVESTIGATE: N_("Investigate"),
    Phase.MITIGATE: N_("Mitigate"),
    Phase.MONITOR: N_("Monitor"),
    Phase.RESOLVE: N_("Resolve"),
    Phase.AFTER: N_("Afterwards"),
}


def phase_name(scene: Scene, phase: Phase) -> str:
    return scene.tongue.say(_PHASE[phase])


def item_text(scene: Scene, item: Item) -> str:
    """A team's own words are said as they are, in the first language they have."""
    if item.message:
        return scene.tongue.say(item.message)
    said = item.text
    return said.get(scene.tongue.locale) or next(iter(said.values()), item.key)


def now_of(scene: Scene) -> datetime:
    return scene.facts.now or scene.incident.declared_at


def line(scene: Scene, one: Standing) -> Mrkdwn:
    """With a sign for how it stands, its number, and who ticked it or since when it is late."""
    tongue, text = scene.tongue, item_text(scene, one.item)
    parts: dict[str, object] = {"number": one.number, "text": text}
    tick = scene.incident.ticks.get(one.item.key)
    if one.seen:
        return tell(tongue, ":white_check_mark: {number}. {text}", **parts)
    if tick is not None:
        name, at = scene.name_of(tick.by), blocks.moment(tick.at)
        said = ":white_check_mark: {number}. {text} ({name}, {at})"
        return tell(tongue, said, **parts, name=name, at=at)
    if one.due_at is None:
        return tell(tongue, ":white_medium_square: {number}. {text}", **parts)
    due = blocks.moment(one.due_at)
    if one.is_late(now_of(scene)):
        return tell(tongue, ":warning: {number}. {text}: due {at}", **parts, at=due)
    return tell(tongue, ":white_medium_square: {number}. {text}: due {at}", **parts, at=due)


def count(found: Sequence[Standing]) -> str:
    return f"{sum(one.done for one in found)}/{len(found)}"


def checklist(scene: Scene, *notes: Mrkdwn) -> Answer:
    """The present phase with a button beside each item, the others in short."""
    tongue, incident = scene.tongue, scene.incident
    phase = phase_of(incident, now_of(scene))
    if phase is None:
        over = "*{reference}* is over: nothing is left on its checklist."
        return Answer(tell(tongue, over, reference=incident.reference)).noting(*notes)
    found = checklist_of(scene.policy, incident)
    head = tell(tongue, "*{reference}*: the checklist of this phase", reference=incident.reference)
    shown = [*_phase(scene, phase, of_phase(found, phase)), *_others(scene, phase, found)]
    shown += [*_criteria(scene, len(found)), _opens(scene)]
    return Answer(head, tuple(shown)).noting(*notes)


def _phase(scene: Scene, phase: Phase, found: Sequence[Standing]) -> Iterator[Block]:
    yield blocks.section(_title(scene, phase, found))
    for one in found:
        yield blocks.section(line(scene, one), None if one.seen else _tick(scene, one))


def _tick(scene: Scene, one: Standing) -> Block:
    return tick_button(scene, one.item.key, ticked=one.ticked)


def tick_button(scene: Scene, key: str, *, ticked: bool) -> Block:
    """A button that stands for a typed line."""
    label = scene.tongue.say("Untick") if ticked else scene.tongue.say("Tick")
    verb = "undo" if ticked else "done"
    return blocks.button(label, "run.0", f"checklist {scene.incident.reference} {verb} {key}")


def _others(scene: Scene, present: Phase, found: Sequence[Standing]) -> Iterator[Block]:
    for phase in Phase:
        items = of_phase(found, phase)
        if phase is not present and items:
            lines = [_title(scene, phase, items), *(line(scene, one) for one in items)]
            yield blocks.section(blocks.joined(fitting(lines)))


def _title(scene: Scene, phase: Phase, found: Sequence[Standing]) -> Mrkdwn:
    name, done = phase_name(scene, phase), count(found)
    return tell(scene.tongue, "*{phase}* {done}", phase=name, done=done)


def fitting(lines: Iterable[Mrkdwn], room: int = blocks.SECTION_LIMIT - 10) -> list[Mrkdwn]:
    """As many as one section takes uncut; an ellipsis stands for the others, which stay undrawn."""
    kept: list[Mrkdwn] = []
    for one in lines:
        room -= len(one) + 1
        if room < 0:
            return [*kept, Mrkdwn("…")]
        kept.append(one)
    return kept


def _criteria(scene: Scene, before: int) -> Iterator[Block]:
    """Reasons to roll back, numbered on from the items."""
    found = list(criteria(service_of(scene.policy, scene.incident)))
    if found:
        yield blocks.section(tell(scene.tongue, "*Roll back when*"))
    for number, (key, text) in enumerate(found, start=before + 1):
        yield blocks.section(
            criterion(scene, key, f"{number}. {text}"),
            tick_button(scene, key, ticked=key in scene.incident.ticks),
        )


def criterion(scene: Scene, key: str, text: str) -> Mrkdwn:
    ticked = key in scene.incident.ticks
    sign = Part(":white_check_mark:" if ticked else ":white_medium_square:")
    return tell(scene.tongue, "{sign} {text}", sign=sign, text=text)


def _opens(scene: Scene) -> Block:
    label = scene.tongue.say("All as a form")
    return blocks.buttons(blocks.opens(label, FORM.name, scene.incident.id))


def _draw(scene: Scene, typed: Typed) -> Sequence[Block]:
    """What the bot sees by itself has no box: it follows the incident."""
    found = [one for one in checklist_of(scene.policy, scene.incident) if not one.seen]
    return [box for phase in Phase for box in _boxes(scene, phase, of_phase(found, phase))] or [
        blocks.section(tell(scene.tongue, "Everything is ticked."))
    ]


def _boxes(scene: Scene, phase: Phase, found: Sequence[Standing]) -> Iterator[Block]:
    for start in range(0, len(found), BOXES):
        some = found[start : start + BOXES]
        options = [(one.item.key, item_text(scene, one.item)) for one in some]
        ticked = [one.item.key for one in some if one.ticked]
        name = f"{phase.value}.{start}"
        yield inputs.ticks(name, phase_name(scene, phase), options, ticked)


FORM = IncidentForm("checklist", N_("Checklist"), N_("Save"), _draw)
