"""Action items in a post-mortem: what each is for, and why one is not done."""

from __future__ import annotations

import pytest

from bot.incident.action_type import ActionType
from bot.incident.postmortem.document import document
from bot.incident.postmortem.evidence import Evidence
from bot.incident.postmortem.sections import Section
from bot.incident.task import TaskState
from bot.language import Tongue
from tests.incident.postmortem.test_markers import action
from tests.storage.values import incident


def test_what_is_done_says_where_it_can_be_seen() -> None:
    done = action(state=TaskState.DONE, reason="https://git.example.com/12")

    made = document(Evidence(incident=incident(), tasks=[done]), Tongue())

    [row] = made.section(Section.ACTIONS).part.rows
    assert row.cells[-1] == "done · https://git.example.com/12"


@pytest.mark.parametrize(
    ("locale", "reason", "told"),
    [
        ("en", "", "won't do"),
        ("en", "It goes in spring", "won't do · Because: It goes in spring"),
        ("fr", "done elsewhere", "ne sera pas fait · Raison : fait ailleurs"),
    ],
)
def test_what_is_not_done_stays_with_its_reason(locale: str, reason: str, told: str) -> None:
    dropped = action(state=TaskState.DROPPED, reason=reason, type=ActionType.PREVENT)

    made = document(Evidence(incident=incident(), tasks=[dropped]), Tongue(locale))

    [row] = made.section(Section.ACTIONS).part.rows
    type, state = row.cells[1], row.cells[-1]
    assert type == {"en": "prevent", "fr": "prévenir"}[locale]
    assert " ".join(state.split()) == told
