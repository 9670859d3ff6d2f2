"""A sentence for each fact of a stakeholder update."""

from __future__ import annotations

from collections.abc import Iterable

from bot.incident import updates_facts as u
from bot.incident.text import shortened
from bot.incident.timeline import Fact
from bot.slack.views.audiences import named
from bot.slack.views.blocks import Mrkdwn, tell
from bot.slack.views.scene import Scene

_QUOTED = 150


def update_sentence(scene: Scene, fact: Fact) -> Mrkdwn:
    """Empty for facts of other chapters, and for those that nobody needs to hear of."""
    tongue = scene.tongue
    match fact:
        case u.UpdateSent(text=text) if text:
            to, said = _to(scene, fact.audiences), shortened(text, _QUOTED)
            return tell(tongue, "Update for {to}: {text}", to=to, text=said)
        case u.UpdateSent():
            return tell(tongue, "Update for {to}", to=_to(scene, fact.audiences))
        case u.UpdateSkipped(to=to):
            return tell(tongue, "No update this time for {to}", to=_tellings(scene, to))
        case u.UpdatePostponed(to=to):
            return tell(tongue, "Update put off for {to}", to=_tellings(scene, to))
        case u.ApprovalAsked(audiences=audiences):
            return tell(tongue, "Update for {to} waits for approval", to=_to(scene, audiences))
        case u.ApprovalRefused():
            return tell(tongue, "An update was not approved")
        case u.AudienceChosen() as fact:
            return _chosen(scene, fact)
    return Mrkdwn("")


def _chosen(scene: Scene, fact: u.AudienceChosen) -> Mrkdwn:
    tongue, to = scene.tongue, _to(scene, [fact.audience])
    if fact.told:
        return tell(tongue, "{to}: told of this incident", to=to)
    why = shortened(fact.reason, _QUOTED) or "-"
    return tell(tongue, "{to}: not told of this incident: {why}", to=to, why=why)


def _to(scene: Scene, keys: Iterable[str]) -> str:
    return named(scene.tongue, scene.policy, keys)


def _tellings(scene: Scene, tellings: Iterable[u.Telling]) -> str:
    return _to(scene, (telling.audience for telling in tellings))
