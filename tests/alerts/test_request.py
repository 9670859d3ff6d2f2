"""What a body says, in each of the ways in which senders write it."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.alerts.errors import Unreadable
from bot.alerts.request import FORM, Request
from bot.alerts.senders import PARSERS
from tests.alerts.cases import BY_NAME, CASES, Case

WEBHOOKS = [case for case in CASES if case.kind == "webhook"]


def sent(case: Case) -> Request:
    """As the case says that it is sent."""
    told = case.told["request"]
    form = told["encoding"] == "form"
    body = urlencode(case.body) if form else json.dumps(case.body)
    return Request({"content-type": told["content_type"]}, body.encode())


@pytest.mark.parametrize("case", WEBHOOKS, ids=lambda case: case.name)
def test_every_webhook_is_read_as_it_is_sent(case: Case) -> None:
    payload = sent(case).payload()

    assert PARSERS[case.told["vendor"]](payload) == case.delivered()


def test_uptimerobot_may_send_all_of_it_as_a_query_or_a_form() -> None:
    case = BY_NAME["webhook/uptimerobot_down"]
    form = urlencode(case.body).encode()

    assert case.delivered(Request({}, b"", query=case.body).payload()) == case.delivered()
    assert case.delivered(Request({"content-type": FORM}, form).payload()) == case.delivered()


def test_cloud_events_may_have_their_attributes_in_headers() -> None:
    case = BY_NAME["webhook/cloudevents_structured_alert"]
    body = dict(case.body)
    data: Any = body.pop("data")
    headers = {f"ce-{name}": value for name, value in body.items()}

    assert case.delivered(Request(headers, json.dumps(data).encode()).payload()) == case.delivered()


@pytest.mark.parametrize(
    ("type", "body"),
    [
        ("application/json", b"{"),
        ("application/json", b"\xff\xfe"),
        ("", b"status=down"),
        (FORM, b"\xff\xfe=1"),
        (FORM, b"&".join([b"a=1"] * 2000)),
    ],
)
def test_what_cannot_be_read_is_refused(type: str, body: bytes) -> None:
    with pytest.raises(Unreadable):
        Request({"content-type": type}, body).payload()
