"""Which earlier incidents are like a new one, why, and in which order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.incident.repeat_facts import Because, Similar
from bot.incident.repeats import LOOK_BACK, MOST, Sighting, similar
from bot.incident.service import Service

NOW = datetime(2026, 3, 2, 14, tzinfo=UTC)
DAY = timedelta(days=1)
SERVICES = (Service(key="search", name={"en": "Search"}),)


def seen(number: int, title: str, *, days: float = 1, **more: object) -> Sighting:
    return Sighting.model_validate(
        {"number": number, "title": title, "at": NOW - days * DAY, **more}
    )


def found(this: Sighting, *others: Sighting) -> list[tuple[int, Because]]:
    return [(one.number, one.because) for one in similar(this, others, SERVICES)]


NEW = seen(9, "Checkout is failing for all customers", days=0)


@pytest.mark.parametrize(
    ("title", "alike"),
    [
        ("Checkout is failing for all customers", True),
        ("Checkout fails", False),
        ("Customers: failing checkout", True),
        ("CHECKOUT failing again", True),
        ("Search is slow for all customers", False),
        ("The database is down", False),
        ("", False),
    ],
)
def test_titles_are_alike_when_what_they_tell_is(title: str, alike: bool) -> None:
    assert found(NEW, seen(1, title)) == ([(1, Because.WORDS)] if alike else [])


def test_an_accent_or_a_capital_is_no_difference() -> None:
    assert found(seen(9, "Paiement en échec partiel", days=0), seen(1, "PAIEMENT en echec")) == [
        (1, Because.WORDS)
    ]


def test_the_same_alert_comes_before_the_same_service_and_that_before_words() -> None:
    this = seen(9, "Checkout is failing", days=0, service="checkout", fingerprints={"a", "b"})

    assert found(
        this,
        seen(1, "Checkout is failing", days=1),
        seen(2, "Something else", days=2, service="checkout"),
        seen(3, "Disk full", days=80, fingerprints={"b"}),
    ) == [(3, Because.ALERT), (2, Because.SERVICE), (1, Because.WORDS)]


def test_a_service_may_be_named_by_the_title_alone() -> None:
    assert found(seen(9, "Search answers nothing", days=0), seen(1, "Slow", service="search")) == [
        (1, Because.SERVICE)
    ]


def test_alerts_with_other_labels_of_the_same_service_are_another_matter() -> None:
    this = seen(9, "Latency", days=0, service="search", labels={"zone=eu"})

    assert found(this, seen(1, "Errors", service="search", labels={"zone=us"})) == []
    assert found(this, seen(2, "Errors", service="search", labels={"zone=eu", "a=b"})) == [
        (2, Because.SERVICE)
    ]


def test_only_the_last_90_days_count_and_neither_itself_nor_what_came_later() -> None:
    title = NEW.title

    assert found(
        NEW, seen(1, title, days=90), seen(2, title, days=90.01), seen(3, title, days=-1)
    ) == [(1, Because.WORDS)]
    assert found(NEW, NEW) == []


def test_of_many_the_three_most_alike_are_shown_and_of_equals_the_latest() -> None:
    others = [seen(n, NEW.title, days=n) for n in range(1, 6)]

    assert [number for number, _ in found(NEW, *others)] == [1, 2, 3]


@given(
    st.lists(
        st.builds(
            Sighting,
            number=st.integers(1, 20),
            title=st.sampled_from(
                ["", "checkout failing", "search slow eu", "checkout failing eu"]
            ),
            service=st.sampled_from([None, "search", "gone"]),
            at=st.integers(-10, 120).map(lambda days: NOW - days * DAY),
            fingerprints=st.frozensets(st.sampled_from(["a", "b"])),
        ),
        max_size=12,
    )
)
def test_whatever_there_was_at_most_three_are_named_once_each(others: list[Sighting]) -> None:
    alike = similar(NEW, others, SERVICES)

    numbers = [one.number for one in alike]
    assert len(alike) <= MOST
    assert NEW.number not in numbers
    known = {one.number for one in others if NEW.at - LOOK_BACK <= one.at <= NEW.at}
    assert set(numbers) <= known
    assert all(isinstance(one, Similar) for one in alike)
