"""What follows when a suggestion's patience is over: who is called, the first way that works."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.incident.due_suggestions import paging_at
from bot.incident.effect import Effect, EffectState
from bot.incident.escalation import Way
from bot.incident.ids import UserId
from bot.incident.pages import PAGE, Page
from bot.response.effects import Wanted
from bot.response.suggestion_firing import called_in_turn, page_key, would_be
from bot.slack.views import suggestion_page as views

if TYPE_CHECKING:
    from bot.slack.effects.plan_suggestion import Sketch

ATTEMPTS = 4
_OVER = frozenset({EffectState.FAILED, EffectState.DROPPED})


def firing(sketch: Sketch) -> Iterator[Wanted]:
    suggestion, policy = sketch.suggestion, sketch.scene.policy
    at = paging_at(suggestion)
    if at is None or at > sketch.standing.now or not policy.pages_people:
        return
    turn = called_in_turn(would_be(suggestion, policy), policy)
    who = turn[min(len(suggestion.pages), len(turn) - 1)]
    yield Wanted(page_key(suggestion), sketch.kinds.firing, {"who": who})


def calls(sketch: Sketch) -> Iterator[Wanted]:
    for page in sketch.suggestion.pages:
        yield from _called(sketch, page) if page.is_open else _followed(sketch, page)


def _called(sketch: Sketch, page: Page) -> Iterator[Wanted]:
    for way in page.ways:
        tried = list(_by(sketch, page, way))
        yield from tried
        if not all(_has_failed(sketch.standing.effects.get(one.key)) for one in tried):
            return
    if page.users:
        yield _mentioned(sketch, page)


def _followed(sketch: Sketch, page: Page) -> Iterator[Wanted]:
    """Nobody is called any more; whoever was sees how it ended."""
    for way in page.ways:
        yield from (one for one in _by(sketch, page, way) if one.key in sketch.standing.effects)


def _by(sketch: Sketch, page: Page, way: Way) -> Iterator[Wanted]:
    key, kinds, scene = f"{PAGE}{page.id}:{way.value}", sketch.kinds, sketch.scene
    match way:
        case Way.DIRECT:
            for user in page.users:
                content = {**views.direct(sketch.told_to(user), page), "user": UserId(user)}
                yield Wanted(f"{key}:{user}", kinds.direct, content)
        case Way.PAGERDUTY:
            yield Wanted(key, kinds.pagerduty, views.call(scene, page, scene.tongue))
        case Way.WEBHOOK:
            yield Wanted(key, kinds.webhook, views.call(scene, page, scene.tongue))


def _mentioned(sketch: Sketch, page: Page) -> Wanted:
    channel, thread = sketch.place
    content = {**views.mention(sketch.scene, page), "channel": channel, "thread": thread}
    return Wanted(f"{PAGE}{page.id}:shout", sketch.kinds.card, content)


def _has_failed(effect: Effect | None) -> bool:
    """For good, or so often that another way is tried beside it."""
    if effect is None or effect.done is not None:
        return False
    return effect.state in _OVER or effect.attempts >= ATTEMPTS
