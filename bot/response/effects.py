"""What is wanted of the world, and the pure decision what to do about one effect now."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any, Protocol

from bot.incident.effect import Effect, EffectState
from bot.incident.entry import Entry
from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.repeats import Past
from bot.incident.subscription import Subscription
from bot.incident.suggestion import Suggestion
from bot.incident.task import Task
from bot.response.entry_ports import TimelineLine
from bot.response.outcomes import Busy, Gone, NotDone, Refused, Unclear
from bot.response.ports import UnitOfWork


class Repeats(Enum):
    """What may be done when nobody knows whether an attempt succeeded."""

    SAME_AGAIN = auto()
    """Doing it twice is doing it once."""
    LOOK_UP_FIRST = auto()
    """It leaves a trace that can be found."""
    AT_MOST_ONCE_MORE = auto()
    """It can neither be repeated freely nor found."""


@dataclass(frozen=True, slots=True)
class Order:
    """One effect to carry out: for what, with what content, after what went before."""

    about: Incident | Suggestion
    effect: Effect
    content: Mapping[str, Any]
    results: Mapping[str, Mapping[str, str]]
    """What the effects done so far gave, by key."""

    @property
    def incident(self) -> Incident:
        """For kinds of effects that only incidents want."""
        if isinstance(self.about, Suggestion):
            raise TypeError(f"{self.effect.key} is of a suggestion")
        return self.about

    @property
    def suggestion(self) -> Suggestion:
        """For those that only suggestions want."""
        if isinstance(self.about, Incident):
            raise TypeError(f"{self.effect.key} is of an incident")
        return self.about

    @property
    def begun_at(self) -> datetime:
        """When it was tried first; nothing of it was there before."""
        about = self.about
        begun = about.opened_at if isinstance(about, Suggestion) else about.declared_at
        return self.effect.first_attempt_at or begun


Result = dict[str, str]


class Kind(Protocol):
    """A way to have an effect; every method speaks to the world and raises `outcomes.NotDone`."""

    @property
    def repeats(self) -> Repeats: ...
    @property
    def edited(self) -> bool:
        """Whether one thing is edited to follow the newest content, or said once and left."""
        ...

    async def deliver(self, order: Order) -> Result: ...
    async def look_up(self, order: Order) -> Result | None:
        """What an attempt with unknown outcome left behind, if it did."""
        ...

    async def record(self, work: UnitOfWork, order: Order, result: Result, now: datetime) -> None:
        """Write what this means for the incident, in the transaction that keeps the result."""
        ...


@dataclass(frozen=True, slots=True)
class Wanted:
    key: str
    kind: Kind
    content: Mapping[str, Any]
    needs: tuple[str, ...] = ()
    """The effects that have to be done first."""
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        plain = json.dumps(self.content, sort_keys=True, ensure_ascii=False, default=str)
        object.__setattr__(self, "digest", hashlib.sha256(plain.encode()).hexdigest()[:32])


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """How things stand with one incident, as the ledger has it."""

    incident: Incident
    effects: Mapping[str, Effect]
    tasks: Sequence[Task]
    recent: Sequence[TimelineLine]
    """The latest changes, newest first."""
    entries: Sequence[Entry]
    """The key entries that what shows them may be behind of, and those touched lately."""
    entry_made_at: datetime | None
    """When the newest key entry was put down."""
    subscriptions: Sequence[Subscription]
    """To this incident, and to its severity."""
    hidden_from: Callable[[UserId], bool]
    """Who may not hear of it: a private incident is told to those inside only."""
    past: Sequence[Past] = ()
    """Earlier incidents like it, as they stand now."""
    now: datetime


@dataclass(frozen=True, slots=True)
class LookAgain:
    """Something will be wanted then that is not wanted yet."""

    at: datetime


Plan = Callable[[Standing], Awaitable[Sequence[Wanted | LookAgain]]]
"""What an incident wants of the world, given how things stand."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Retry:
    """How patient the bot is. Seconds; `grace` is what an answer may still be under way."""

    base: float = 1.0
    cap: float = 300.0
    timeout: float = 10.0
    grace: float = 5.0
    edit_spacing: float = 2.0
    jitter: Callable[[], float] = random.random

    def pause(self, attempts: int) -> timedelta:
        """Exponential with full jitter on the upper half, so that many do not come back as one."""
        full: float = min(self.cap, self.base * 2.0 ** min(attempts - 1, 20))
        return timedelta(seconds=full * (0.5 + 0.5 * self.jitter()))

    @property
    def unknown_until(self) -> timedelta:
        """How long after its start an attempt may still take effect."""
        return timedelta(seconds=self.timeout + self.grace)


class Step(Enum):
    NOTHING = auto()
    WAIT = auto()
    DELIVER = auto()
    LOOK_UP = auto()
    ACCEPT = auto()
    """Nobody can know, and it must not be repeated again: take it as done."""


@dataclass(frozen=True, slots=True)
class Decision:
    step: Step
    at: datetime | None = None


NOTHING = Decision(Step.NOTHING)
DELIVER = Decision(Step.DELIVER)


def decide(wanted: Wanted, effect: Effect | None, now: datetime, retry: Retry) -> Decision:
    """What to do now about an effect whose needs are met. Pure."""
    if effect is None:
        return DELIVER
    match effect.state:
        case EffectState.DONE:
            return _follow(wanted, effect, now, retry)
        case EffectState.DROPPED:
            return NOTHING
        case EffectState.FAILED:
            return NOTHING if effect.wanted == wanted.digest else DELIVER
        case EffectState.UNWANTED:
            return DELIVER
        case EffectState.PENDING:
            return _at(effect.next_attempt_at, now, Step.DELIVER)
        case EffectState.TRYING:
            return _at(effect.next_attempt_at, now, _after_unknown(wanted, effect))


def _follow(wanted: Wanted, effect: Effect, now: datetime, retry: Retry) -> Decision:
    if not wanted.kind.edited or effect.done == wanted.digest:
        return NOTHING
    last = effect.attempted_at or now
    return _at(last + timedelta(seconds=retry.edit_spacing), now, Step.DELIVER)


def _after_unknown(wanted: Wanted, effect: Effect) -> Step:
    if wanted.kind.repeats is Repeats.LOOK_UP_FIRST and not effect.result:
        return Step.LOOK_UP
    if wanted.kind.repeats is Repeats.AT_MOST_ONCE_MORE and effect.unsure:
        return Step.ACCEPT
    return Step.DELIVER


def _at(when: datetime | None, now: datetime, step: Step) -> Decision:
    return Decision(step) if when is None or when <= now else Decision(Step.WAIT, when)


def after_failure(
    effect: Effect, failure: NotDone, step: Step, now: datetime, retry: Retry
) -> Effect:
    """The effect as it stands after an attempt, or a look-up, that ended badly. Pure."""
    change: dict[str, object] = {"error": failure.why}
    match failure:
        case Busy(retry_after=seconds):
            pause = retry.pause(max(effect.attempts, 1))
            if seconds is not None:
                pause = timedelta(seconds=max(seconds, 0.0))
            # A look-up that was put off leaves the question open which it was to answer.
            state = EffectState.TRYING if step is Step.LOOK_UP else EffectState.PENDING
            change |= {"state": state, "next_attempt_at": now + pause}
        case Unclear():
            pause = max(timedelta(seconds=retry.grace), retry.pause(max(effect.attempts, 1)))
            change |= {"state": EffectState.TRYING, "next_attempt_at": now + pause}
        case Gone():
            change |= {"generation": effect.generation + 1, "result": {}, "done": None}
            change |= {"state": EffectState.PENDING, "next_attempt_at": None}
        case Refused():
            change |= {"state": EffectState.FAILED, "next_attempt_at": None}
    return effect.model_copy(update=change)
