"""Which cases of a test are quick: a few stand for all, the others belong to the long part."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def quick(cases: Iterable[Any], *indices: int) -> list[Any]:
    """All cases; only those at `indices` are also in the quick part."""
    return [
        case if index in indices else pytest.param(*_values(case), marks=pytest.mark.long)
        for index, case in enumerate(cases)
    ]


def _values(case: Any) -> tuple[Any, ...]:
    return case if isinstance(case, tuple) else (case,)
