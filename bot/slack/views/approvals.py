"""The question whether an update may go out, put to whoever is in command."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.incident.audience import Audience
from bot.incident.ids import UserId
from bot.incident.update_words import Rendered
from bot.incident.updates import Waiting
from bot.language import N_
from bot.slack.views import blocks
from bot.slack.views.audiences import audience_name, named, places
from bot.slack.views.blocks import Block, Mrkdwn, tell
from bot.slack.views.bulletins import quoted
from bot.slack.views.scene import Scene
from bot.slack.words import labelled

APPROVE, REFUSE = "approval.yes", "approval.no"
PREVIEW = 2000
_SETTLED = {
    "approved": N_(":white_check_mark: {name} approved the update for {to}; it goes out."),
    "refused": N_(":heavy_minus_sign: {name} did not approve the update for {to}."),
    "replaced": N_(":heavy_minus_sign: The update for {to} was replaced by a newer one of {name}."),
}


@dataclass(frozen=True, slots=True)
class Line:
    audience: Audience
    rendered: Rendered


def asked(scene: Scene, waiting: Waiting, lines: Sequence[Line]) -> dict[str, Any]:
    tongue, value = scene.tongue, f"{scene.incident.id} {waiting.id}"
    head = _question(scene, waiting, lines)
    shown: list[Block] = [blocks.section(head)]
    for line in lines:
        where = tell(
            tongue,
            "*{audience}* · {places}",
            audience=audience_name(tongue, line.audience),
            places=places(scene, line.audience),
        )
        said = quoted(line.rendered.slack, PREVIEW)
        shown.append(blocks.section(blocks.joined([where, said])))
    approve = blocks.button(tongue.say("Approve and send"), APPROVE, value, style="primary")
    shown.append(blocks.buttons(approve, blocks.button(tongue.say("Decline"), REFUSE, value)))
    return {"text": head, "blocks": shown}


def _question(scene: Scene, waiting: Waiting, lines: Sequence[Line]) -> Mrkdwn:
    """It calls whoever is in command; where nobody is, anybody may answer."""
    tongue, commander = scene.tongue, scene.incident.commander
    said = tell(
        tongue,
        ":raised_hand: *{reference}*: {name} wants to tell {to}. Shall it go out?",
        reference=labelled(scene.policy.prefix, scene.incident.reference),
        name=scene.name_of(waiting.by) if waiting.by else "-",
        to=", ".join(audience_name(tongue, line.audience) for line in lines),
    )
    if commander is None or commander == waiting.by:
        return said
    return Mrkdwn(f"{blocks.user(commander)} {said}")


def settled(scene: Scene, detail: Mapping[str, str]) -> dict[str, Any]:
    name, settled_as = scene.name_of(UserId(detail["answered"])), _SETTLED[detail["answer"]]
    text = tell(scene.tongue, settled_as, name=name, to=_to(scene, detail))
    return {"text": text, "blocks": [blocks.section(text)]}


def void(scene: Scene, detail: Mapping[str, str]) -> dict[str, Any]:
    """The incident is over, or nobody of that audience is told of it any more."""
    text = tell(
        scene.tongue,
        ":heavy_minus_sign: The update for {to} was not sent: it no longer holds.",
        to=_to(scene, detail),
    )
    return {"text": text, "blocks": [blocks.section(text)]}


def _to(scene: Scene, detail: Mapping[str, str]) -> str:
    return named(scene.tongue, scene.policy, detail["audiences"].split())
