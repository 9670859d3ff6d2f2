"""The one form of alerts: what is equal, what is cut, and what nothing from outside can do."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.incident.alert import KEY, TITLE, Alert, AlertState, dedup_key
from bot.incident.alert_words import (
    LABELS,
    AlertSeverity,
    a_line,
    a_link,
    a_moment,
    a_text,
    severity_said,
    some_labels,
)

NINE = datetime(2024, 5, 14, 9, 12, 33, tzinfo=UTC)


def alert(**told: object) -> Alert:
    values = {"source": "zabbix", "dedup_key": "zabbix|1", "state": "firing", "title": "Disk full"}
    return Alert.model_validate(values | told)


def test_two_alerts_that_say_the_same_are_equal_and_none_can_be_changed() -> None:
    assert alert(labels={"b": "2", "a": "1"}) == alert(labels={"a": "1", "b": "2"})
    assert alert() != alert(title="Disk nearly full")

    with pytest.raises(ValidationError, match="frozen"):
        alert().title = "Another"  # type: ignore[misc]


def test_an_alert_is_the_same_after_it_was_written_down() -> None:
    told = alert(starts_at=NINE, labels={"a": "1"}, severity="error", link="https://example.com/1")

    assert Alert.model_validate_json(told.model_dump_json()) == told


@pytest.mark.parametrize(
    ("told", "called"),
    [
        ({"title": "", "text": "it is\nfull"}, "it is full"),
        ({"title": "\x00 \u202e", "service": "db01"}, "db01"),
        ({"title": None, "external_id": 42}, "42"),
        ({"title": ["no", "text"]}, "zabbix"),
        ({"title": "x" * 10_000}, "x" * (TITLE - 1) + "…"),
    ],
)
def test_there_is_always_something_to_call_it_by(told: dict[str, object], called: str) -> None:
    assert alert(**told).title == called


def test_what_fires_has_no_end() -> None:
    assert alert(starts_at=NINE, ends_at=NINE).ends_at is None
    assert alert(state=AlertState.RESOLVED, ends_at=NINE).ends_at == NINE


def test_an_end_before_the_start_is_none() -> None:
    told = alert(state="resolved", starts_at=NINE, ends_at=NINE.replace(hour=8))

    assert (told.starts_at, told.ends_at) == (NINE, None)


def test_it_happened_when_the_tool_says_so() -> None:
    over = alert(state="resolved", starts_at=NINE, ends_at=NINE.replace(hour=10))

    assert alert(starts_at=NINE).happened_at == NINE
    assert over.happened_at == NINE.replace(hour=10)
    assert alert(starts_at=NINE, told_at=NINE.replace(minute=30)).happened_at == NINE.replace(
        minute=30
    )
    assert alert().happened_at is None


@pytest.mark.parametrize("source", ["", "Zabbix", "a b", "x" * 41, "<!channel>"])
def test_a_source_is_one_plain_word(source: str) -> None:
    with pytest.raises(ValidationError):
        alert(source=source)


def test_keys_do_not_run_into_each_other() -> None:
    keys = {
        dedup_key("a", "b|c", "d"),
        dedup_key("a", "b", "c|d"),
        dedup_key("a", "b", "c", "d"),
        dedup_key("a", "b%7Cc", "d"),
        dedup_key("a", "x" * 500),
        dedup_key("a", "x" * 499 + "y"),
    }

    assert len(keys) == 6
    assert all(len(key) <= KEY for key in keys)


@pytest.mark.parametrize(
    ("told", "moment"),
    [
        (1715677953, NINE),
        ("1715677953", NINE),
        (1715677953.118, NINE.replace(microsecond=118000)),
        ("1715677953.118000", NINE.replace(microsecond=118000)),
        (1715677953118, NINE.replace(microsecond=118000)),
        (1715677953118000110, NINE.replace(microsecond=118000)),
        ("2024-05-14T09:12:33Z", NINE),
        ("2024-05-14T09:12:33", NINE),
        ("2024-05-14T11:12:33.000+0200", NINE),
        ("2024-05-14T11:12:33.0000000+02:00", NINE),
        ("2024-05-14T09:12:33.432911368Z", NINE.replace(microsecond=432911)),
        ("Tue, 14 May 2024 09:12:33 UTC", NINE),
        ("0001-01-01T00:00:00Z", None),
        ("9999-12-31T23:59:59-23:59", None),
        (0, None),
        (-1, None),
        (True, None),
        (float("nan"), None),
        (10**30, None),
        ("9" * 5000, None),
        ("yesterday", None),
        ("", None),
        (None, None),
        ([], None),
    ],
)
def test_times_come_in_many_spellings(told: object, moment: datetime | None) -> None:
    assert a_moment(told) == moment


@pytest.mark.parametrize(
    "address",
    [
        "https://example.com/a?b=c#d",
        "http://cobalt:9090/graph?g0.expr=%22x%22",
        "http://[2001:db8::1]:8080/",
        "https://exämple.com/",
    ],
)
def test_links_to_the_web_are_kept(address: str) -> None:
    assert a_link(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "/alerts/1",
        "example.com",
        "javascript:alert(1)",
        "slack://channel",
        "https://",
        "https://good.example@evil.example/",
        "https://evil.example\\@good.example/",
        "https://example.com/${LINK}",
        "https://example.com/{{ .Labels.x }}",
        "https://example.com/ <!channel>",
        "https://example.com/|x>",
        "https://[::1",
        "https://example.com:port/",
        "https://example.com/" + "x" * 3000,
        "https://exa\u202emple.com/",
        7,
        None,
    ],
)
def test_what_is_no_link_to_the_web_is_none(address: object) -> None:
    assert a_link(address) is None


@pytest.mark.parametrize(
    ("words", "severity"),
    [
        (("P1",), "critical"),
        (("SEV-2",), "error"),
        (("Disaster",), "critical"),
        (("unheard of", "High"), "error"),
        (("Average",), "warning"),
        (("Élevé",), None),
        (("", None, 3), None),
        (("Information",), "info"),
    ],
)
def test_words_of_severity(words: tuple[object, ...], severity: str | None) -> None:
    assert severity_said(*words) == (AlertSeverity(severity) if severity else None)


def test_labels_are_few_short_and_hold_no_secret() -> None:
    many = {f"k{n:04}": "v" * 1000 for n in range(1000)}
    told = {"shared_secret": "x", "Api-Key": "x", "nested": {"a": "b"}, "": "x", "a": 1, "b": True}

    assert some_labels(told) == {"a": "1"}
    assert len(some_labels(many)) == LABELS
    assert {len(text) for text in some_labels(many).values()} == {500}
    assert some_labels("no labels") == {}


@given(st.text(st.characters(exclude_categories=())), st.integers(1, 50))
def test_a_text_is_bounded_and_can_be_written_down(told: str, limit: int) -> None:
    text, line = a_text(told, limit), a_line(told, limit)

    assert len(text) <= limit
    assert len(line) <= limit
    assert "\n" not in line
    assert "\x00" not in text.encode().decode()
