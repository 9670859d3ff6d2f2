"""What was paged and called off, and what comes next, when, and by which rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.incident.ahead import briefing_at, is_calling, is_set, steps_ahead, steps_by_severity
from bot.incident.effect import Effect, EffectState
from bot.incident.escalation import Condition, Way
from bot.incident.escalation_facts import Paged
from bot.incident.pages import PAGE, Page
from bot.incident.timeline import TimelineEntry
from bot.slack.views import blocks
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import Mrkdwn, Part, tell
from bot.slack.views.page_words import WAYS, escalated, rule, who_named
from bot.slack.views.scene import Scene


@dataclass(frozen=True, slots=True)
class Escalated:
    """What is looked up for the answer."""

    facts: Sequence[TimelineEntry]
    """Of escalation, oldest first."""
    effects: Mapping[str, Effect]
    entry_made_at: datetime | None


def why(scene: Scene, found: Escalated) -> Answer:
    tongue = scene.tongue
    lines = [tell(tongue, "*Escalation of {reference}*", reference=scene.incident.reference)]
    if not scene.policy.pages_people:
        lines.append(tell(tongue, "Nobody is paged from here: this is not production."))
    lines += [_done(scene, found, entry) for entry in found.facts]
    lines += _next(scene, found)
    lines += _not_set(scene)
    return Answer(blocks.joined(lines))


def _done(scene: Scene, found: Escalated, entry: TimelineEntry) -> Mrkdwn:
    said, at = Part(escalated(scene, entry.fact)), blocks.moment(entry.occurred_at)
    if not isinstance(entry.fact, Paged) or entry.fact.nobody:
        return tell(scene.tongue, "• {at} {said}", at=at, said=said)
    how = Part(_how(scene, found.effects, entry.fact.page))
    return tell(scene.tongue, "• {at} {said}: {how}", at=at, said=said, how=how)


def _how(scene: Scene, effects: Mapping[str, Effect], page: Page) -> Mrkdwn:
    """By which way it went, and what came of it."""
    tongue = scene.tongue
    page = scene.incident.pressure.page(page.id) or page
    sent = ", ".join(tongue.say(WAYS[way]) for way in page.ways if _went(effects, page, way))
    sent = sent or tongue.say("not delivered yet")
    if page.taken_by is not None:
        name = scene.name_of(page.taken_by)
        return tell(tongue, "{sent}; {name} is on it", sent=sent, name=name)
    if page.ended_at is not None:
        return tell(tongue, "{sent}; it is over", sent=sent)
    return tell(tongue, "{sent}; no answer yet", sent=sent)


def _went(effects: Mapping[str, Effect], page: Page, way: Way) -> bool:
    keys = f"{PAGE}{page.id}:{way.value}"
    return any(
        effect.done is not None or effect.state is EffectState.DONE
        for key, effect in effects.items()
        if key.startswith(keys)
    )


def _next(scene: Scene, found: Escalated) -> Iterator[Mrkdwn]:
    tongue, policy = scene.tongue, scene.policy
    coming = steps_ahead(scene.incident, policy, found.entry_made_at)
    briefing, after = briefing_at(scene.incident, policy), scene.severity.briefing_after
    if not coming and briefing is None:
        yield tell(tongue, "Nothing comes next as things stand.")
    for ahead in coming:
        yield tell(
            tongue,
            "• next {at}: {who} ({rule})",
            at=blocks.moment(ahead.at),
            who=who_named(scene, ahead.step.who),
            rule=rule(tongue, ahead.step.when, ahead.step.after),
        )
    if briefing is not None and after is not None:
        said = rule(tongue, Condition.NOT_MITIGATED, after)
        at = blocks.moment(briefing)
        yield tell(tongue, "• next {at}: executive briefing ({rule})", at=at, rule=said)


def _not_set(scene: Scene) -> Iterator[Mrkdwn]:
    """Rules that would call somebody of whom nobody has said who it is."""
    incident, policy = scene.incident, scene.policy
    lacking = [
        who_named(scene, step.who)
        for step in steps_by_severity(incident, policy)
        if is_calling(incident, step) and not is_set(incident, policy, step.who)
    ]
    if lacking:
        who = ", ".join(dict.fromkeys(lacking))
        yield tell(scene.tongue, "Nobody is configured as: {who}", who=who)
