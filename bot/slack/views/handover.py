"""A handover on offer: its message in the room, with what whoever takes over has to know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bot.incident.changes import HandoverOffered
from bot.incident.handover import Handover, HandoverEnd
from bot.incident.ids import UserId
from bot.incident.relief import OpenTask, Relief
from bot.incident.roles import Role
from bot.incident.text import shortened
from bot.incident.timeline import TimelineEntry
from bot.language import N_, Tongue
from bot.slack.views import blocks
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import Block, Mrkdwn, tell
from bot.slack.views.names import role_name, severity_name, status_name
from bot.slack.views.scene import Scene
from bot.slack.views.sentences import entry_line
from bot.slack.views.task_words import words

SHOWN = 200
"""So much of a text is shown in a line of the summary."""

_ENDED = {
    HandoverEnd.ACCEPTED: N_(":white_check_mark: {to} has taken over from {by}: {roles}"),
    HandoverEnd.DECLINED: N_("{to} has declined; it stays with {by}: {roles}"),
    HandoverEnd.WITHDRAWN: N_("{by} has withdrawn the offer to {to}: {roles}"),
    HandoverEnd.OVERTAKEN: N_("The offer of {by} to {to} is over, {by} no longer has: {roles}"),
}


def names_of(tongue: Tongue, roles: Iterable[Role]) -> str:
    return ", ".join(role_name(tongue, role) for role in roles)


def message(scene: Scene, detail: Mapping[str, str]) -> dict[str, Any]:
    """It calls whom it is offered to, for only they can answer. Ended it says how."""
    offer = scene.incident.handover
    if offer is not None and offer.id == detail["id"]:
        head = _offered(scene, offer) if offer.is_open else _over(scene, offer)
        row = _row(scene) if offer.is_open else ()
    else:
        head, row = _earlier(scene, detail), ()
    text = blocks.joined([head, *summary(scene, Relief.model_validate_json(detail["relief"]))])
    return {"text": head, "blocks": [*blocks.sections(text), *row]}


def offered(scene: Scene, offer: HandoverOffered) -> Answer:
    """To whoever has just offered it."""
    tongue, reference = scene.tongue, scene.incident.reference
    said = tell(
        tongue,
        "*{reference}*: offered to {to}: {roles}. It moves when they accept.",
        reference=reference,
        to=scene.name_of(offer.to),
        roles=names_of(tongue, offer.roles),
    )
    return Answer(said, (_withdraw(scene),))


def _offered(scene: Scene, offer: Handover) -> Mrkdwn:
    return tell(
        scene.tongue,
        ":handshake: {to}, {by} offers you: *{roles}*",
        to=blocks.user(offer.to),
        by=scene.name_of(offer.by),
        roles=names_of(scene.tongue, offer.roles),
    )


def _over(scene: Scene, offer: Handover) -> Mrkdwn:
    end = offer.end or HandoverEnd.WITHDRAWN
    return _how(scene, end, offer.by, offer.to, offer.roles)


def _earlier(scene: Scene, detail: Mapping[str, str]) -> Mrkdwn:
    """The incident remembers the last offer only; of others the promise of the message tells."""
    roles = [Role(role) for role in detail.get("roles", "").split()]
    end = HandoverEnd(detail.get("end", HandoverEnd.WITHDRAWN))
    return _how(scene, end, UserId(detail.get("holder", "")), UserId(detail["user"]), roles)


def _how(scene: Scene, end: HandoverEnd, by: UserId, to: UserId, roles: Sequence[Role]) -> Mrkdwn:
    shown = {"by": scene.name_of(by), "to": scene.name_of(to)}
    return tell(scene.tongue, _ENDED[end], **shown, roles=names_of(scene.tongue, roles))


def _row(scene: Scene) -> tuple[Block, ...]:
    tongue, reference = scene.tongue, scene.incident.reference
    row = blocks.runs(
        (tongue.say("Accept"), f"handover {reference} accept"),
        (tongue.say("Decline"), f"handover {reference} decline"),
        (tongue.say("Withdraw"), f"handover {reference} withdraw"),
    )
    row["elements"][0]["style"] = "primary"
    return (row,)


def _withdraw(scene: Scene) -> Block:
    line = f"handover {scene.incident.reference} withdraw"
    return blocks.runs((scene.tongue.say("Withdraw"), line))


def summary(scene: Scene, relief: Relief) -> list[Mrkdwn]:
    """In the order of a spoken handover."""
    scene, tongue = scene.naming(relief.names), scene.tongue
    level = scene.policy.severities.get(relief.severity)
    state = tell(
        tongue,
        "*State*: {severity}, {status}, since {since}",
        severity=severity_name(tongue, level) if level else relief.severity,
        status=status_name(tongue, relief.status),
        since=blocks.moment(relief.since),
    )
    return [
        state,
        tell(tongue, "*Impact*: {impact}", impact=_or_dash(relief.impact)),
        *_part(tell(tongue, "*Done so far*"), _entries(scene, relief.tried)),
        *_part(tell(tongue, "*Running*"), (_task(scene, task) for task in relief.running)),
        *_part(tell(tongue, "*Decided*"), _entries(scene, relief.decided)),
        *_part(tell(tongue, "*Promised*"), _promises(scene, relief)),
        tell(tongue, "*Risks*: {risks}", risks=_or_dash(relief.risks)),
    ]


def _part(title: Mrkdwn, lines: Iterable[Mrkdwn]) -> list[Mrkdwn]:
    shown = [Mrkdwn(f"• {line}") for line in lines]
    return [title, *shown] if shown else [Mrkdwn(f"{title}: -")]


def _entries(scene: Scene, entries: Iterable[TimelineEntry]) -> Iterator[Mrkdwn]:
    for entry in entries:
        yield entry_line(scene, entry)


def _task(scene: Scene, task: OpenTask) -> Mrkdwn:
    tongue = scene.tongue
    owner = scene.name_of(task.owner) if task.owner else tongue.say("nobody yet")
    shown = {"number": task.number, "text": words(tongue, task, SHOWN), "owner": owner}
    if task.due_at is None:
        return tell(tongue, "{number}. {text} ({owner})", **shown)
    due = blocks.moment(task.due_at)
    return tell(tongue, "{number}. {text} ({owner}, {due})", **shown, due=due)


def _promises(scene: Scene, relief: Relief) -> Iterator[Mrkdwn]:
    tongue = scene.tongue
    for question in relief.questions:
        yield tell(
            tongue,
            "An answer to {name} since {at}: {text}",
            name=scene.name_of(question.by) if question.by else "-",
            at=blocks.moment(question.at),
            text=shortened(question.text, SHOWN),
        )
    if relief.waiting_until:
        yield tell(tongue, "To decide anew at {at}", at=blocks.moment(relief.waiting_until))
    if relief.resolve_by:
        yield tell(tongue, "Resolved by {at}, says the target", at=blocks.moment(relief.resolve_by))


def _or_dash(text: str) -> str:
    return shortened(text, 1000) if text else "-"
