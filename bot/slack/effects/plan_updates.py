"""Stakeholder updates: the draft in the channel, put anew at each due time until it is answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from bot.incident.cadence import Due, dues
from bot.incident.composing import Wish, compose
from bot.incident.drafts import Draft, draft, next_draft
from bot.incident.effect import Effect, EffectState
from bot.incident.update_contents import Around
from bot.response.effects import LookAgain, Wanted
from bot.response.turn import is_there
from bot.response.update_by_itself import key_of
from bot.response.update_delivery import deliveries
from bot.response.updates import DRAFT, draft_key
from bot.slack.effects.drawing import Drawing
from bot.slack.views import drafts as views
from bot.slack.views.draft_deliveries import arrived

UNDRAFT = "undraft:"
FOLLOWED = 3
"""So many answered drafts still follow what becomes of them."""
PATIENCE = timedelta(minutes=1)
"""A room that Slack does not let us finish holds the first draft up no longer than this."""
_ROOM = ("members", "topic", "purpose", "card", "pin")
_NEEDS = ("channel", "card")


def drafts(drawing: Drawing) -> Iterator[Wanted | LookAgain]:
    incident, now = drawing.incident, drawing.standing.now
    found = dues(incident, drawing.scene.policy)
    before = _put_before(drawing)
    current = draft(found, before[-1] if before else None, now)
    if at := next_draft(found, now):
        yield LookAgain(at)
    if current and not before and not _is_ready(drawing):
        yield LookAgain(incident.declared_at + PATIENCE)
        current = None
    if current:
        lines = [_line(drawing, due, current) for due in current.lines]
        key = draft_key(current.at)
        effect = drawing.standing.effects.get(key)
        content = views.draft(drawing.scene, current.at, lines, effect.detail if effect else {})
        yield Wanted(key, drawing.kinds.said, content, _NEEDS)
    yield from _old(drawing, [at for at in before if current is None or at != current.at])


def by_themselves(drawing: Drawing) -> Iterator[Wanted | LookAgain]:
    for due in dues(drawing.incident, drawing.scene.policy):
        if due.by_itself and due.at > drawing.standing.now:
            yield LookAgain(due.at)
        elif due.by_itself:
            yield Wanted(key_of(due), drawing.kinds.by_itself, {})


def _put_before(drawing: Drawing) -> list[datetime]:
    keys = (key.removeprefix(DRAFT) for key in drawing.standing.effects if key.startswith(DRAFT))
    return sorted(datetime.fromtimestamp(int(seconds), UTC) for seconds in keys)


def _is_ready(drawing: Drawing) -> bool:
    """The first draft comes after everything that belongs to the room."""
    effects = drawing.standing.effects
    late = drawing.standing.now - drawing.incident.declared_at >= PATIENCE
    there = all(key in effects and _is_over(effects[key]) for key in _ROOM)
    return late or there


def _is_over(effect: Effect) -> bool:
    return is_there(effect) or effect.state in (EffectState.FAILED, EffectState.DROPPED)


def _line(drawing: Drawing, due: Due, current: Draft) -> views.Line:
    """As it reads when the draft is put: it does not change with each minute that it is late."""
    incident, scene = drawing.incident, drawing.scene
    around = Around(current.at, scene.facts.names, scene.tasks)
    composed = compose(incident, due.audience, scene.policy, Wish(), around)
    rendered = drawing.renderer.render(due.audience, composed.moment, composed.facts)
    return views.Line(due, composed.moment, rendered)


def _old(drawing: Drawing, puts: Sequence[datetime]) -> Iterator[Wanted]:
    """Answered ones say so; others are taken back, also one whose outcome is not known yet."""
    effects = drawing.standing.effects
    for at in puts:
        effect = effects[draft_key(at)]
        if "answer" in effect.detail:
            if at in puts[-FOLLOWED:]:
                far = arrived(drawing.scene, effect.detail, deliveries(effects.values()))
                content = views.answered(drawing.scene, effect.detail, *far)
                yield Wanted(effect.key, drawing.kinds.said, content, _NEEDS)
        elif effect.state is EffectState.TRYING and "ts" not in effect.result:
            content = views.replaced(drawing.scene)
            yield Wanted(effect.key, drawing.kinds.said, content, _NEEDS)
        elif "ts" in effect.result:
            place = {"channel": effect.result["channel"], "ts": effect.result["ts"]}
            key = f"{UNDRAFT}{int(at.timestamp())}"
            yield Wanted(key, drawing.kinds.removal, place)
