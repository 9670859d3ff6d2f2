"""What whoever sent an update, or put one off, is told: who got it, who did not, and what next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.incident import updates_facts as u
from bot.incident.audience import Audience, IncidentRoom
from bot.incident.reach import audiences_of
from bot.incident.timeline import Fact
from bot.slack.views import blocks
from bot.slack.views.answer import Answer
from bot.slack.views.audiences import audience_name, named, places
from bot.slack.views.blocks import Mrkdwn, tell
from bot.slack.views.scene import Scene
from bot.slack.views.update_cautions import cautioned
from bot.slack.views.update_form import CORRECT
from bot.slack.views.update_sentences import update_sentence

LONGEST_LINE = 1500
"""A button can stand for so much."""


def done(scene: Scene, facts: Sequence[Fact]) -> Answer:
    head = tell(scene.tongue, "*{reference}*", reference=scene.incident.reference)
    lines = [line for fact in facts for line in _lines(scene, fact)]
    lines += _cautions(scene, facts)
    sent = next((fact for fact in facts if isinstance(fact, u.UpdateSent)), None)
    if sent is None:
        return Answer(blocks.joined([head, *lines]))
    lines += _others(scene, facts)
    correct = blocks.button(scene.tongue.say("Correct…"), CORRECT, f"{scene.incident.id} {sent.id}")
    return Answer(blocks.joined([head, *lines]), (blocks.buttons(correct),))


def who_is_meant(scene: Scene, keys: Sequence[str], text: str, whole: str) -> Answer:
    """One press says which; nothing was sent yet."""
    tongue, reference = scene.tongue, scene.incident.reference
    names = named(tongue, scene.policy, keys)
    if len(whole) > LONGEST_LINE:
        said = tell(
            tongue,
            "*{reference}*: nothing was sent. Is that for {names}? Then put a colon after the"
            " name: `{command} update {first}: …`",
            reference=reference,
            names=names,
            first=keys[0],
        )
        return Answer(said)
    said = tell(
        tongue,
        "*{reference}*: nothing was sent yet. Is {names} who shall read it, or where your"
        " sentence begins?",
        reference=reference,
        names=names,
    )
    row = blocks.runs(
        (tongue.say("For {names}", names=names), f"update {reference} {','.join(keys)}: {text}"),
        (tongue.say("Internal only"), f"update {reference} internal: {whole}"),
    )
    return Answer(said, (row,))


def _cautions(scene: Scene, facts: Sequence[Fact]) -> Iterator[Mrkdwn]:
    """Of what somebody wrote, also where it still waits."""
    keys = {key for fact in facts for key in _keys(fact)}
    readers = [one for one in audiences_of(scene.incident, scene.policy) if one.key in keys]
    moments = [one.moment for fact in facts if isinstance(fact, u.UpdateSent) for one in fact.to]
    for fact in facts:
        if isinstance(fact, u.UpdateSent | u.ApprovalAsked) and fact.letter.texts:
            yield from cautioned(scene, fact.letter, readers, moments)
            return


def _others(scene: Scene, facts: Sequence[Fact]) -> Iterator[Mrkdwn]:
    """Who hears of it but was not told now: only what names them reaches them."""
    told = {key for fact in facts for key in _keys(fact)}
    every = audiences_of(scene.incident, scene.policy)
    left = [one for one in every if one.key not in told and not _in_the_room(one)]
    if left:
        names = ", ".join(audience_name(scene.tongue, one) for one in left)
        first = left[-1].key
        yield tell(
            scene.tongue,
            "Not told: {names}. `{command} update {first}: …` names them.",
            names=names,
            first=first,
        )


def _keys(fact: Fact) -> Sequence[str]:
    if isinstance(fact, u.UpdateSent | u.ApprovalAsked):
        return fact.audiences
    return ()


def _in_the_room(audience: Audience) -> bool:
    return all(isinstance(one, IncidentRoom) for one in audience.destinations)


def _lines(scene: Scene, fact: Fact) -> Iterator[Mrkdwn]:
    tongue = scene.tongue
    match fact:
        case u.UpdateSent():
            yield from _sent(scene, fact)
        case u.ApprovalAsked(audiences=audiences):
            commander = scene.incident.commander
            to = named(tongue, scene.policy, audiences)
            if commander:
                name = scene.name_of(commander)
                yield tell(tongue, "• {to}: waits for the approval of {name}", to=to, name=name)
            else:
                yield tell(tongue, "• {to}: waits until somebody approves it", to=to)
        case u.UpdatePostponed(to=to):
            yield from _later(scene, to)
        case u.UpdateSkipped(to=to):
            keys = [one.audience for one in to]
            names = named(tongue, scene.policy, keys)
            yield tell(tongue, "• {to}: nobody is told this time", to=names)
        case u.AudienceChosen():
            yield update_sentence(scene, fact)
            yield from _why(scene, fact)
        case u.ApprovalRefused():
            yield update_sentence(scene, fact)


def _why(scene: Scene, fact: u.AudienceChosen) -> Iterator[Mrkdwn]:
    if not fact.told and not fact.reason:
        yield tell(
            scene.tongue,
            "Why? `{command} update {audience} off …` adds the reason.",
            audience=fact.audience,
        )


def _sent(scene: Scene, fact: u.UpdateSent) -> Iterator[Mrkdwn]:
    tongue = scene.tongue
    reached = {one.key: one for one in audiences_of(scene.incident, scene.policy)}
    for telling in fact.to:
        audience = reached.get(telling.audience)
        if audience is None:
            continue
        shown = {"to": audience_name(tongue, audience), "places": places(scene, audience)}
        if telling.next_at:
            at = blocks.moment(telling.next_at)
            yield tell(tongue, "• {to} ({places}), next update {at}", **shown, at=at)
        else:
            yield tell(tongue, "• {to} ({places})", **shown)


def _later(scene: Scene, to: Sequence[u.Telling]) -> Iterator[Mrkdwn]:
    for telling in to:
        if telling.next_at:
            name = named(scene.tongue, scene.policy, [telling.audience])
            at = blocks.moment(telling.next_at)
            yield tell(scene.tongue, "• {to}: due {at} now", to=name, at=at)
