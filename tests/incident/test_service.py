"""Finding a service and its runbooks by what somebody types, and likeness by service."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.incident.likeness import most_alike, same_service
from bot.incident.service import (
    Guide,
    Service,
    criteria,
    guides_typed,
    service_in_title,
    service_typed,
)
from tests.incident.test_likeness import incident as like

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


def guide(title: str, reviewed: date | None = None) -> Guide:
    return Guide.model_validate(
        {"title": title, "url": "https://wiki.example.com/x", "reviewed": reviewed}
    )


CHECKOUT = Service(
    key="checkout",
    name={"en": "Checkout", "fr": "Paiement"},
    owner_group="S1",
    runbooks=(guide("Failover by hand"), guide("Restart the workers")),
    playbooks=(guide("Payments fail"),),
    rollback_when=("More than 5 % fail", "Money is lost"),
)
SEARCH = Service(key="search-api", name={"en": "Search"}, runbooks=(guide("Failover of search"),))
SERVICES = (CHECKOUT, SEARCH)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("checkout", CHECKOUT),
        ("CHECKOUT", CHECKOUT),
        ("paiement", CHECKOUT),
        ("chekcout", CHECKOUT),
        ("search-api", SEARCH),
        ("Search", SEARCH),
        ("billing", None),
        ("", None),
        ("🔥", None),
    ],
)
def test_a_service_is_found_by_key_name_or_nearly_so(typed: str, found: Service | None) -> None:
    assert service_typed(SERVICES, typed) == found
    assert service_typed((), typed) is None


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("failover", ["Failover by hand", "Failover of search"]),
        ("hand failover", ["Failover by hand"]),
        ("payments", ["Payments fail"]),
        ("restart the worker", ["Restart the workers"]),
        ("kubernetes", []),
    ],
)
def test_runbooks_and_playbooks_are_found_by_their_words_or_nearly_so(
    typed: str, titles: list[str]
) -> None:
    assert [found.title for _, found in guides_typed(SERVICES, typed)] == titles


@given(st.text(max_size=80))
def test_nothing_that_is_typed_breaks_the_search(text: str) -> None:
    service_typed(SERVICES, text)
    guides_typed(SERVICES, text)
    service_in_title(SERVICES, text)


@pytest.mark.parametrize(
    ("reviewed", "stale"),
    [
        (None, True),
        (date(2026, 1, 1), False),
        (date(2025, 1, 1), False),
        (date(2024, 12, 31), True),
    ],
)
def test_a_review_grows_old_after_a_year(reviewed: date | None, stale: bool) -> None:
    assert guide("x", reviewed).is_stale(date(2026, 1, 1)) is stale


def test_reasons_to_roll_back_keep_their_keys_in_another_order() -> None:
    turned = CHECKOUT.model_copy(update={"rollback_when": CHECKOUT.rollback_when[::-1]})

    assert dict(criteria(CHECKOUT)) == dict(criteria(turned))
    assert len(dict(criteria(CHECKOUT))) == 2
    assert list(criteria(None)) == []


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Checkout is slow", "checkout"),
        ("Le paiement échoue", "checkout"),
        ("The search api is down", "search-api"),
        ("Checkouts are slow", None),
        ("The api is slow", None),
        ("Everything is slow", None),
    ],
)
def test_a_title_names_a_service_by_whole_words(title: str, key: str | None) -> None:
    found = service_in_title(SERVICES, title)

    assert (found.key if found else None) == key


def test_the_same_service_is_alike_whatever_the_titles_say() -> None:
    other = like("Nobody can pay", service="checkout")

    def alike(title: str, service: str | None = None) -> bool:
        return most_alike(title, [other], NOW, service=service, services=SERVICES) is not None

    assert alike("Queue is full", "checkout")
    assert alike("Checkout is slow")
    assert not alike("Queue is full", "search-api")
    assert not alike("Queue is full")


def test_only_recent_open_public_incidents_of_a_service_count() -> None:
    def found(**more: Any) -> bool:
        return same_service("checkout", [like("x", service="checkout", **more)], NOW) is not None

    assert found()
    assert not found(private=True)
    assert not found(status="resolved")
    assert not found(declared_at=NOW - timedelta(minutes=31))
    assert same_service("checkout", [like("Checkout is slow", service="search")], NOW) is None
