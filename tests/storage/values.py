"""Values for the tests of storage: one of each kind, and any of each kind."""

from __future__ import annotations

import types
from datetime import UTC, datetime, timedelta, timezone
from enum import Enum
from typing import Annotated, Any, Literal, NewType, Union, get_args, get_origin

from hypothesis import strategies as st
from pydantic import BaseModel

from bot.incident.effect import Effect, EffectId, EffectState
from bot.incident.ids import IncidentId, UserId
from bot.incident.incident import Incident
from bot.incident.question import Declaration, FromForm, Question, QuestionId, QuestionKind

NOW = datetime(2026, 11, 21, 14, 30, 0, 123456, tzinfo=UTC)
ANA = UserId("U0ANA")
BEN = UserId("U0BEN")


def minutes(count: float) -> datetime:
    """So many after NOW."""
    return NOW + timedelta(minutes=count)


def incident(number: int = 1, **parts: Any) -> Incident:
    plain: dict[str, Any] = {
        "id": IncidentId(f"incident-{number}"),
        "number": number,
        "title": "Checkout is failing",
        "severity": "sev1",
        "declared_by": ANA,
        "declared_at": NOW,
        "wake_at": NOW,
    }
    return Incident(**plain | parts)


def effect(key: str = "card", number: int = 1, **parts: Any) -> Effect:
    plain: dict[str, Any] = {
        "id": EffectId(f"{key}-of-{number}"),
        "incident": IncidentId(f"incident-{number}"),
        "key": key,
        "wanted": "d1",
        "state": EffectState.PENDING,
    }
    return Effect(**plain | parts)


def question(name: str = "q1", **parts: Any) -> Question:
    said = Declaration(key="K", title="Leak", severity="sev2", by=ANA, origin=FromForm(view="V"))
    plain: dict[str, Any] = {
        "id": QuestionId(name),
        "kind": QuestionKind.SOUNDS_PRIVATE,
        "declaration": said,
        "asked_at": NOW,
        "due_at": minutes(1),
    }
    return Question(**plain | parts)


_TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
_ZONES = st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45))])
_PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: _TEXTS,
    int: st.integers(-(2**31), 2**31 - 1),
    bool: st.booleans(),
    type(None): st.none(),
    timedelta: st.integers(0, 10**6).map(lambda seconds: timedelta(seconds=seconds)),
    datetime: st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=_ZONES),  # noqa: DTZ001
}


def any_of(wanted: Any) -> st.SearchStrategy[Any]:
    """Any value of a type that occurs in the values of this program."""
    if wanted in _PLAIN:
        return _PLAIN[wanted]
    if isinstance(wanted, NewType):
        return any_of(wanted.__supertype__)
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return st.sampled_from(wanted)
    if isinstance(wanted, type) and issubclass(wanted, BaseModel):
        fields = wanted.model_fields.items()
        return st.builds(wanted, **{name: any_of(field.annotation) for name, field in fields})
    return _any_built_of(get_origin(wanted), get_args(wanted))


def _any_built_of(origin: Any, parts: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    if origin is Annotated:
        return any_of(parts[0])
    if origin is Literal:
        return st.sampled_from(parts)
    if origin in (Union, types.UnionType):
        return st.one_of([any_of(part) for part in parts])
    if origin is tuple:
        return st.lists(any_of(parts[0]), max_size=3).map(tuple)
    assert origin is dict, f"no values of {origin} known"
    return st.dictionaries(any_of(parts[0]), any_of(parts[1]), max_size=3)
