"""Key entries in words: the line the channel is shown, and what is said to whoever made one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.incident.entry import Entry, EntryKind, objections_end
from bot.incident.ids import UserId
from bot.incident.scribing import scribes_now
from bot.incident.text import shortened, shortened_to_bytes
from bot.incident.when import TypedTime
from bot.incident.zones import zone_name
from bot.language import N_, Tongue
from bot.slack.views import blocks
from bot.slack.views.answer import TEXT_BYTES, Answer
from bot.slack.views.blocks import Block, Mrkdwn, Part, tell
from bot.slack.views.scene import Scene
from bot.slack.views.ways import way_said
from bot.slack.words import labelled

OBJECT = "object"
CHANGE_ONE = "open.entry"
LINE_LIMIT = 2500

EMOJI: Mapping[EntryKind, str] = {
    EntryKind.OBSERVATION: ":eyes:",
    EntryKind.HYPOTHESIS: ":thought_balloon:",
    EntryKind.ACTION: ":hammer_and_wrench:",
    EntryKind.DECISION: ":scales:",
    EntryKind.OBJECTION: ":raised_hand:",
    EntryKind.COMMUNICATION: ":loudspeaker:",
    EntryKind.PARKED: ":parking:",
    EntryKind.NOTE: ":memo:",
}
KIND: Mapping[EntryKind, str] = {
    EntryKind.OBSERVATION: N_("observation"),
    EntryKind.HYPOTHESIS: N_("hypothesis"),
    EntryKind.ACTION: N_("action"),
    EntryKind.DECISION: N_("decision"),
    EntryKind.OBJECTION: N_("objection"),
    EntryKind.COMMUNICATION: N_("communication"),
    EntryKind.PARKED: N_("parked"),
    EntryKind.NOTE: N_("note"),
}


def kind_name(tongue: Tongue, kind: EntryKind) -> str:
    return tongue.say(KIND[kind])


def author(scene: Scene, entry: Entry) -> str:
    """As they are called now, else as they were called then."""
    by = UserId(entry.by or "")
    return scene.facts.names.get(by) or entry.by_name or by or "?"


def words(scene: Scene, entry: Entry, limit: int = LINE_LIMIT) -> Mrkdwn:
    """What it says, inert; what was taken back is said to be, and not said again."""
    tongue = scene.tongue
    if entry.struck:
        return tell(tongue, "_(deleted by its author)_")
    if entry.way:
        return way_said(tongue, entry.way, entry.text, entry.until, limit=limit)
    said = blocks.escape(shortened(" ".join(entry.text.split()), limit))
    if entry.dropped:
        return tell(tongue, "_Ruled out:_ {text}", text=Part(said))
    return said


def line(scene: Scene, entry: Entry, about: Entry | None) -> dict[str, Any]:
    """For everybody, in the channel."""
    said = _line(scene, entry, about)
    shown: list[Block] = [*blocks.sections(said)]
    if is_open_to_objections(scene, entry):
        shown.append(blocks.buttons(objecting(scene, entry)))
    return {"text": shortened_to_bytes(said, TEXT_BYTES), "blocks": shown}


def is_open_to_objections(scene: Scene, entry: Entry) -> bool:
    until, now = objections_end(entry), scene.facts.now
    return until is not None and now is not None and now < until


def objecting(scene: Scene, entry: Entry) -> Block:
    return blocks.button(scene.tongue.say("I object"), OBJECT, _place(scene, entry))


def _line(scene: Scene, entry: Entry, about: Entry | None) -> Mrkdwn:
    tongue, policy = scene.tongue, scene.policy
    if entry.hidden:
        return tell(tongue, "_Taken off the timeline._")
    parts = {
        "emoji": Part(EMOJI[entry.kind]),
        "prefix": Part(labelled(policy.prefix, "")),
        "name": author(scene, entry),
        "at": blocks.moment(entry.occurred_at),
    }
    if entry.kind is EntryKind.OBJECTION:
        return _objection(scene, entry, about, parts)
    text = Part(words(scene, entry))
    if entry.kind is EntryKind.DECISION:
        return tell(tongue, "{emoji} {prefix}Decided: *{text}* ({name}, {at})", text=text, **parts)
    return tell(tongue, "{emoji} {prefix}{at} {text} ({name})", text=text, **parts)


def _objection(
    scene: Scene, entry: Entry, about: Entry | None, parts: Mapping[str, object]
) -> Mrkdwn:
    to = Part(words(scene, about, 150)) if about else Part("…")
    said = tell(scene.tongue, "{emoji} {prefix}*{name}* objects: {to}", to=to, **parts)
    return Mrkdwn(f"{said}\n>{words(scene, entry)}") if entry.text else said


def brief(scene: Scene, entry: Entry, limit: int) -> Mrkdwn:
    """Among the latest changes: when, what, and by whom."""
    shown = {
        "at": blocks.moment(entry.occurred_at),
        "text": Part(words(scene, entry, limit)),
        "name": author(scene, entry),
    }
    if entry.kind is EntryKind.DECISION:
        return tell(scene.tongue, "{at} Decided: {text} ({name})", **shown)
    return tell(scene.tongue, "{at} {text} ({name})", **shown)


def decided(scene: Scene, entry: Entry) -> Answer:
    """To whoever decided."""
    reference = scene.incident.reference
    text = Part(words(scene, entry, 300))
    said = tell(scene.tongue, "*{reference}* Decided: {text}", reference=reference, text=text)
    return Answer(said, (blocks.buttons(change(scene, entry)),))


def logged(scene: Scene, entry: Entry, read: TypedTime | None) -> Answer:
    """To whoever typed it: what was understood, and how to change it."""
    tongue = scene.tongue
    if read is None:
        when = tell(tongue, "On the timeline, as of now:")
    else:
        local = read.at.astimezone(read.zone)
        shown = {"time": f"{local:%Y-%m-%d %H:%M}", "zone": zone_name(read.zone)}
        when = tell(tongue, "On the timeline at {time}, {zone}:", **shown)
    said = Mrkdwn(f"{when} {words(scene, entry, 300)}")
    return Answer(said, (blocks.buttons(change(scene, entry)),))


def changed(scene: Scene, entry: Entry) -> Answer:
    """To whoever changed one by its form."""
    tongue = scene.tongue
    if entry.hidden:
        said = tell(tongue, "It is off the timeline. `{command} timeline hidden` shows it.")
    else:
        said = tell(
            tongue,
            "On the timeline: {emoji} {kind}, {at}: {text}",
            emoji=Part(EMOJI[entry.kind]),
            kind=kind_name(tongue, entry.kind),
            at=blocks.moment(entry.occurred_at),
            text=Part(words(scene, entry, 300)),
        )
    return Answer(said, (blocks.buttons(change(scene, entry)),))


def objected(scene: Scene, entry: Entry) -> Answer:
    said = tell(scene.tongue, "Your objection stands beside the decision.")
    button = blocks.button(scene.tongue.say("Say why…"), CHANGE_ONE, _place(scene, entry))
    return Answer(said, (blocks.buttons(button),))


def scribing(scene: Scene, user: UserId) -> Answer:
    tongue, reference = scene.tongue, scene.incident.reference
    if scribes_now(scene.incident.scribing, user):
        said = tell(tongue, "Everything you write in the channel goes onto the timeline.")
        other = (tongue.say("No longer"), f"scribe {reference} off")
    else:
        said = tell(tongue, "What you write goes onto the timeline only when it is marked.")
        other = (tongue.say("Keep all I write"), f"scribe {reference} on")
    return Answer(said, (blocks.runs(other),))


def change(scene: Scene, entry: Entry) -> Block:
    return blocks.button(scene.tongue.say("Change…"), CHANGE_ONE, _place(scene, entry))


def _place(scene: Scene, entry: Entry) -> str:
    return f"{scene.incident.id}:{entry.id}"
