"""Which messages are alerts: those of other bots that say so, and no others."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.alerts.messages import NOTHING, read_message
from bot.alerts.slack_text import words
from tests.alerts.cases import BY_NAME, CASES, OWN

FIRING = BY_NAME["slack/alertmanager_slack_firing"].body["event"]


def event(**changed: Any) -> dict[str, Any]:
    return {**copy.deepcopy(FIRING), **changed}


def posted(text: str, **changed: Any) -> dict[str, Any]:
    """By a bot that nobody knows."""
    plain = {"type": "message", "bot_id": "B0OTHER0001", "username": "Own monitor"}
    return {**plain, "ts": "1717500000.142542", "channel": "C0ALERTS001", "text": text, **changed}


@pytest.mark.parametrize(
    "changed",
    [
        {"bot_id": None, "user": "U0ALEX00001"},
        {"bot_id": "", "subtype": None},
        {"thread_ts": "1715677000.000000"},
        {"thread_ts": "1715677000.000000", "subtype": "thread_broadcast"},
        {"subtype": "message_deleted"},
        {"subtype": "channel_join"},
        {"user": "U0INCIDBOT1"},
        {"app_id": "A0INCIDENT1"},
        {"ts": "not a time"},
    ],
)
def test_no_alert_is_what_another_bot_did_not_just_post(changed: dict[str, Any]) -> None:
    assert read_message(event(), OWN).alerts
    assert read_message(event(**changed), OWN) == NOTHING


def test_the_first_message_of_a_thread_is_no_reply() -> None:
    assert read_message(event(thread_ts=FIRING["ts"]), OWN).alerts


@pytest.mark.parametrize("sign", ["from_url", "is_msg_unfurl", "is_app_unfurl"])
def test_the_preview_of_a_link_is_no_alert(sign: str) -> None:
    unfurled = event()
    unfurled["attachments"][0][sign] = "https://example.com/"

    assert not read_message(unfurled, OWN).alerts


@pytest.mark.parametrize("case", [case for case in CASES if case.kind == "slack"], ids=str)
def test_an_edit_makes_no_alert(case: Any) -> None:
    message = case.body["event"]
    if message.get("subtype") == "message_changed":
        message = message["message"]
    edit = {"subtype": "message_changed", "message": message, "channel": "C0ALERTS001"}

    delivery = read_message({**edit, "ts": "1800000000.000100"}, OWN)

    assert not delivery.alerts
    assert not delivery.changes


def test_an_edit_is_of_when_it_was_made() -> None:
    message = {**FIRING, "attachments": [{**FIRING["attachments"][0], "title": "[RESOLVED] x"}]}
    edit = {"subtype": "message_changed", "message": message, "ts": "1715680000.000100"}

    (update,) = read_message(edit, OWN).updates

    assert update.ends_at is not None
    assert update.ends_at.timestamp() == pytest.approx(1715680000, abs=1)


@pytest.mark.parametrize(
    ("text", "title", "firing", "severity"),
    [
        ("[FIRING] Disk full on db01", "Disk full on db01", True, None),
        ("ALERT: disk full on db01\nseverity: high", "disk full on db01", True, "error"),
        ("*CRITICAL:* queue is stuck", "queue is stuck", True, "critical"),
        (":rotating_light: Checkout is failing", "Checkout is failing", True, None),
        (":white_check_mark: ALERT: disk full on db01", "disk full on db01", False, None),
        ("RESOLVED: disk full on db01", "disk full on db01", False, None),
    ],
)
def test_a_bot_that_nobody_knows_is_understood_if_it_says_so_first(
    text: str, title: str, firing: bool, severity: str | None
) -> None:
    (alert,) = read_message(posted(text), OWN).alerts

    assert alert.source == "slack"
    assert (alert.title, alert.is_firing, alert.severity) == (title, firing, severity)


@pytest.mark.parametrize(
    "text",
    [
        "Good morning! 3 critical tickets are still open, 2 resolved yesterday.",
        "The ALERT: channel is now read by everybody",
        "Deploying 3dce5c8 to production :rotating_light:",
        "critical: is a word",
        ":white_check_mark: build passed",
        "OK",
        "",
    ],
)
def test_a_bot_that_only_mentions_alerts_is_not_understood_as_one(text: str) -> None:
    assert not read_message(posted(text), OWN).alerts


def test_two_bots_have_alerts_of_their_own_under_the_same_words() -> None:
    one = read_message(posted("ALERT: disk full"), OWN).alerts[0]
    other = read_message(posted("ALERT: disk full", bot_id="B0OTHER0002"), OWN).alerts[0]

    assert one.dedup_key != other.dedup_key


def test_a_text_is_read_as_people_see_it() -> None:
    told = words(
        "*Bold* `code` :fire: <https://a.example/?b=1&amp;c=2|a &lt;b&gt;> <!channel> <@U1>"
        " <!date^1600000000^{date}|then> <#C1|alerts> 10:15:33 &amp;amp;"
    )

    assert told.plain == "Bold code  a <b>   then alerts 10:15:33 &amp;"
    assert [(link.url, link.label) for link in told.links] == [
        ("https://a.example/?b=1&c=2", "a <b>")
    ]
    assert told.times == (datetime(2020, 9, 13, 12, 26, 40, tzinfo=UTC),)
    assert told.emoji == ("fire",)


@pytest.mark.parametrize(
    "title",
    [
        "[SEV1 critical] INC-7 Checkout API: high latency (just declared)",
        "[SEV1 critical] incident-bot: Checkout API: high latency (nobody has decided)",
        "INC-7, private, open Slack",
    ],
)
def test_a_page_that_this_bot_has_raised_is_no_alert(title: str) -> None:
    case = BY_NAME["slack/pagerduty_slack_triggered"]
    told = json.dumps(case.body).replace("Checkout API: high latency", title)

    assert read_message(json.loads(told)["event"], OWN).alerts == ()
    assert len(read_message(case.body["event"], OWN).alerts) == 1
