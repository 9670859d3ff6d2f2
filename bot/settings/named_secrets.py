"""The secrets whose variables the config file names: for e-mail, webhooks and calendar feeds."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.incident.audience import StatuspagePage, Webhook
from bot.incident.policy import Policy
from bot.settings.environment import Found, read_variables
from bot.settings.problems import Problem
from bot.settings.readings import Reader, feed_url
from bot.settings.secret import Secret
from bot.settings.variables import EVERY_NAME, Variable

_SIGNING_BYTES = range(24, 65)
"""As the scheme of Standard Webhooks wants its keys."""
_SIGNS = "whsec_ and the base64 of 24 to 64 bytes, as `openssl rand` makes them"


def read_named(
    policy: Policy, environ: Mapping[str, str], folder: Path, found: Found
) -> dict[str, Secret]:
    """Each named variable's value; what is missing or does not fit becomes a problem."""
    rows = {row.name: row for row in _rows(policy)}
    for name in sorted(rows.keys() & set(EVERY_NAME)):
        found.problems.append(
            Problem(
                key=name,
                state="is a setting of the bot itself",
                expected="another variable in the config file, for a secret of its own",
            )
        )
        del rows[name]
    read_variables(rows.values(), environ, folder, found)
    kept = {name: found.values.get(name) for name in rows}
    return {name: value for name, value in kept.items() if isinstance(value, Secret)}


def _rows(policy: Policy) -> Iterator[Variable]:
    if policy.mail and policy.mail.password_from:
        yield _row(policy.mail.password_from, _password, "the mail server's password", "…")
    for schedule in policy.on_call.schedules:
        if schedule.feed_from:
            what = "the address of a calendar feed"
            yield _row(schedule.feed_from, feed_url, what, "https://calendar.example.com/…")
    yield from _pagers(policy)
    for audience in policy.audiences:
        for place in audience.destinations:
            match place:
                case StatuspagePage(key_from=name):
                    yield _row(name, _key, "the status page's API key", "89a229ce1a8d…")
                case Webhook(secret_from=name):
                    yield _row(name, signing_key, _SIGNS, "whsec_…")


def _pagers(policy: Policy) -> Iterator[Variable]:
    named = [one.pagerduty_key_from for one in policy.on_call.schedules]
    named += [one.pagerduty_key_from for one in policy.escalation.contacts]
    for name in filter(None, named):
        yield _row(name, _key, "an integration key of PagerDuty's Events API v2", "e93facc04764…")
    if webhook := policy.escalation.webhook:
        yield _row(webhook.secret_from, signing_key, _SIGNS, "whsec_…")


def _row(name: str, reader: Reader, expected: str, example: str) -> Variable:
    return Variable(
        name=name, reader=reader, expected=expected, example=example, required=True, secret=True
    )


def _password(value: str) -> Secret:
    if not value.isprintable():
        raise ValueError("It has characters that nobody can type.")
    return Secret(value)


def _key(value: str) -> Secret:
    if not re.fullmatch(r"[\x21-\x7e]{8,200}", value):
        raise ValueError
    return Secret(value)


def signing_key(value: str) -> Secret:
    try:
        key = base64.b64decode(value.removeprefix("whsec_"), validate=True)
    except binascii.Error:
        raise ValueError("What follows whsec_ is no base64.") from None
    if not value.startswith("whsec_") or len(key) not in _SIGNING_BYTES:
        raise ValueError("`echo whsec_$(openssl rand -base64 32)` makes one.")
    return Secret(value)
