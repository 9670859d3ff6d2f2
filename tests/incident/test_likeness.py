"""When two incidents are probably one, and when a title should not be for everybody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.incident.ids import IncidentId, UserId
from bot.incident.incident import Incident
from bot.incident.lifecycle import OPEN, Status
from bot.incident.likeness import most_alike, sounds_private, telling_words
from bot.incident.policy import PRIVATE_WORDS

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
TITLE = "Checkout payments failing"


def incident(title: str = TITLE, number: int = 1, *, ago: int = 5, **more: object) -> Incident:
    first = {
        "id": IncidentId(str(number)),
        "number": number,
        "title": title,
        "severity": "sev1",
        "declared_by": UserId("U1"),
        "declared_at": NOW - timedelta(minutes=ago),
    }
    return Incident.model_validate(first | more)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (TITLE, "payments are FAILING", True),
        (TITLE, "Checkout, payments!", True),
        (TITLE, "Checkout is slow", False),
        ("The search is not for us", "the search is not for all", False),
        ("Les paiements sont en échec", "Échec des paiements par carte", True),
        ("Le site est en panne", "Le réseau est en panne", False),
        ("Échec à l'étranger", "echec a l'etranger", True),
        ("🔥", "🔥", False),
        ("", TITLE, False),
    ],
)
def test_two_telling_words_in_common_are_alike(one: str, other: str, alike: bool) -> None:
    assert (most_alike(one, [incident(other)], NOW) is not None) is alike


@pytest.mark.parametrize(("ago", "alike"), [(0, True), (30, True), (31, False)])
def test_only_of_the_last_half_hour(ago: int, alike: bool) -> None:
    assert (most_alike(TITLE, [incident(ago=ago)], NOW) is not None) is alike


@pytest.mark.parametrize("status", Status)
def test_only_open_ones(status: Status) -> None:
    found = most_alike(TITLE, [incident(status=status)], NOW)

    assert (found is not None) is (status in OPEN)


def test_never_a_private_one() -> None:
    assert most_alike(TITLE, [incident(private=True)], NOW) is None


def test_the_most_alike_then_the_newest() -> None:
    two = incident("Checkout payments", 1, ago=1)
    three_old = incident(TITLE, 2, ago=20)
    three_new = incident(TITLE, 3, ago=10)

    assert most_alike(TITLE, [two, three_old, three_new], NOW) == three_new


def test_telling_words_leave_out_small_ones() -> None:
    assert telling_words("The Checkout is on fire at a bank") == {"checkout", "fire", "bank"}


@pytest.mark.parametrize("phrase", PRIVATE_WORDS)
def test_each_shipped_phrase_is_heard_anywhere_in_a_title(phrase: str) -> None:
    for title in (phrase, f"Possible {phrase.upper()}!", f"{phrase}, says a client"):
        assert sounds_private(title, PRIVATE_WORDS)


@pytest.mark.parametrize("title", ["data about a leak of water", "breachless", "unleaked", ""])
def test_only_whole_words_in_their_order(title: str) -> None:
    assert not sounds_private(title, ("data leak", "breach", "leaked"))
