"""Escalation: steps are announced and fired in time, and each page goes the first way that works.

What could not be delivered goes the next way, and in the end is shouted in the channel.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.incident.ahead import Ahead, briefing_at, steps_ahead
from bot.incident.due_tasks import answerable
from bot.incident.effect import Effect, EffectState
from bot.incident.escalation import Way
from bot.incident.on_call import Callee
from bot.incident.pages import PAGE, Page
from bot.response.effects import LookAgain, Wanted
from bot.slack.effects.drawing import ROOM, Drawing
from bot.slack.views import pages as views
from bot.slack.views.page_call import call

ATTEMPTS = 4
PATIENCE = timedelta(minutes=2)
"""So often, and for so long, one way is tried before the next one is."""
WITHOUT_ROOM = timedelta(seconds=30)
"""A page leads into the channel, and does not wait for it longer than this."""
_OVER = frozenset({EffectState.FAILED, EffectState.DROPPED, EffectState.UNWANTED})


@dataclass(frozen=True, slots=True)
class _Try:
    """One way to one person, or to all of them; `wanted`: None once it was given up."""

    wanted: Wanted | None
    effect: Effect | None
    again_at: datetime | None
    who: Callee | None = None

    @property
    def has_reached(self) -> bool:
        return self.effect is not None and self.effect.done is not None

    @property
    def is_under_way(self) -> bool:
        return self.wanted is not None and not self.has_reached and not _is_refused(self.effect)


def escalation(drawing: Drawing) -> Iterator[Wanted | LookAgain]:
    standing, policy = drawing.standing, drawing.scene.policy
    for ahead in steps_ahead(standing.incident, policy, standing.entry_made_at):
        yield from _step(drawing, ahead)
    if (at := briefing_at(standing.incident, policy)) and at > standing.now:
        yield LookAgain(at)
    for page in standing.incident.pressure.pages:
        yield from _calls(drawing, page) if page.is_open else _follows(drawing, page)


def _step(drawing: Drawing, ahead: Ahead) -> Iterator[Wanted | LookAgain]:
    now = drawing.standing.now
    if now >= ahead.at:
        yield _fired(drawing, ahead)
        return
    yield LookAgain(ahead.at)
    if ahead.notice_at is not None and drawing.scene.policy.pages_people:
        yield LookAgain(ahead.notice_at) if now < ahead.notice_at else _announced(drawing, ahead)


def _announced(drawing: Drawing, ahead: Ahead) -> Wanted:
    to = answerable(drawing.incident)
    content = {**views.soon(drawing.tongue_of(to), ahead), "user": to}
    return Wanted(f"{ahead.key}:soon", drawing.kinds.direct, content)


def _fired(drawing: Drawing, ahead: Ahead) -> Wanted | LookAgain:
    standing = drawing.standing
    alone = ahead.at + WITHOUT_ROOM
    if standing.incident.channel is None and standing.now < alone:
        return LookAgain(alone)
    return Wanted(ahead.key, drawing.kinds.pages.firing, {"who": ahead.step.who})


def _calls(drawing: Drawing, page: Page) -> Iterator[Wanted | LookAgain]:
    left: Sequence[Callee] = page.people
    for way in page.ways:
        tries = [_try(drawing, page, way, left, who) for who in _each(way, left)]
        yield from (one.wanted for one in tries if one.wanted is not None)
        if any(one.is_under_way for one in tries):
            yield from (LookAgain(one.again_at) for one in tries if one.again_at is not None)
            return
        reached = [one for one in tries if one.has_reached]
        left = _not_reached(way, left, reached)
        if reached and not left:
            return
    shown = views.shout(drawing.scene, page, left)
    yield Wanted(f"{PAGE}{page.id}:shout", drawing.kinds.trouble, shown)


def _follows(drawing: Drawing, page: Page) -> Iterator[Wanted]:
    """Nobody is called any more, but who was is told how it ended, wherever that was."""
    for way in (*page.ways, None):
        for who in _each(way, page.people):
            key = _key(page, way, who)
            effect = drawing.standing.effects.get(key)
            if effect is not None and _was_tried(effect):
                yield _wanted(drawing, page, way, page.people, who)


def _each(way: Way | None, people: Sequence[Callee]) -> Sequence[Callee | None]:
    """A direct message goes to each of them, everything else is one for all."""
    return [one for one in people if one.user] if way is Way.DIRECT else [None]


def _not_reached(way: Way, left: Sequence[Callee], reached: Sequence[_Try]) -> Sequence[Callee]:
    if way is not Way.DIRECT:
        return () if reached else left
    found = [one.who for one in reached]
    return [who for who in left if who not in found]


def _try(
    drawing: Drawing, page: Page, way: Way, left: Sequence[Callee], who: Callee | None
) -> _Try:
    now, effect = drawing.standing.now, drawing.standing.effects.get(_key(page, way, who))
    nowhere = way is Way.MENTION and drawing.scene.room is None
    if nowhere or (effect is not None and _is_given_up(effect, now)):
        return _Try(None, effect, None, who)
    began = effect.first_attempt_at if effect else None
    again_at = began + PATIENCE if began and began + PATIENCE > now else None
    return _Try(_wanted(drawing, page, way, left, who), effect, again_at, who)


def _wanted(
    drawing: Drawing, page: Page, way: Way | None, left: Sequence[Callee], who: Callee | None
) -> Wanted:
    kinds, key = drawing.kinds, _key(page, way, who)
    match way:
        case Way.DIRECT if who is not None and who.user is not None:
            content: dict[str, Any] = views.direct(drawing.tongue_of(who.user), page)
            return Wanted(key, kinds.pages.direct, {**content, "user": who.user})
        case Way.PAGERDUTY | Way.WEBHOOK:
            kind = kinds.pages.pagerduty if way is Way.PAGERDUTY else kinds.pages.webhook
            return Wanted(key, kind, call(drawing.scene, page))
        case Way.MENTION:
            return Wanted(key, kinds.said, views.mention(drawing.scene, page, left), ROOM)
        case _:
            return Wanted(key, kinds.trouble, views.shout(drawing.scene, page, left))


def _key(page: Page, way: Way | None, who: Callee | None) -> str:
    if way is None:
        return f"{PAGE}{page.id}:shout"
    return f"{PAGE}{page.id}:{way.value}" + (f":{who.user}" if who else "")


def _is_given_up(effect: Effect, now: datetime) -> bool:
    """It was tried long enough, and is not under way."""
    if effect.done is not None or effect.state is EffectState.FAILED:
        return False
    if effect.state in _OVER:
        return True
    began, waits = effect.first_attempt_at, effect.next_attempt_at
    tried = effect.attempts >= ATTEMPTS or (began is not None and now >= began + PATIENCE)
    settled = effect.state is EffectState.PENDING or waits is None or waits <= now
    return tried and settled


def _is_refused(effect: Effect | None) -> bool:
    """For good; it is still wanted, so that a check shows it and *Repair* finds it."""
    return effect is not None and effect.state is EffectState.FAILED


def _was_tried(effect: Effect) -> bool:
    """Perhaps in vain: nobody knows what an answer that was lost has done."""
    return effect.first_attempt_at is not None
