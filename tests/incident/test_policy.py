"""What holds when a team has decided nothing."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from bot.incident.errors import NoSuchIncident
from bot.incident.policy import Link, Policy
from bot.incident.severity import SHIPPED, Severity


def test_the_shipped_policy_is_that_of_the_product() -> None:
    policy = Policy()

    assert [level.key for level in policy.severities] == ["sev1", "sev2", "sev3", "sev4"]
    assert [level.announced for level in policy.severities] == [True, True, True, False]
    assert policy.incidents_channel == "incidents"
    assert policy.command == "/incident"
    assert policy.guests_may_act
    assert "ransomware" in policy.private_words
    assert "fuite de données" in policy.private_words


def test_the_targets_are_those_of_the_rule() -> None:
    minutes = [
        (level.respond_within, level.resolve_within) for level in SHIPPED if level.respond_within
    ]

    assert [(a.total_seconds() / 60, b.total_seconds() / 60) for a, b in minutes if b] == [
        (15, 60),
        (30, 240),
        (120, 1440),
    ]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "not a url", "file:///etc/passwd"])
def test_a_link_leads_to_the_web(url: str) -> None:
    with pytest.raises(ValidationError):
        Link.model_validate({"title": "x", "url": url})


def test_a_severity_with_a_misspelt_part_is_refused() -> None:
    with pytest.raises(ValidationError):
        Severity.model_validate({"key": "sev1", "rank": 1, "anounced": False})


def test_an_error_carries_its_parts() -> None:
    error = NoSuchIncident("INC-7")

    assert error.parts == {"reference": "INC-7"}
    assert str(error).startswith("I know of no incident INC-7. `/incident list`")
