"""Whatever is sent: a delivery or a known refusal, soon, and nothing that acts when it is drawn."""

from __future__ import annotations

import contextlib
import json
import os
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.alerts.errors import AlertRefused, Unreadable
from bot.alerts.payload import read_json
from bot.incident.alert import ID, TEXT, Delivery
from bot.language import Tongue
from bot.slack.views.blocks import link, tell
from tests.alerts.cases import CASES, Case
from tests.alerts.mangled import broken_bytes, mangled

MANY = int(os.environ.get("FUZZ", "2000"))
LONGEST = 1.0
"""Seconds for one payload on a busy machine; most take less than a thousandth."""
ACTING = re.compile(r"<(?!https?://[^<>|]+\|[^<>|]*>)|@(?:channel|here|everyone)>")
SEEDS = st.integers(0, 2**64)


def outcome(case: Case, body: Any) -> Delivery | None:
    started = time.monotonic()
    try:
        return case.delivered(body)
    except AlertRefused:
        return None
    finally:
        assert time.monotonic() - started < LONGEST


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from (str(key), *texts(inner))
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)
    elif isinstance(value, str):
        yield value


def hold_everything(case: Case, body: Any) -> None:
    delivery = outcome(case, body)
    if delivery is None:
        return
    told = json.loads(delivery.model_dump_json())
    assert len(delivery.model_dump_json()) < 2_000_000
    for text in texts(told):
        assert len(text) <= max(ID, TEXT, 2000)
        assert not re.search("[\x00-\x08\x1b\u202e\ud800]", text)
        assert not ACTING.search(tell(Tongue("en", "/incident"), "{text}", text=text))
    for alert in (*delivery.alerts, *delivery.updates):
        for address in filter(None, (alert.link, alert.runbook, alert.dashboard)):
            assert address.startswith(("https://", "http://"))
            assert not ACTING.search(link(address, alert.title))


@settings(max_examples=500, deadline=None)
@given(SEEDS)
def test_mangled_payloads_do_no_harm(seed: int) -> None:
    hold_everything(*mangled(seed))


@pytest.mark.long
@pytest.mark.timeout(0)
@settings(max_examples=MANY, deadline=None, database=None)
@given(SEEDS)
def test_many_mangled_payloads_do_no_harm(seed: int) -> None:
    hold_everything(*mangled(seed))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(CASES).flatmap(lambda case: broken_bytes(case.body)))
def test_broken_bytes_are_read_or_refused(sent: bytes) -> None:
    with contextlib.suppress(Unreadable):
        read_json(sent)


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_nesting_without_end_is_refused(opening: str) -> None:
    with pytest.raises(Unreadable):
        read_json(opening * 200_000)


@pytest.mark.parametrize("case", CASES[::7], ids=lambda case: case.name)
def test_megabytes_in_one_field_take_no_time(case: Case) -> None:
    body = json.loads(json.dumps(case.body).replace('": "', '": "' + "<!channel> \\n" * 20_000, 3))

    outcome(case, body)
