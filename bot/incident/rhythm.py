"""How often an audience hears of incidents of one severity: the table that a team may change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from pydantic import BaseModel, ConfigDict


class Rhythm(BaseModel):
    """What is left out never falls due by itself; people may tell any audience at any time."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at_once: bool = False
    """A first update when it is declared, or raised to this severity."""
    every: timedelta | None = None
    monitoring: timedelta | None = None
    """How often while it is only watched."""
    on_severity: bool = False
    """An update whenever the severity changes."""
    at_resolve: bool = True
    before: str = ""
    """The audience whose updates this one hears first: it gets the questions."""


_HALF_HOURLY = Rhythm(at_once=True, every=timedelta(minutes=30), monitoring=timedelta(hours=1))
_HOURLY = Rhythm(at_once=True, every=timedelta(hours=1), monitoring=timedelta(hours=2))
_FOUR_HOURLY = Rhythm(at_once=True, every=timedelta(hours=4))
_WITH_CUSTOMERS = Rhythm(before="customers")

SHIPPED_RHYTHMS: Mapping[str, Mapping[str, Rhythm]] = {
    "sev1": {
        "internal": _HALF_HOURLY,
        "support": _WITH_CUSTOMERS,
        "executives": _HALF_HOURLY,
        "customers": _HALF_HOURLY,
        "public": _HALF_HOURLY,
    },
    "sev2": {
        "internal": _HOURLY,
        "support": _WITH_CUSTOMERS,
        "executives": Rhythm(on_severity=True),
        "customers": _HOURLY,
        "public": _HOURLY,
    },
    "sev3": {"internal": _FOUR_HOURLY, "support": Rhythm()},
    "sev4": {},
}
"""By severity and audience (product rule)."""
