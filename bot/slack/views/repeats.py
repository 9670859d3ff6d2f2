"""Earlier incidents like this one: on the card, and in answers to whoever asks or says."""

from __future__ import annotations

from collections.abc import Iterator

from bot.incident.incident import Incident
from bot.incident.repeats import BECAUSE, MOST, Past
from bot.incident.task import Task
from bot.incident.text import shortened
from bot.language import N_
from bot.slack.views import blocks
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import Block, Mrkdwn, tell
from bot.slack.views.scene import Scene
from bot.slack.views.task_words import words

ACTIONS_SHOWN = 2
BRIEF = 80
NONE = N_(
    "No incident of the last 90 days is like *{reference}*. `{command} repeat INC-7` says so."
)


def repeats(scene: Scene) -> Iterator[Block]:
    """On the card: those that it repeats, and while nobody has said, those it may repeat."""
    shown = _shown(scene)
    if not shown:
        return
    lines = [line for past in shown for line in _lines(scene, past)]
    yield blocks.section(blocks.joined([tell(scene.tongue, "*Earlier*"), *lines]))
    if offered := _offered(scene, shown):
        yield offered


def listing(scene: Scene) -> Answer:
    shown = _shown(scene, every=True)
    reference = scene.incident.reference
    if not shown:
        return Answer(tell(scene.tongue, NONE, reference=reference))
    head = tell(scene.tongue, "Incidents like *{reference}*:", reference=reference)
    lines = [line for past in shown for line in _lines(scene, past)]
    offered = _offered(scene, shown)
    return Answer(head, (blocks.section(blocks.joined(lines)), *([offered] if offered else [])))


def confirmed(scene: Scene, other: Incident) -> Answer:
    parts = {"one": scene.incident.reference, "other": other.reference}
    said = tell(scene.tongue, "*{one}* is noted as a repeat of *{other}*.", **parts)
    past = next((one for one in scene.facts.past if one.number == other.number), None)
    lines = [said, *(_actions(scene, past.actions) if past else [])]
    undo = f"repeat {scene.incident.reference} {other.reference} no"
    return Answer(blocks.joined(lines), (blocks.runs((scene.tongue.say("No repeat"), undo)),))


def denied(scene: Scene, number: int) -> Answer:
    parts = {"one": scene.incident.reference, "other": f"INC-{number}"}
    return Answer(tell(scene.tongue, "*{one}* is noted as no repeat of *{other}*.", **parts))


def _shown(scene: Scene, *, every: bool = False) -> list[Past]:
    """What is asked about already, as perhaps the same incident, is not asked about twice."""
    incident = scene.incident
    said = [past for past in scene.facts.past if past.number in incident.repeats.of]
    perhaps = [
        past for past in scene.facts.past if past not in said and past.number not in incident.alike
    ]
    return [*said, *perhaps][: MOST + len(said)] if every or not said else said


def _lines(scene: Scene, past: Past) -> Iterator[Mrkdwn]:
    tongue = scene.tongue
    parts = {
        "reference": past.reference,
        "title": shortened(past.title, BRIEF),
        "at": blocks.moment(past.declared_at),
        "room": blocks.room(past.channel) if past.channel else "",
    }
    if past.number in scene.incident.repeats.of:
        yield tell(tongue, "• A repeat of *{reference}* {title}, {at} {room}", **parts)
    else:
        found = (one for one in scene.incident.repeats.similar if one.number == past.number)
        because = next((tongue.say(BECAUSE[one.because]) for one in found), "-")
        yield tell(tongue, "• *{reference}* {title}, {at} ({why}) {room}", why=because, **parts)
    yield from _actions(scene, past.actions)


def _actions(scene: Scene, actions: tuple[Task, ...]) -> Iterator[Mrkdwn]:
    """What was to keep it from coming back, and is not done."""
    for task in actions[:ACTIONS_SHOWN]:
        text = _words(scene, task)
        if task.due_at is None:
            yield tell(scene.tongue, "    ◦ still to do: {text}", text=text)
        else:
            due = blocks.moment(task.due_at)
            yield tell(scene.tongue, "    ◦ still to do: {text} (due {due})", text=text, due=due)
    if more := len(actions[ACTIONS_SHOWN:]):
        yield tell(scene.tongue, "    ◦ … and {more} more", more=more)


def _words(scene: Scene, task: Task) -> str:
    """Words of a message may be deleted in their channel, and are repeated in no other."""
    if task.source is None or task.by_hand:
        return words(scene.tongue, task, BRIEF)
    return scene.tongue.say("action item {number}", number=task.number)


def _offered(scene: Scene, shown: list[Past]) -> Block | None:
    mine = scene.incident
    lines = [
        (
            scene.tongue.say("Repeat of {reference}", reference=past.reference),
            f"repeat {mine.reference} {past.reference}",
        )
        for past in shown
        if past.number not in mine.repeats.of
    ]
    return blocks.runs(*lines, block_id="repeats") if lines else None
