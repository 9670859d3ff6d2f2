"""What the bot says of reviews by itself, by direct message to whoever is asked for something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.incident.due_review import (
    APPROVAL_LATE,
    APPROVAL_WANTED,
    DRAFT_DUE,
    DRAFT_LATE,
    MEETING_WANTED,
    OWNED,
    REST,
    UNOWNED,
    UNPUBLISHED,
)
from bot.incident.due_tasks import is_unfinished
from bot.incident.ids import UserId
from bot.incident.moments import Moment
from bot.incident.postmortem.reviewing import lacking
from bot.incident.postmortem.state import PostmortemStatus
from bot.language import N_
from bot.slack.views import blocks
from bot.slack.views.blocks import Block, Mrkdwn, tell
from bot.slack.views.review_card import REVIEW, SCHEDULE, write_pick
from bot.slack.views.saying import Saying, Way
from bot.slack.views.scene import Scene
from bot.slack.views.times import TIMES
from bot.slack.words import labelled

_LATE = N_(
    ":warning: The post-mortem of *{reference}* was to be in review by {at}, and is not. It is"
    " {owner}'s. Can you help?"
)
Detail = Mapping[str, str]


def _owned(scene: Scene, detail: Detail) -> dict[str, Any]:
    said = tell(
        scene.tongue,
        ":memo: The post-mortem of *{reference}* is yours, as you were in command or were named."
        " In review by {at}.",
        **_parts(scene),
    )
    return _said(scene, said, _owner_acts(scene))


def _unowned(scene: Scene, detail: Detail) -> dict[str, Any]:
    said = tell(
        scene.tongue,
        ":memo: Nobody owns the post-mortem of *{reference}*, which is to be in review by {at}."
        " `{command} postmortem {reference} owner @ben` names somebody.",
        **_parts(scene),
    )
    take = (scene.tongue.say("I take it"), f"postmortem {scene.incident.reference} take")
    return _said(scene, said, blocks.runs(take))


def _draft_due(scene: Scene, detail: Detail) -> dict[str, Any]:
    said = tell(
        scene.tongue,
        ":memo: The post-mortem of *{reference}* is to be in review by {at}."
        " Still missing: {left}.",
        left=len(lacking(scene.incident, scene.tasks)),
        **_parts(scene),
    )
    return _said(scene, said, _owner_acts(scene))


def _draft_late(scene: Scene, detail: Detail) -> dict[str, Any]:
    return _said(scene, tell(scene.tongue, _LATE, owner=_owner(scene), **_parts(scene)))


def _approval_wanted(scene: Scene, detail: Detail) -> dict[str, Any]:
    reference = scene.incident.reference
    said = tell(
        scene.tongue,
        ":mag: You are asked to review the post-mortem of *{reference}*, by {owner}.",
        reference=reference,
        owner=_owner(scene),
    )
    row = blocks.runs(
        (scene.tongue.say("Show the draft"), f"postmortem {reference}"),
        (scene.tongue.say("Approve"), f"postmortem {reference} approve"),
    )
    return _said(scene, said, row)


def _approval_late(scene: Scene, detail: Detail) -> dict[str, Any]:
    waiting = ", ".join(map(scene.name_of, scene.incident.postmortem.review.missing))
    said = tell(
        scene.tongue,
        ":hourglass: The post-mortem of *{reference}* has been in review for days. Not approved yet"
        " by {names}.",
        reference=scene.incident.reference,
        names=waiting,
    )
    return _said(scene, said, _review_acts(scene))


def _unpublished(scene: Scene, detail: Detail) -> dict[str, Any]:
    reference = scene.incident.reference
    said = tell(
        scene.tongue,
        ":white_check_mark: The post-mortem of *{reference}* is reviewed and can be published.",
        reference=reference,
    )
    publish = (scene.tongue.say("Publish"), f"postmortem {reference} publish")
    return _said(scene, said, blocks.runs(publish))


def _meeting_wanted(scene: Scene, detail: Detail) -> dict[str, Any]:
    said = tell(
        scene.tongue,
        ":calendar: The post-mortem of *{reference}* is to be talked about, and has no time yet."
        " `{command} postmortem {reference} schedule tomorrow 14:00` sets one.",
        reference=scene.incident.reference,
    )
    row = blocks.opens(scene.tongue.say("Schedule…"), SCHEDULE, scene.incident.id)
    return _said(scene, said, blocks.buttons(row))


def _rest(scene: Scene, detail: Detail) -> dict[str, Any]:
    """In the morning, in one message, all that the resolution left."""
    head = tell(
        scene.tongue,
        ":sunny: You resolved *{reference}* {title}. This was left for now:",
        reference=scene.incident.reference,
        title=scene.incident.title,
    )
    lines = [*_tasks_left(scene), *_times_left(scene), *_document_left(scene, detail)]
    if not lines:
        lines = [tell(scene.tongue, "• nothing: everything has been done since.")]
    return _said(scene, blocks.joined([head, *lines]), *_rest_acts(scene, detail))


def _tasks_left(scene: Scene) -> Iterator[Mrkdwn]:
    left = [task for task in scene.tasks if is_unfinished(task)]
    if not left:
        return
    count = scene.tongue.count(
        "{n} task was not finished.", "{n} tasks were not finished.", len(left)
    )
    yield tell(scene.tongue, "• {count}", count=count)


def _times_left(scene: Scene) -> Iterator[Mrkdwn]:
    if scene.incident.moments.at(Moment.STARTED) is None:
        yield tell(scene.tongue, "• When the impact began is not known.")


def _document_left(scene: Scene, detail: Detail) -> Iterator[Mrkdwn]:
    state = scene.incident.postmortem
    if state.status is not PostmortemStatus.DRAFT:
        return
    parts = {"left": len(lacking(scene.incident, scene.tasks)), "at": _due(scene)}
    if state.owner is None:
        yield tell(scene.tongue, "• Nobody owns the post-mortem, to be in review by {at}.", **parts)
    elif state.owner == detail["to"]:
        yield tell(
            scene.tongue,
            "• The post-mortem is yours, to be in review by {at}. Still missing: {left}.",
            **parts,
        )


def _rest_acts(scene: Scene, detail: Detail) -> Iterator[Block]:
    tongue, incident = scene.tongue, scene.incident
    reference, state = incident.reference, incident.postmortem
    if any(is_unfinished(task) for task in scene.tasks):
        yield blocks.runs(
            (tongue.say("Make all action items"), f"tasks {reference} carry"),
            (tongue.say("Drop all"), f"tasks {reference} drop"),
            (tongue.say("One by one"), f"tasks {reference}"),
        )
    if incident.moments.at(Moment.STARTED) is None:
        yield blocks.buttons(blocks.opens(tongue.say("Times…"), TIMES.name, incident.id))
    if state.status is PostmortemStatus.DRAFT and state.owner in (None, detail["to"]):
        yield _owner_acts(scene)


def _owner_acts(scene: Scene) -> Block:
    tongue, incident = scene.tongue, scene.incident
    reference = incident.reference
    mine = incident.postmortem.owner is not None
    row = blocks.runs(
        (tongue.say("Show the draft"), f"postmortem {reference}"),
        (tongue.say("Not mine"), f"postmortem {reference} refuse")
        if mine
        else (tongue.say("I take it"), f"postmortem {reference} take"),
    )
    row["elements"] += [
        write_pick(scene),
        blocks.opens(tongue.say("Schedule…"), SCHEDULE, incident.id),
        blocks.opens(tongue.say("Ask for review…"), REVIEW, incident.id),
    ]
    return row


def _review_acts(scene: Scene) -> Block:
    reference = scene.incident.reference
    shown = (scene.tongue.say("Show the draft"), f"postmortem {reference}")
    row = blocks.runs(shown)
    row["elements"].append(blocks.opens(scene.tongue.say("Ask others…"), REVIEW, scene.incident.id))
    return row


def _parts(scene: Scene) -> dict[str, object]:
    return {"reference": scene.incident.reference, "at": _due(scene)}


def _due(scene: Scene) -> object:
    due = scene.incident.postmortem.due_at
    return blocks.moment(due) if due else "-"


def _owner(scene: Scene) -> str:
    owner = scene.incident.postmortem.owner
    return scene.name_of(UserId(owner)) if owner else scene.tongue.say("nobody yet")


def _said(scene: Scene, said: Mrkdwn, *more: Block) -> dict[str, Any]:
    said = Mrkdwn(labelled(scene.policy.prefix, said))
    return {"text": said, "blocks": [blocks.section(said), *more]}


SAYINGS: Mapping[str, Saying] = {
    OWNED: Saying(Way.DIRECT, _owned),
    UNOWNED: Saying(Way.DIRECT, _unowned),
    REST: Saying(Way.DIRECT, _rest),
    DRAFT_DUE: Saying(Way.DIRECT, _draft_due),
    DRAFT_LATE: Saying(Way.DIRECT, _draft_late),
    APPROVAL_WANTED: Saying(Way.DIRECT, _approval_wanted),
    APPROVAL_LATE: Saying(Way.DIRECT, _approval_late),
    UNPUBLISHED: Saying(Way.DIRECT, _unpublished),
    MEETING_WANTED: Saying(Way.DIRECT, _meeting_wanted),
}
