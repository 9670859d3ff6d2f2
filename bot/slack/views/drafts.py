"""The draft of an update in the incident's channel: a line for each audience, and its buttons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.incident.cadence import Due
from bot.incident.composing import slower_pace
from bot.incident.ids import UserId
from bot.incident.roles import Role
from bot.incident.update_words import Rendered, UpdateMoment
from bot.language import N_
from bot.language.durations import duration
from bot.response.updates import Answer
from bot.slack.views import blocks, choice_form, update_form
from bot.slack.views.audiences import audience_name, named, places
from bot.slack.views.blocks import Block, Mrkdwn, tell
from bot.slack.views.bulletins import quoted
from bot.slack.views.scene import Scene
from bot.slack.words import labelled

PREVIEW = 900
MOST_PREVIEWED = 8
LATER = (10, 20, 30)
"""Minutes."""
SLOWER_AFTER = timedelta(hours=2)
SEND, NO_CHANGE, SLOWER = "draft.send", "draft.no_change", "draft.slower"
PUT_OFF, LEAVE_OUT = "draft.later", "draft.skip"
ACTIONS = {
    SEND: Answer.SEND,
    NO_CHANGE: Answer.NO_CHANGE,
    SLOWER: Answer.SLOWER,
    PUT_OFF: Answer.LATER,
    LEAVE_OUT: Answer.SKIP,
}
_ENDS = (UpdateMoment.RESOLVED, UpdateMoment.CANCELLED)
_DONE = {
    Answer.SEND: N_(":white_check_mark: {name} sent an update {at}: {to}"),
    Answer.NO_CHANGE: N_(":white_check_mark: {name} told that nothing is new {at}: {to}"),
    Answer.SLOWER: N_(":white_check_mark: {name} sent an update {at}, fewer from now on: {to}"),
    Answer.LATER: N_(":hourglass: {name} put the update off {at}: {to}"),
    Answer.SKIP: N_(":heavy_minus_sign: {name} left the update out {at}: {to}"),
}


@dataclass(frozen=True, slots=True)
class Line:
    due: Due
    moment: UpdateMoment
    rendered: Rendered


def draft(
    scene: Scene, put: datetime, lines: Sequence[Line], detail: Mapping[str, str]
) -> dict[str, Any]:
    """`detail`: how it was answered before, if something of it is still due."""
    head = _head(scene, lines)
    shown: list[Block] = [blocks.section(head)]
    for line in lines[:MOST_PREVIEWED]:
        shown += _line(scene, line)
    value = f"{scene.incident.id} {int(put.timestamp())} {detail.get('answers', '0')}"
    shown.append(_buttons(scene, value, lines))
    return {"text": head, "blocks": shown}


def answered(scene: Scene, detail: Mapping[str, str], *notes: Mrkdwn) -> dict[str, Any]:
    """What became of it, in one line."""
    done = _DONE[Answer(detail["answer"])]
    text = tell(
        scene.tongue,
        done,
        name=scene.name_of(UserId(detail["by"])),
        at=blocks.moment(datetime.fromtimestamp(int(detail["at"]), UTC)),
        to=named(scene.tongue, scene.policy, detail["told"].split()),
    )
    return {"text": text, "blocks": [blocks.section(blocks.joined([text, *notes]))]}


def replaced(scene: Scene) -> dict[str, Any]:
    text = tell(scene.tongue, "This draft is replaced by a newer one.")
    return {"text": text, "blocks": [blocks.section(text)]}


def writer_of(scene: Scene) -> UserId | None:
    """Communications, else the incident commander."""
    return scene.incident.holder(Role.COMMS) or scene.incident.commander


def _head(scene: Scene, lines: Sequence[Line]) -> Mrkdwn:
    tongue, writer = scene.tongue, writer_of(scene)
    shown = {
        "reference": labelled(scene.policy.prefix, scene.incident.reference),
        "names": ", ".join(audience_name(tongue, line.due.audience) for line in lines),
    }
    if any(line.due.briefing for line in lines):
        said = tell(
            tongue,
            ":mega: *{reference}: a briefing is due* for {names}: hours without a mitigation",
            **shown,
        )
    else:
        said = tell(tongue, ":mega: *{reference}: an update is due* for {names}", **shown)
    return Mrkdwn(f"{blocks.user(writer)} {said}") if writer else said


def _line(scene: Scene, line: Line) -> Iterator[Block]:
    tongue, audience = scene.tongue, line.due.audience
    head = tell(
        tongue,
        "*{audience}* · {places} · due {at}",
        audience=audience_name(tongue, audience),
        places=places(scene, audience),
        at=blocks.moment(line.due.at),
    )
    if audience.approval:
        head = Mrkdwn(f"{head} · {_approval(scene)}")
    yield blocks.section(blocks.joined([head, quoted(line.rendered.slack, PREVIEW)]))


def _approval(scene: Scene) -> Mrkdwn:
    commander = scene.incident.commander
    if commander is None:
        return tell(scene.tongue, "goes out when somebody approves it")
    name = scene.name_of(commander)
    return tell(scene.tongue, "goes out when {name} approves it", name=name)


def _buttons(scene: Scene, value: str, lines: Sequence[Line]) -> Block:
    tongue = scene.tongue
    row = [
        blocks.button(tongue.say("Send"), SEND, value, style="primary"),
        blocks.opens(tongue.say("Edit…"), update_form.FORM.name, value),
    ]
    if any(line.moment not in (UpdateMoment.INITIAL, *_ENDS) for line in lines):
        row.append(blocks.button(tongue.say("No change"), NO_CHANGE, value))
    if label := _slower(scene, lines):
        row.append(blocks.button(label, SLOWER, value))
    row += [_later(scene, value), blocks.button(tongue.say("Skip"), LEAVE_OUT, value)]
    if any(line.moment is UpdateMoment.INITIAL and line.due.audience.outside for line in lines):
        label, id = tongue.say("Nobody outside…"), scene.incident.id
        row.append(blocks.opens(label, choice_form.FORM.name, id))
    return blocks.buttons(*row)


def _slower(scene: Scene, lines: Sequence[Line]) -> str:
    """After two hours; said in the update, and once only."""
    incident, now = scene.incident, scene.facts.now
    if not incident.is_open or now is None or now - incident.declared_at < SLOWER_AFTER:
        return ""
    told = incident.updates.told
    paces = [
        pace
        for line in lines
        if (key := line.due.audience.key) not in told or not told[key].every
        if (pace := slower_pace(incident, line.due.audience.key, scene.policy))
    ]
    if not paces:
        return ""
    every = duration(scene.tongue, max(paces))
    return scene.tongue.say("Send, then every {pause}", pause=every)


def _later(scene: Scene, value: str) -> Block:
    tongue = scene.tongue
    options = [(tongue.say("{minutes} min", minutes=n), f"{value} {n}") for n in LATER]
    return blocks.pick(tongue.say("Later"), PUT_OFF, options)
