"""Questions, their order, and what may be answered."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pydantic import TypeAdapter

from bot.incident.ids import ChannelId, MessageTs
from bot.incident.question import (
    CHOICES,
    ORDER,
    Choice,
    FromCommand,
    FromForm,
    FromMention,
    Origin,
    QuestionKind,
)

AT = datetime(2026, 1, 1, tzinfo=UTC)


def test_every_kind_of_question_has_its_place_and_its_choices() -> None:
    assert sorted(ORDER) == sorted(QuestionKind)
    assert set(CHOICES) == set(QuestionKind)
    assert all(CHOICES.values())


def test_nobody_can_press_silence() -> None:
    assert not [kind for kind, choices in CHOICES.items() if Choice.SILENCE in choices]


@pytest.mark.parametrize(
    "origin",
    [
        FromCommand(response_url="https://example.com/r"),
        FromForm(view="V1"),
        FromMention(channel=ChannelId("C1"), thread=MessageTs("1.2")),
        FromMention(channel=ChannelId("C1")),
    ],
)
def test_where_a_question_came_from_survives_being_stored(origin: Origin) -> None:
    stored = origin.model_dump_json()

    assert TypeAdapter(Origin).validate_json(stored) == origin
