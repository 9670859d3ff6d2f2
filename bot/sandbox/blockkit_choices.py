"""What an element shows at first must be something it could also be set to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from bot.sandbox.blockkit_shapes import complaint


def initial_is_offered(element: Mapping[str, Any], at: str) -> Iterator[str]:
    """Slack compares whole options, so one with the right value and another text is refused."""
    offered = list(_offered(element))
    if "initial_option" in element and element["initial_option"] not in offered:
        yield complaint("must exactly match one of the options", f"{at}/initial_option")
    for position, option in enumerate(element.get("initial_options", ())):
        if option not in offered:
            where = f"{at}/initial_options/{position}"
            yield complaint("must exactly match one of the options", where)


def _offered(element: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from element.get("options", ())
    for group in element.get("option_groups", ()):
        yield from group["options"]


def date_exists(element: Mapping[str, Any], at: str) -> Iterator[str]:
    try:
        date.fromisoformat(element.get("initial_date", "2026-11-21"))
    except ValueError:
        yield complaint("must be a day of the calendar", f"{at}/initial_date")


def initial_text_fits(element: Mapping[str, Any], at: str) -> Iterator[str]:
    shortest, longest = element.get("min_length", 0), element.get("max_length", 3000)
    if shortest > longest:
        yield complaint("min_length must not exceed max_length", f"{at}/min_length")
    if len(element.get("initial_value", "")) > longest:
        yield complaint(f"must be less than {longest + 1} characters", f"{at}/initial_value")


def numbers_are_in_order(element: Mapping[str, Any], at: str) -> Iterator[str]:
    present = [key for key in ("min_value", "initial_value", "max_value") if key in element]
    numbers = [Decimal(element[key]) for key in present]
    if numbers != sorted(numbers):
        yield complaint(f"must be in this order: {', '.join(present)}", at)
    for key in present:
        if not element["is_decimal_allowed"] and "." in element[key]:
            yield complaint("must be a whole number", f"{at}/{key}")
