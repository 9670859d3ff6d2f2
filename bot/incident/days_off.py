"""Public holidays: the days of the week on which people work, and yet do not."""

from __future__ import annotations

from datetime import date
from functools import cache

from pydantic import BaseModel, ConfigDict


class DaysOff(BaseModel):
    """Those of one country, or of a part of it; without a country there are none."""

    model_config = ConfigDict(frozen=True)

    country: str = ""
    """By ISO 3166: `FR`."""
    subdivision: str = ""

    def __contains__(self, day: date) -> bool:
        return bool(self.country) and day in _of(self.country, self.subdivision, day.year)


def is_known(country: str, subdivision: str = "") -> bool:
    import holidays

    known = holidays.list_supported_countries(include_aliases=True)
    return country in known and (not subdivision or subdivision in known[country])


@cache
def _of(country: str, subdivision: str, year: int) -> frozenset[date]:
    # It takes a third of a second to import, and most teams name no country.
    import holidays

    return frozenset(holidays.country_holidays(country, subdiv=subdivision or None, years=year))
