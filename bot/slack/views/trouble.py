"""What Slack has refused, said in the channel with a way out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.incident.effect import Effect, EffectState
from bot.incident.text import shortened
from bot.language import N_, Tongue
from bot.response.update_delivery import PREFIX, delivery_of
from bot.slack.views import blocks
from bot.slack.views.audiences import audience_name, place_name
from bot.slack.views.blocks import Mrkdwn, tell
from bot.slack.views.scene import Scene
from bot.slack.words import labelled

REPAIR = "trouble.repair"
SHOWN = 8

_WHAT = {
    "channel": N_("the channel"),
    "topic": N_("the topic"),
    "purpose": N_("the purpose"),
    "members": N_("the invitations"),
    "card": N_("the card"),
    "pin": N_("pinning the card"),
    "announcement": N_("the announcement"),
    "bookmark": N_("a bookmark"),
    "join": N_("an invitation"),
    "link": N_("the message to whoever declared"),
    "archive": N_("archiving the channel"),
    "unarchive": N_("opening the channel again"),
    "say": N_("a message"),
    "nudge": N_("a reminder"),
    "pagecheck": N_("a look at the status page"),
    "file": N_("an exported file"),
    "keep": N_("a copy of an image"),
    "follow": N_("an update for those who subscribed"),
    "notice": N_("the notice to those who subscribed"),
    "postmortem": N_("the post-mortem"),
    "review": N_("the invitation to the meeting"),
    "trouble": N_("this message"),
    "draft": N_("the draft of an update"),
    "undraft": N_("taking back a draft"),
    "approval": N_("the question whether an update may go out"),
    "auto": N_("an update that goes out by itself"),
    "decision": N_("the question how this is to end"),
    "escalate": N_("calling people"),
    "page": N_("a page"),
    "entry": N_("a line of the timeline"),
    "marked": N_("the answer to a mark"),
    "strike": N_("removing deleted words from a message"),
}


def has_name(key: str) -> bool:
    return key.partition(":")[0] in _WHAT


def effect_name(tongue: Tongue, key: str) -> str:
    """A thing without a name of its own must not keep the others from being said."""
    return tongue.say(_WHAT.get(key.partition(":")[0], _WHAT["say"]))


def trouble(scene: Scene, failing: Sequence[Effect]) -> dict[str, Any]:
    tongue, incident = scene.tongue, scene.incident
    reference = labelled(scene.policy.prefix, incident.reference)
    if not failing:
        done = tell(tongue, ":white_check_mark: {reference}: repaired.", reference=reference)
        return {"text": done, "blocks": [blocks.section(done)]}
    head = tell(tongue, _head(failing), reference=reference)
    lines = [head, *(_line(scene, effect) for effect in failing[:SHOWN])]
    repair = blocks.button(tongue.say("Repair"), REPAIR, incident.id)
    shown = [blocks.section(blocks.joined(lines)), blocks.buttons(repair)]
    return {"text": blocks.joined(lines), "blocks": shown}


def _head(failing: Sequence[Effect]) -> str:
    if all(effect.key.startswith(PREFIX) for effect in failing):
        return N_(
            ":warning: {reference}: an update has not arrived everywhere. Everything else goes on."
        )
    return N_(
        ":warning: {reference}: Slack did not let me finish setting up. Everything else goes on."
    )


def _line(scene: Scene, effect: Effect) -> Mrkdwn:
    tongue = scene.tongue
    delivered = effect.key.startswith(PREFIX)
    what = _delivery(scene, effect) if delivered else effect_name(tongue, effect.key)
    why = shortened(effect.error or "", 80)
    if effect.state is EffectState.FAILED:
        return tell(tongue, "• {what}: refused (`{why}`)", what=what, why=why)
    return tell(tongue, "• {what}: still trying (`{why}`)", what=what, why=why)


def _delivery(scene: Scene, effect: Effect) -> str:
    """A place that configuration no longer has is shown by what it was."""
    delivery = delivery_of(effect)
    audience = scene.policy.audience(delivery.audience)
    place = audience.destination(delivery.destination) if audience else None
    return scene.tongue.say(
        "the update for {audience} ({place})",
        audience=audience_name(scene.tongue, audience) if audience else delivery.audience,
        place=place_name(scene, place) if place else delivery.destination,
    )
