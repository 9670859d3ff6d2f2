"""Which action items name no result."""

from __future__ import annotations

import pytest

from bot.incident.action_words import is_vague


@pytest.mark.parametrize(
    "text",
    [
        "Improve the monitoring",
        "Investigate the cache",
        "Be more careful",
        "Monitor better",
        "Training",
        "Runbook",
        "Améliorer la surveillance",
        "Faire plus attention",
        "Sensibiliser l\u2019équipe",
    ],
)
def test_what_has_no_end_is_vague(text: str) -> None:
    assert is_vague(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Alert when the replica is 30 s behind",
        "Improve the query so that it answers within a second",
        "Write a runbook for the cache",
        "Improvement board: close the ticket",
        "Ajouter une alerte sur la file",
        "Améliorer la requête : moins de 200 ms",
        "Trainingsraum buchen",
    ],
)
def test_what_says_what_will_be_there_is_not(text: str) -> None:
    assert not is_vague(text)
