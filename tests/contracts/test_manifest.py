"""manifest.yml asks for exactly what the code uses, and everything in it is answered."""

from __future__ import annotations

import ast
import importlib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from jsonschema import Draft7Validator

from bot.incident.question import Choice
from bot.shipped import shipped
from bot.slack.app import BUTTONS, FORMS, SHORTCUTS
from bot.slack.commands import usage_hint
from bot.slack.events import Events
from bot.slack.manifest import render, shipped_manifest
from bot.slack.record import TOLD_HERE
from bot.slack.views import suggestion
from bot.slack.views.forms import DECLARE
from bot.slack.views.incident_form import IncidentForm
from bot.slack.views.questions import action_id
from bot.slack.views.suggestion_forms import DECLARE_FORM, LINK_FORM

SCHEMAS = Path(__file__).resolve().parents[3] / "shared" / "schemas"
CODE = shipped("bot")
KINDS = ("channels:", "groups:")
"""Public and private channels: what is done in the one kind has to work in the other."""

needs_schemas = pytest.mark.skipif(not SCHEMAS.exists(), reason="needs ../shared/schemas")


def facts(name: str) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    return parsed


def granted() -> set[str]:
    return set(shipped_manifest()["oauth_config"]["scopes"]["bot"])


def subscribed() -> set[str]:
    return set(shipped_manifest()["settings"]["event_subscriptions"]["bot_events"])


@cache
def trees() -> dict[Path, ast.Module]:
    """What talks to Slack: every module but the local Slack itself."""
    paths = [p for p in CODE.rglob("*.py") if "sandbox" not in p.relative_to(CODE).parts]
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def methods_called() -> set[str]:
    nodes = (node for tree in trees().values() for node in ast.walk(tree))
    texts = {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    return texts & facts("slack-methods.json").keys()


def alternatives() -> dict[str, set[str]]:
    """For each method in use that needs a scope: those of which one is enough for a channel."""
    known = facts("slack-methods.json")
    called = {name: set(known[name]["bot_scopes"] or ()) for name in methods_called()}
    return {name: scopes for name, scopes in called.items() if scopes}


@needs_schemas
@pytest.mark.parametrize("rendered", [{}, {"request_url": "https://bot.example.org"}])
def test_slacks_own_schema_takes_it(rendered: dict[str, str]) -> None:
    schema = facts("manifest.schema.2.0.0.json")
    manifest = yaml.safe_load(render(**cast(Any, rendered)))

    errors = [error.message for error in Draft7Validator(schema).iter_errors(manifest)]

    assert errors == []
    assert not Draft7Validator(schema).is_valid({**manifest, "features": {"unknown": 1}})


@pytest.mark.long
@needs_schemas
def test_every_call_has_a_scope_that_allows_it() -> None:
    assert len(alternatives()) > 10
    refused = {name: scopes for name, scopes in alternatives().items() if not scopes & granted()}

    assert refused == {}


@needs_schemas
@pytest.mark.parametrize("kind", KINDS)
def test_what_works_in_public_channels_works_in_private_ones(kind: str) -> None:
    refused = {
        name
        for name, scopes in alternatives().items()
        if (of_kind := {scope for scope in scopes if scope.startswith(kind)})
        and not of_kind & granted()
    }

    assert refused == set()


@needs_schemas
def test_every_event_has_its_scopes() -> None:
    known = facts("slack-events.json")
    unknown = subscribed() - known.keys()
    lacking = {event: set(known[event]) - granted() - {"mpim:read"} for event in subscribed()}

    assert unknown == set()
    assert {event: scopes for event, scopes in lacking.items() if scopes} == {}


@needs_schemas
def test_no_scope_is_asked_for_that_nothing_needs() -> None:
    of_events = {s for name in subscribed() for s in facts("slack-events.json")[name]}
    of_calls = {scope for scopes in alternatives().values() for scope in scopes}

    assert granted() - of_events - of_calls == {"commands"}


def test_the_bot_understands_the_events_it_subscribes_to_and_no_others() -> None:
    nothing = cast(Any, None)
    understood = Events(nothing, nothing, nothing, nothing, nothing).understood

    assert {event.partition(".")[0] for event in subscribed()} == understood | TOLD_HERE


def test_the_command_says_what_the_grammar_understands() -> None:
    (slash,) = shipped_manifest()["features"]["slash_commands"]

    assert slash["usage_hint"] == usage_hint()
    assert slash["should_escape"] is True


def test_every_shortcut_has_a_listener_and_every_listener_a_shortcut() -> None:
    named = {shortcut["callback_id"] for shortcut in shipped_manifest()["features"]["shortcuts"]}

    assert named == SHORTCUTS.keys()


def test_every_form_that_is_drawn_is_read() -> None:
    assert FORMS.keys() == {
        DECLARE,
        DECLARE_FORM,
        LINK_FORM,
        *(form.name for form in _of_an_incident()),
    }


def test_every_button_that_is_drawn_has_a_listener_and_every_listener_a_button() -> None:
    choices = {action_id(choice) for choice in Choice if choice is not Choice.SILENCE}
    opening = {f"open.{form.name}" for form in _of_an_incident()}

    declaring = set(suggestion.DECLARES)

    assert set(_buttons()) | choices | opening | declaring == BUTTONS.keys()


def _of_an_incident() -> Iterator[IncidentForm]:
    """Every form about an incident that some view defines."""
    for path in (CODE / "slack" / "views").glob("*.py"):
        module = importlib.import_module(f"bot.slack.views.{path.stem}")
        yield from (one for one in vars(module).values() if isinstance(one, IncidentForm))


DRAWN = ("button", "pick")


def _buttons() -> Iterator[str]:
    """The action ids of `button(label, ACTION, …)` and picks, wherever something is drawn."""
    for module, node in _nodes():
        if isinstance(node, ast.Call) and _called(node) in DRAWN and len(node.args) > 1:
            action = node.args[1]
            if isinstance(action, ast.Name | ast.Attribute):
                yield _value(module, action)


def _nodes() -> Iterator[tuple[str, ast.AST]]:
    for path, tree in trees().items():
        place = path.relative_to(CODE.parent).with_suffix("")
        if place.parts[:2] == ("bot", "slack"):
            yield from ((".".join(place.parts), node) for node in ast.walk(tree))


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _value(module: str, node: ast.expr) -> str:
    """A name as its module knows it, `help.RUN` included."""
    if isinstance(node, ast.Attribute):
        return str(getattr(_object(module, node.value), node.attr))
    return str(ast.literal_eval(node) if isinstance(node, ast.Constant) else _object(module, node))


def _object(module: str, node: ast.expr) -> object:
    assert isinstance(node, ast.Name)
    return getattr(importlib.import_module(module), node.id)


def test_the_commands_name_is_put_in() -> None:
    manifest = yaml.safe_load(render("/fire"))

    assert [slash["command"] for slash in manifest["features"]["slash_commands"]] == ["/fire"]
    assert "url" not in manifest["features"]["slash_commands"][0]
    assert manifest["settings"]["socket_mode_enabled"] is True


@pytest.mark.parametrize(
    "address",
    ["https://bot.example.org", "https://bot.example.org/", "https://bot.example.org/slack/events"],
)
def test_over_http_slack_is_told_where_the_bot_listens(address: str) -> None:
    manifest = yaml.safe_load(render(request_url=address, socket_mode=False))

    expected = "https://bot.example.org/slack/events"
    settings = manifest["settings"]
    assert manifest["features"]["slash_commands"][0]["url"] == expected
    assert settings["event_subscriptions"]["request_url"] == expected
    assert settings["interactivity"]["request_url"] == expected
    assert settings["socket_mode_enabled"] is False


def test_the_local_slack_grants_what_the_manifest_asks_for() -> None:
    from bot.sandbox.manifest import granted as granted_by

    assert granted_by(shipped_manifest()) == (granted(), subscribed())
