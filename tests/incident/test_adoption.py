"""Which channels can become an incident's, and what it is called after one."""

from __future__ import annotations

from typing import Any

import pytest

from bot.incident.adoption import Place, require_adoptable, title_of
from bot.incident.adoption_errors import (
    AdoptionError,
    CannotBePrivate,
    EverybodysChannel,
    IsArchived,
    IsShared,
    NoChannel,
    NotInvited,
)
from bot.incident.ids import ChannelId
from bot.incident.policy import Policy

ROOM = ChannelId("C1")


def place(name: str = "checkout", **more: Any) -> Place:
    return Place(channel=ROOM, name=name, **more)


@pytest.mark.parametrize(
    "there", [place(), place(inside=True), place(private=True, inside=True), place(name="")]
)
def test_channels_that_people_opened_can_be_adopted(there: Place) -> None:
    require_adoptable(there, Policy(), as_private=False)


@pytest.mark.parametrize(
    ("there", "error"),
    [
        (place(direct=True), NoChannel),
        (place("general", general=True), EverybodysChannel),
        (place("incidents"), EverybodysChannel),
        (place(archived=True), IsArchived),
        (place(shared=True), IsShared),
        (place(private=True), NotInvited),
    ],
)
def test_others_cannot(there: Place, error: type[AdoptionError]) -> None:
    with pytest.raises(error):
        require_adoptable(there, Policy(), as_private=False)


def test_the_incidents_channel_may_be_configured_by_its_id() -> None:
    with pytest.raises(EverybodysChannel):
        require_adoptable(place(), Policy(incidents_channel=ROOM), as_private=False)


def test_nothing_is_private_where_everybody_reads() -> None:
    with pytest.raises(CannotBePrivate):
        require_adoptable(place(), Policy(), as_private=True)

    require_adoptable(place(private=True, inside=True), Policy(), as_private=True)


def test_a_shared_channel_is_adopted_where_the_team_says_so() -> None:
    require_adoptable(place(shared=True), Policy(adopt_shared=True), as_private=False)


@pytest.mark.parametrize(
    ("name", "topic", "title"),
    [
        ("checkout-is-failing", "", "Checkout is failing"),
        ("inc-20260101-no-cards", "", "No cards"),
        ("incident_42_search", "", "Search"),
        ("inc-42", "", "42"),
        ("checkout", "  cards fail\nsince noon ", "Cards fail since noon"),
        ("été-à-la-caisse", "", "Été à la caisse"),
        ("42", "", "42"),
        ("---", "", "---"),
        ("", "", "C1"),
    ],
)
def test_it_is_called_after_the_topic_or_the_name(name: str, topic: str, title: str) -> None:
    assert title_of(place(name, topic=topic)) == title
