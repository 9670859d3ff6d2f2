"""Audiences and the ways to them in the config file: documented, exemplified, refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel

from bot.incident.audience import (
    SHIPPED_AUDIENCES,
    Announcement,
    AudienceKind,
    Component,
    Email,
    SlackChannel,
    SlackUser,
    StatuspagePage,
    Webhook,
)
from bot.settings.team_audiences import TeamAudience
from bot.settings.team_places import TeamComponent, TeamMail, TeamPlace
from tests.settings.examples import NAMED, loaded, only_problem, refused
from tests.settings.test_documented import CONFIG_EXAMPLE, DOCS, REQUIRED, rows, switched_on

SECTIONS: dict[type[BaseModel], str] = {
    TeamAudience: "One audience",
    TeamPlace: "One destination",
    TeamComponent: "One component",
    TeamMail: "The mail server",
}
KEYS = [(model, key) for model in SECTIONS for key in model.model_fields]
MAIL = "mail: {host: smtp.example.com, sender: a@example.com}"
SERVICES = "services: {checkout: {}}"
PAGE = "statuspage: kctbh9vrtdwd, key_from: STATUSPAGE_KEY"
HOOK = "webhook: https://hooks.example.com/incidents, secret_from: WEBHOOK_SECRET"
SIGNS_IN = "username: incident-bot, password_from: SMTP_PASSWORD"
BESIDE = {
    "like": "own",
    **dict.fromkeys(("key_from", "components", "notify", "api", "statuspage"), PAGE),
    **dict.fromkeys(("webhook", "secret_from", "label"), HOOK),
    **dict.fromkeys(("username", "password_from"), SIGNS_IN),
}


def place(inner: str) -> str:
    return f"audiences: {{internal: {{destinations: [{{{inner}}}]}}}}\n{MAIL}\n{SERVICES}"


def config(model: type[BaseModel], key: str, example: str) -> str:
    """The smallest file in which this key has this value."""
    others = BESIDE.get(key, "").split(", ")
    if model is TeamMail:
        others += ["host: smtp.example.com", "sender: a@example.com"]
    if model is TeamComponent:
        others = ["id: 8kbf7d35c070"]
    kept = [part for part in others if ": " in part and not part.startswith(f"{key}:")]
    inner = ", ".join([*kept, f"{key}: {example}"])
    if model is TeamMail:
        return f"mail: {{{inner}}}"
    if model is TeamComponent:
        return place(f"{PAGE}, components: [{{{inner}}}]")
    if model is TeamAudience:
        return f"audiences: {{{BESIDE.get(key, 'internal')}: {{{inner}}}}}"
    return place(inner)


@pytest.mark.parametrize(("model", "key"), KEYS, ids=[f"{m.__name__}.{key}" for m, key in KEYS])
def test_each_key_is_documented_and_its_example_is_accepted(
    tmp_path: Path, model: type[BaseModel], key: str
) -> None:
    default, example, meaning = rows(SECTIONS[model])[key]
    field = model.model_fields[key]

    assert (default == REQUIRED) == field.is_required()
    assert [example] == field.examples
    assert field.description
    assert meaning
    assert loaded(tmp_path, config(model, key, example), **NAMED).warnings == ()


@pytest.mark.parametrize("model", SECTIONS)
def test_no_key_is_documented_that_does_not_exist(model: type[BaseModel]) -> None:
    assert set(rows(SECTIONS[model])) == set(model.model_fields)


def test_every_key_stands_in_the_example_and_every_audience_in_the_documents() -> None:
    text = switched_on(CONFIG_EXAMPLE)

    assert [key for _, key in KEYS if f"{key}:" not in text] == []
    assert [kind for kind in AudienceKind if f"`{kind}`" not in DOCS] == []


def test_the_example_is_read_as_it_says(tmp_path: Path) -> None:
    policy = loaded(tmp_path, switched_on(CONFIG_EXAMPLE), **NAMED).policy
    found = {audience.key: audience for audience in policy.audiences}

    assert list(found) == [*(audience.key for audience in SHIPPED_AUDIENCES), "partners"]
    internal = found["internal"]
    assert (internal.zone, internal.auto) == ("Europe/Paris", True)
    assert internal.destinations == (
        Announcement(),
        SlackChannel(name="status", channel="status"),
    )
    assert [type(place) for place in found["executives"].destinations] == [SlackUser]
    mail, page = found["customers"].destinations
    assert isinstance(mail, Email)
    assert mail.address == "status-announce@example.com"
    assert isinstance(page, StatuspagePage)
    assert page.components == (Component(id="8kbf7d35c070", services=("checkout",)),)
    partners = found["partners"]
    assert (partners.kind, partners.approval) == (AudienceKind.CUSTOMERS, True)
    hook = partners.destinations[0]
    assert isinstance(hook, Webhook)
    assert hook.key == "webhook:partners"
    assert policy.mail is not None
    assert policy.mail.sender_name == "Example incidents"


def test_what_is_not_written_stays_as_shipped(tmp_path: Path) -> None:
    policy = loaded(tmp_path, "audiences: {customers: {zone: Asia/Tokyo}}").policy

    expected = [
        audience.model_copy(update={"zone": "Asia/Tokyo"})
        if audience.key == "customers"
        else audience
        for audience in SHIPPED_AUDIENCES
    ]
    assert list(policy.audiences) == expected


def test_an_address_has_a_place_of_its_own(tmp_path: Path) -> None:
    two = "audiences: {support: {destinations: [{email: [a@example.com, b@example.com]}]}}"

    [support] = [
        a for a in loaded(tmp_path, f"{two}\n{MAIL}").policy.audiences if a.key == "support"
    ]

    assert [place.key for place in support.destinations] == [
        "email:a@example.com",
        "email:b@example.com",
    ]


@pytest.mark.parametrize(
    ("written", "key", "hint"),
    [
        ("audiences: {custmers: {}}", "audiences.custmers", "Was customers meant?"),
        ("audiences: {Customers: {}}", "audiences.Customers", ""),
        ("audiences: {press: {like: cats}}", "audiences.press.like", "model"),
        ("audiences: {support: {like: customers}}", "audiences.support.like", "key of its own"),
        ("audiences: {support: {aut: true}}", "audiences.support.aut", "Was auto meant?"),
        (place("chanel: x"), "audiences.internal.destinations[0].chanel", "Was channel meant?"),
        (place("room: true, channel: x"), "audiences.internal.destinations[0]", "Exactly one"),
        (place("statuspage: abcd"), "audiences.internal.destinations[0]", "needs key_from"),
        (place("webhook: https://x.example"), "audiences.internal.destinations[0]", "secret_from"),
        (place("room: true, notify: false"), "audiences.internal.destinations[0]", "belongs to"),
        (place(f"{PAGE}, api: http://x.example/v1/"), "audiences.internal.destinations[0].api", ""),
        (place(f"{PAGE}, api: https://x.example/"), "audiences.internal.destinations[0].api", ""),
        (
            place("webhook: 'https://u:p@x.example', secret_from: ABC"),
            "audiences.internal.destinations[0].webhook",
            "password",
        ),
        (
            place(f"{PAGE}, components: [{{idd: x}}]"),
            "audiences.internal.destinations[0].components[0].idd",
            "Was id meant?",
        ),
        (
            place(f"{PAGE}, components: [{{id: abcd, for_services: [chekout]}}]"),
            "audiences.internal.destinations[0].components[0].for_services[0]",
            "Was checkout meant?",
        ),
        (
            place("email: Ana <a@example.com>"),
            "audiences.internal.destinations[0].email[0]",
            "An address alone",
        ),
        (
            "audiences: {support: {destinations: [roof]}}",
            "audiences.support.destinations[0].roof",
            "",
        ),
        (
            "audiences: {support: {destinations: [room, room]}}",
            "audiences.support.destinations[1]",
            "",
        ),
        (
            "audiences: {support: {destinations: [{email: a@example.com}]}}",
            "audiences.support.destinations[0].email",
            "",
        ),
        ("services: {checkout: {audiences: [clients]}}", "services.checkout.audiences[0]", ""),
        ("mail: {host: x}", "mail.sender", ""),
        ("mail: {host: x, sender: a@x.example, username: me}", "mail", "belong together"),
        (
            f"mail: {{host: x, sender: a@x.example, security: none, {SIGNS_IN}}}",
            "mail",
            "starttls",
        ),
        ("mail: {host: x, sender: a@x.example, passwrd_from: X}", "mail.passwrd_from", "Was"),
    ],
)
def test_mistakes_are_named_where_they_stand(
    tmp_path: Path, written: str, key: str, hint: str
) -> None:
    problems = refused(tmp_path, written, **NAMED).problems

    found = next(problem for problem in problems if problem.key == key)
    assert hint in found.hint
    assert found.expected
    assert found.place.startswith("config.yml line ")


@pytest.mark.parametrize("name", ["STATUSPAGE_KEY", "WEBHOOK_SECRET", "SMTP_PASSWORD"])
def test_a_named_variable_has_to_be_set(tmp_path: Path, name: str) -> None:
    mail = MAIL.replace("}", f", {SIGNS_IN}}}")
    written = f"audiences: {{support: {{destinations: [{{{PAGE}}}, {{{HOOK}}}]}}}}\n{mail}"
    environ = {key: value for key, value in NAMED.items() if key != name}

    assert only_problem(tmp_path, written, **environ).key == name
    (tmp_path / "secret").write_text(NAMED[name])
    settings = loaded(tmp_path, written, **environ, **{f"{name}_FILE": "secret"})
    assert settings.named_secrets[name].get_secret_value() == NAMED[name]
    assert NAMED[name] in settings.secrets()


@pytest.mark.parametrize(
    "secret", ["whsec_short", "whsec_!!!", NAMED["WEBHOOK_SECRET"].removeprefix("whsec_")]
)
def test_a_signing_secret_that_could_not_sign_is_refused_and_not_shown(
    tmp_path: Path, secret: str
) -> None:
    written = f"audiences: {{support: {{destinations: [{{{HOOK}}}]}}}}"

    error = refused(tmp_path, written, WEBHOOK_SECRET=secret)

    assert [problem.key for problem in error.problems] == ["WEBHOOK_SECRET"]
    assert secret not in str(error)


def test_a_secret_in_place_of_its_name_is_not_shown(tmp_path: Path) -> None:
    secret = "0123-4567-89ab"

    error = refused(tmp_path, place(f"statuspage: abcd, key_from: {secret}"))

    assert error.problems[0].key == "audiences.internal.destinations[0].key_from"
    assert secret not in str(error)


def test_the_bots_own_secrets_are_not_given_away(tmp_path: Path) -> None:
    written = place("webhook: https://x.example, secret_from: SLACK_BOT_TOKEN")

    assert only_problem(tmp_path, written).key == "SLACK_BOT_TOKEN"


def test_more_audiences_than_a_draft_could_name_are_refused(tmp_path: Path) -> None:
    many = ", ".join(f"a{n}: {{like: internal}}" for n in range(21))

    assert "up to 20" in only_problem(tmp_path, f"audiences: {{{many}}}").expected
