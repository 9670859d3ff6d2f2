"""One look at an incident or a suggestion: what it found to do, and how each attempt ended."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.incident.effect import Effect, EffectId, EffectState
from bot.incident.ids import IncidentId, SuggestionId
from bot.incident.incident import Incident
from bot.incident.suggestion import Suggestion
from bot.response.effects import Order, Result, Step, Wanted
from bot.response.outcomes import NotDone


@dataclass(frozen=True, slots=True)
class Job:
    wanted: Wanted
    step: Step
    order: Order


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an attempt ended: with a result, a failure, or neither: a look-up that found nothing."""

    job: Job
    result: Result | None = None
    failure: NotDone | None = None


@dataclass
class Turn:
    """What one look found to do."""

    about: Incident | Suggestion
    seen: Mapping[str, Effect]
    under_way: bool
    """Something is tried since before, and there will be another look after it."""
    jobs: list[Job] = field(default_factory=list)
    given_up: Sequence[Effect] = ()
    next_at: datetime | None = None

    def wait(self, until: datetime | None) -> None:
        if until is not None and (self.next_at is None or until < self.next_at):
            self.next_at = until

    @property
    def sleeps(self) -> bool:
        """Nothing is left to do until another time than is noted."""
        return not (self.jobs or self.under_way) and self.about.wake_at != self.next_at

    @property
    def changes_nothing(self) -> bool:
        return not (self.jobs or self.given_up or self.sleeps)


def done(effect: Effect, result: Result) -> Effect:
    return effect.model_copy(
        update={
            "state": EffectState.DONE,
            # What a look-up found shows what was wanted then; an edit follows if that is old.
            "done": effect.wanted,
            "attempts": 0,
            "unsure": 0,
            "next_attempt_at": None,
            "result": {**effect.result, **result},
            "error": None,
        }
    )


def new_effect(about: IncidentId | SuggestionId, wanted: Wanted) -> Effect:
    id = EffectId(uuid.uuid4().hex)
    return Effect(id=id, incident=about, key=wanted.key, wanted=wanted.digest)


def given_up(unwanted: Iterable[Effect], now: datetime) -> list[Effect]:
    """What is no longer wanted and was never done: a nudge whose reason went away, for example.

    One whose outcome is unknown keeps its state until that can no longer change.
    """
    return [_given_up(effect) for effect in unwanted if _is_over(effect, now)]


def _is_over(effect: Effect, now: datetime) -> bool:
    waiting = effect.state in (EffectState.PENDING, EffectState.FAILED)
    over = effect.next_attempt_at is None or effect.next_attempt_at <= now
    return waiting or (effect.state is EffectState.TRYING and over)


def _given_up(effect: Effect) -> Effect:
    state = EffectState.UNWANTED if effect.done is None else EffectState.DONE
    return effect.model_copy(update={"state": state})


def is_there(effect: Effect) -> bool:
    """An edit that is under way or failed does not take away what stood there before."""
    return effect.state is EffectState.DONE or effect.done is not None
