"""One id from the event that came in to the last call that it caused."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_current: ContextVar[str] = ContextVar("correlation", default="")


def current() -> str:
    """Empty when nothing has begun."""
    return _current.get()


def fresh() -> str:
    return uuid.uuid4().hex[:16]


@contextmanager
def correlated(id: str) -> Iterator[None]:
    """Everything in this block, and every task started in it, belongs to `id`."""
    before = _current.set(id)
    try:
        yield
    finally:
        _current.reset(before)
