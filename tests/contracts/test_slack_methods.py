"""The table of Web API methods and events against Slack's own description of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.events import EVENT_SCOPES
from bot.sandbox.methods import METHODS
from bot.sandbox.webapi import any_of

SCHEMAS = Path(__file__).parents[3] / "shared" / "schemas"

pytestmark = pytest.mark.skipif(
    not SCHEMAS.is_dir(), reason="Slack's method and event descriptions are not at ../shared"
)

# Slack answers these with a code of their own instead of refusing the arguments, or needs one of
# several; the description lists no required argument there.
REQUIRED_HERE = {
    "bookmarks.edit": {"channel_id", "bookmark_id"},
    "bookmarks.list": {"channel_id"},
    "bookmarks.add": {"channel_id"},
    "bookmarks.remove": {"channel_id", "bookmark_id"},
    "conversations.kick": {"user"},
    "views.open": {"trigger_id"},
    "views.push": {"trigger_id"},
}
# Answered with no_item_specified where the message is not named.
LATER = {"reactions.add": {"timestamp"}}


def described(name: str) -> dict[str, Any]:
    methods: dict[str, Any] = json.loads((SCHEMAS / "slack-methods.json").read_text())
    found: dict[str, Any] = methods[name]
    return found


@pytest.mark.parametrize("name", sorted(METHODS))
def test_tier_scopes_and_required_arguments_are_slacks(name: str) -> None:
    method, truth = METHODS[name], described(name)

    assert method.tier == {"t5": "special"}.get(truth["rate"], truth["rate"])
    assert set(any_of(method)) <= set(truth["bot_scopes"] or [])
    assert set(method.required) - set(truth["required"]) == REQUIRED_HERE.get(name, set())
    assert set(truth["required"]) <= set(method.required) | LATER.get(name, set())


def test_events_need_the_scopes_that_slack_says() -> None:
    truth: dict[str, list[str]] = json.loads((SCHEMAS / "slack-events.json").read_text())

    for event, scopes in EVENT_SCOPES.items():
        assert set(scopes) <= set(truth[event]), event
        assert bool(scopes) is bool(truth[event]), event
