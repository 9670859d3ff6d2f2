"""Schedules in the config file: documented, exemplified, and refused when they name nobody."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pydantic import BaseModel

from bot.settings.team_escalation import TeamContact, TeamPageWebhook, TeamStep
from bot.settings.team_on_call import (
    TeamOnCall,
    TeamOverride,
    TeamPerson,
    TeamRota,
    TeamSchedule,
)
from tests.settings.examples import NAMED, SCHEDULES, loaded, only_problem
from tests.settings.test_documented import CONFIG_EXAMPLE, REQUIRED, rows, switched_on

SECTIONS: dict[type[BaseModel], str] = {
    TeamSchedule: "One schedule",
    TeamRota: "One rota",
    TeamOverride: "One override",
    TeamPerson: "One person",
    TeamOnCall: "On call for everything else",
    TeamContact: "One contact",
    TeamStep: "One step",
    TeamPageWebhook: "The page webhook",
}
KEYS = [(model, name) for model in SECTIONS for name in model.model_fields]
ROTA = "turns: [U012AB3CD], from: 2026-01-05 09:00"
OVERRIDE = "from: 2026-12-24 18:00, until: 2026-12-26 09:00, who: U045EF6GH"
_SCHEDULES = SCHEDULES.replace("{", "{{").replace("}", "}}")
AROUND = {
    TeamSchedule: ("schedules: {{checkout: {{{}}}}}", ""),
    TeamRota: ("schedules: {{checkout: {{rota: {{{}}}}}}}", ROTA),
    TeamOverride: (
        f"schedules: {{{{checkout: {{{{rota: {{{{{ROTA}, overrides: [{{{{{{}}}}}}]}}}}}}}}}}}}",
        OVERRIDE,
    ),
    TeamPerson: ("people: {{Bea Martin: {{{}}}}}", ""),
    TeamContact: ("contacts: {{manager: {{{}}}}}" + _SCHEDULES, ""),
    TeamStep: ("escalation: [{{{}}}]" + _SCHEDULES, "when: elapsed, after: 0m, who: ic"),
    TeamOnCall: ("on_call: {{{}}}" + _SCHEDULES, ""),
    TeamPageWebhook: (
        "page_webhook: {{{}}}",
        "url: https://pager.example.com/pages, secret_from: PAGER_SECRET",
    ),
}
ENVIRON = {
    "CHECKOUT_FEED": "https://calendar.example.com/secret.ics",
    "PAGERDUTY_API_TOKEN": "u+12345678",
    "CHECKOUT_PAGER": "e93facc04764012d7bfb002500d5d1a6",
    "MANAGERS_PAGER": "f83facc04764012d7bfb002500d5d1a7",
    "PAGER_SECRET": NAMED["PAGER_SECRET"],
}


@pytest.mark.parametrize(("model", "name"), KEYS, ids=[f"{m.__name__}.{n}" for m, n in KEYS])
def test_each_key_is_documented_and_its_example_is_accepted(
    tmp_path: Path, model: type[BaseModel], name: str
) -> None:
    field = model.model_fields[name]
    key = field.alias or name
    default, example, meaning = rows(SECTIONS[model])[key]

    assert (default == REQUIRED) == field.is_required()
    assert [example] == field.examples
    assert field.description
    assert meaning
    around, others = AROUND[model]
    parts = [part for part in others.split(", ") if part and not part.startswith(f"{key}:")]
    if model is TeamSchedule and key in {"name", "zone", "pagerduty_key_from"}:
        parts = ["rota: {" + ROTA + "}"]
    if model is TeamContact and key == "name":
        parts = ["users: [U012AB3CD]"]
    config = around.format(", ".join([*parts, f"{key}: {example}"]))
    assert loaded(tmp_path, config, **ENVIRON).warnings == ()


@pytest.mark.parametrize("model", SECTIONS)
def test_no_key_is_documented_that_does_not_exist(model: type[BaseModel]) -> None:
    keys = {field.alias or name for name, field in model.model_fields.items()}

    assert set(rows(SECTIONS[model])) == keys


def test_the_example_has_a_schedule(tmp_path: Path) -> None:
    policy = loaded(tmp_path, switched_on(CONFIG_EXAMPLE), **NAMED).policy

    [schedule] = policy.on_call.schedules
    assert schedule.rota is not None
    assert schedule.rota.every == timedelta(days=7)
    assert schedule.rota.since == datetime(2026, 1, 5, 9)  # noqa: DTZ001 - of a wall clock
    assert schedule.rota.overrides[0].who == "Bea Martin"
    assert policy.on_call.security == "checkout"
    assert policy.services[0].on_call_schedule == "checkout"


def test_a_feed_is_named_by_its_variable_and_stays_secret(tmp_path: Path) -> None:
    settings = loaded(tmp_path, "schedules: {checkout: {feed_from: CHECKOUT_FEED}}", **ENVIRON)

    assert settings.named_secrets["CHECKOUT_FEED"].get_secret_value() == ENVIRON["CHECKOUT_FEED"]
    assert ENVIRON["CHECKOUT_FEED"] in settings.secrets()
    assert "secret.ics" not in f"{settings!r} {settings.model_dump()}"


@pytest.mark.parametrize(
    ("config", "name"),
    [
        (f"schedules: {{a: {{rota: {{{ROTA}}}, pagerduty_key_from: CHECKOUT_PAGER}}}}", "CHECKOUT"),
        ("contacts: {manager: {pagerduty_key_from: MANAGERS_PAGER}}", "MANAGERS"),
    ],
)
def test_the_keys_of_pagers_are_secrets(tmp_path: Path, config: str, name: str) -> None:
    key = ENVIRON[f"{name}_PAGER"]
    settings = loaded(tmp_path, config, **{f"{name}_PAGER": key})

    assert key in settings.secrets()
    assert key not in f"{settings!r} {settings.model_dump()}"


def test_a_calendars_own_scheme_is_understood(tmp_path: Path) -> None:
    config = "schedules: {checkout: {feed_from: CHECKOUT_FEED}}"
    settings = loaded(tmp_path, config, CHECKOUT_FEED="webcal://calendar.example.com/a.ics")

    address = settings.named_secrets["CHECKOUT_FEED"].get_secret_value()
    assert address == "https://calendar.example.com/a.ics"


def test_a_feed_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "feed").write_text("https://calendar.example.com/a.ics\n")
    config = "schedules: {checkout: {feed_from: CHECKOUT_FEED}}"

    settings = loaded(tmp_path, config, CHECKOUT_FEED_FILE="feed")

    assert settings.named_secrets["CHECKOUT_FEED"].get_secret_value().endswith("/a.ics")


@pytest.mark.parametrize(
    ("config", "key", "said"),
    [
        ("schedules: {a: {}}", "schedules.a", "one of rota, feed_from"),
        (
            "schedules: {a: {feed_from: FEED_A, pagerduty_schedule: PI7DH85}}",
            "schedules.a",
            "one of",
        ),
        ("schedules: {a: {feed_from: FEED_A}}", "FEED_A", "a calendar feed"),
        ("schedules: {a: {feed_from: DATABASE_URL}}", "DATABASE_URL", "another variable"),
        (
            "schedules: {a: {feed_from: https://x}}",
            "schedules.a.feed_from",
            "The name of a variable",
        ),
        ("schedules: {a: {pagerduty_schedule: PI7DH85}}", "PAGERDUTY_API_TOKEN", "schedules.a"),
        ("schedules: {a: {rota: {from: 2026-01-05 09:00}}}", "schedules.a.rota.turns", "in their"),
        (
            "schedules: {a: {rota: {turns: [U012AB3CD], from: 2026-01-05}}}",
            "schedules.a.rota.from",
            "a time",
        ),
        (
            "schedules: {a: {rota: {turns: [ada], from: 2026-01-05 09:00}}}",
            "schedules.a.rota.turns[0]",
            "key of",
        ),
        (f"schedules: {{a: {{rota: {{{ROTA}, every: 5m}}}}}}", "schedules.a.rota.every", "An hour"),
        (f"schedules: {{a: {{rota: {{{ROTA}, people: []}}}}}}", "schedules.a.rota.people", "turns"),
        (f"on_call: {{primary: chekout}}{SCHEDULES}", "on_call.primary", "Was checkout meant?"),
        (f"on_call: {{frist: checkout}}{SCHEDULES}", "on_call.frist", "primary"),
        (
            f"services: {{a: {{on_call_schedule: b}}}}{SCHEDULES}",
            "services.a.on_call_schedule",
            "key of",
        ),
        ("people: {Bea: {phone: call me}}", "people.Bea.phone", "Digits"),
        ("contacts: {manager: {}}", "contacts.manager", "a schedule or pagerduty_key_from"),
        ("contacts: {manager: {pagerduty_key_from: KEY}}", "KEY", "Events API v2"),
        ("schedules: {a: {pagerduty_key_from: KEY}}", "schedules.a", "one of"),
        ("page_webhook: {url: 'https://a.example.com'}", "page_webhook.secret_from", "variable"),
        ("page_webhook: {url: 'https://b.example.com', secret_from: KEY}", "KEY", "whsec_"),
        (
            "page_webhook: {url: 'https://ann:pw@c.example.com', secret_from: KEY}",
            "page_webhook.url",
            "password",
        ),
        ("contacts: {ic: {users: [U012AB3CD]}}", "contacts.ic", "means something else"),
        ("contacts: {manager: {schedule: none}}", "contacts.manager.schedule", "key of"),
        ("escalation: [{when: later, after: 1m, who: ic}]", "escalation[0].when", "no_progress"),
        ("escalation: [{when: elapsed, after: null, who: ic}]", "escalation[0]", "0m is at once"),
        ("escalation: [{when: elapsed, after: 1m, who: boss}]", "escalation[0].who", "a role"),
        (
            "escalation: [{when: elapsed, after: 1m, who: ic, ways: [pigeon]}]",
            "escalation[0].ways[0]",
            "pagerduty, webhook, direct, mention",
        ),
        (
            "escalation: [{when: elapsed, after: 1m, who: ic, severities: [sev7]}]",
            "escalation[0].severities[0]",
            "a severity",
        ),
        (
            "escalation: [{when: no_ic, after: 1m, who: ic}, {when: no_ic, after: 1m, who: ic}]",
            "escalation[1]",
            "is there twice",
        ),
    ],
)
def test_what_would_call_nobody_is_refused(
    tmp_path: Path, config: str, key: str, said: str
) -> None:
    problem = only_problem(tmp_path, config)

    assert problem.key == key
    assert said in str(problem)


def test_an_override_that_ends_before_it_begins_is_refused(tmp_path: Path) -> None:
    turned = "from: 2026-12-26 09:00, until: 2026-12-24 18:00, who: U045EF6GH"
    config = f"schedules: {{a: {{rota: {{{ROTA}, overrides: [{{{turned}}}]}}}}}}"

    assert "ends before it begins" in str(only_problem(tmp_path, config))


def test_the_example_has_a_matrix_and_contacts(tmp_path: Path) -> None:
    escalation = loaded(tmp_path, switched_on(CONFIG_EXAMPLE), **NAMED).policy.escalation

    assert [step.key for step in escalation.steps] == [
        "elapsed.0.on_call",
        "not_acknowledged.15.secondary",
        "no_progress.30.manager",
    ]
    assert [contact.key for contact in escalation.contacts] == ["manager", "director", "vp"]


def test_a_matrix_without_steps_calls_nobody(tmp_path: Path) -> None:
    assert loaded(tmp_path, "escalation: []").policy.escalation.steps == ()
    assert len(loaded(tmp_path, "locale: en").policy.escalation.steps) == 5
