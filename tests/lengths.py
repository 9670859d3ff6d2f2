"""Which cases of a test are quick: a few stand for all, the others belong to the long part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

TELLING = 1
"""So many stories of a module are quick: the first ones, so let these tell the most, or none when
that is marked as long.
"""
VARIANTS = 1
"""So many variants of a story does `.ci/run` play, and one on PostgreSQL; all of those in which the
bot is killed.
"""


def quick(cases: Iterable[Any], *indices: int) -> list[Any]:
    """All cases; only those at `indices` are also in the quick part."""
    return [
        case if index in indices else pytest.param(*_values(case), marks=pytest.mark.long)
        for index, case in enumerate(cases)
    ]


def _values(case: Any) -> tuple[Any, ...]:
    return case if isinstance(case, tuple) else (case,)


def stories_beyond_the_first(items: Iterable[pytest.Item]) -> Iterator[pytest.Item]:
    """Each takes a second of a processor: all of them are more than a developer waits for."""
    told: Counter[Path] = Counter()
    for item in items:
        if item.path.parent.name == "stories":
            told[item.path] += 1
            if told[item.path] > TELLING and not item.get_closest_marker("long"):
                yield item


def variants_beyond_the_first(items: Iterable[pytest.Item]) -> Iterator[pytest.Item]:
    """The same story with other words: quick ones count first."""
    told: Counter[tuple[Path, str]] = Counter()
    by_length = sorted(items, key=lambda item: item.get_closest_marker("long") is not None)
    for item in by_length:
        story = item.path.parent.name == "stories" and "kill" not in item.path.name
        if story and isinstance(item, pytest.Function) and hasattr(item, "callspec"):
            kind = f"{item.originalname} {'postgresql' in item.name}"
            told[item.path, kind] += 1
            if told[item.path, kind] > VARIANTS:
                yield item


def servers_beyond_the_first(items: Iterable[pytest.Item]) -> Iterator[pytest.Item]:
    """Once in each module what is kept is kept on PostgreSQL as well; the rest takes its time."""
    told: Counter[Path] = Counter()
    for item in items:
        if "postgresql" in item.name and not item.get_closest_marker("long"):
            told[item.path] += 1
            if told[item.path] > 1:
                yield item
