"""Who may send alerts: whoever proves it with the sender's own signature, or with the secret."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook

from bot.alerts.proof import SCHEMES, is_genuine
from bot.alerts.request import FORM, Request
from bot.alerts.senders import PARSERS

NOW = 1_717_400_000.0
SECRET, NEXT = "0123456789abcdef0123", "fedcba9876543210fedc"
KEY = "whsec_" + base64.b64encode(b"0123456789abcdef01234567").decode()
BODY = b'{"any": "body \xc3\xa9"}'


def signed(secret: str, base: bytes) -> str:
    return hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


def with_header(name: str, value: str, **more: str) -> Request:
    return Request({name: value, **more}, BODY)


def basic(password: str) -> str:
    return "Basic " + base64.b64encode(f"anybody:{password}".encode()).decode()


def standard(key: str, at: float = NOW) -> Request:
    """Signed by the reference library."""
    told = Webhook(key).sign("msg_1", datetime.fromtimestamp(at, UTC), BODY.decode())
    headers = {"webhook-id": "msg_1", "webhook-timestamp": str(int(at))}
    return Request({**headers, "webhook-signature": f"v1,AAAA {told}"}, BODY)


def with_time(secret: str, at: float = NOW) -> Request:
    time = str(int(at))
    told = signed(secret, time.encode() + b":" + BODY)
    named = {"x-grafana-alerting-signature-timestamp": time}
    return Request({"x-grafana-alerting-signature": told, **named}, BODY)


def token(secret: str) -> Request:
    return Request({"content-type": FORM}, f"Token={secret}&Status=Down".encode())


PROOFS: dict[str, tuple[str, Callable[[str], Request]]] = {
    "bearer": ("alertmanager", lambda s: with_header("authorization", f"Bearer {s}")),
    "basic": ("zabbix", lambda s: with_header("authorization", basic(s))),
    "path": ("pingdom", lambda s: Request({}, BODY, path_secret=s)),
    "own sender": ("own_monitor", lambda s: with_header("authorization", f"bearer {s}")),
    "pagerduty": (
        "pagerduty",
        lambda s: with_header("x-pagerduty-signature", f"v1=00, v1={signed(s, BODY)}"),
    ),
    "sentry": ("sentry", lambda s: with_header("sentry-hook-signature", signed(s, BODY))),
    "checkly": ("checkly", lambda s: with_header("x-checkly-signature", signed(s, BODY))),
    "grafana": ("grafana", lambda s: with_header("x-grafana-alerting-signature", signed(s, BODY))),
    "grafana with a time": ("grafana", with_time),
    "grafana with a bearer": ("grafana", lambda s: with_header("authorization", f"Bearer {s}")),
    "honeycomb": ("honeycomb", lambda s: with_header("x-honeycomb-webhook-token", s)),
    "statuscake": ("statuscake", token),
}


@pytest.mark.parametrize("name", PROOFS)
def test_each_sender_is_known_by_its_proof_and_by_no_other_secret(name: str) -> None:
    source, request = PROOFS[name]

    assert is_genuine(source, request(SECRET), [SECRET], NOW)
    assert not is_genuine(source, request(SECRET), [NEXT], NOW)
    assert not is_genuine(source, request("wrong"), [SECRET], NOW)
    assert not is_genuine(source, request(SECRET), [], NOW)
    assert not is_genuine(source, Request({}, BODY), [SECRET], NOW)


@pytest.mark.parametrize("name", PROOFS)
def test_while_a_secret_is_exchanged_both_will_do(name: str) -> None:
    source, request = PROOFS[name]

    assert is_genuine(source, request(SECRET), [SECRET, NEXT], NOW)
    assert is_genuine(source, request(NEXT), [SECRET, NEXT], NOW)


@pytest.mark.parametrize("source", ["pagerduty", "sentry"])
def test_who_always_signs_is_not_believed_without_a_signature(source: str) -> None:
    bearer = with_header("authorization", f"Bearer {SECRET}")

    assert not is_genuine(source, bearer, [SECRET], NOW)
    assert not is_genuine(source, Request({}, BODY, path_secret=SECRET), [SECRET], NOW)


@pytest.mark.parametrize("name", ["pagerduty", "sentry", "checkly", "grafana"])
def test_a_changed_body_is_not_signed(name: str) -> None:
    source, request = PROOFS[name]
    told = request(SECRET)

    assert not is_genuine(source, Request(told.headers, BODY + b" "), [SECRET], NOW)


@pytest.mark.parametrize("away", [-400, 400])
def test_a_signed_time_has_to_be_near(away: int) -> None:
    assert is_genuine("cloudevents", standard(KEY), [KEY], NOW)
    assert not is_genuine("cloudevents", standard(KEY, NOW + away), [KEY], NOW)
    assert not is_genuine("grafana", with_time(SECRET, NOW + away), [SECRET], NOW)


def test_whoever_has_a_scheme_is_a_sender() -> None:
    assert set(SCHEMES) <= set(PARSERS)


any_text = st.text(st.characters(exclude_categories=()), max_size=40)
header_names = st.sampled_from(
    [
        "authorization",
        "content-type",
        "webhook-signature",
        "webhook-timestamp",
        "x-pagerduty-signature",
        "x-grafana-alerting-signature-timestamp",
        "x-honeycomb-webhook-token",
    ]
)
headers = st.dictionaries(header_names, any_text | st.just("Basic AAAA") | st.just(FORM))


@given(st.sampled_from(sorted(PARSERS)), headers, st.binary(max_size=60), any_text)
def test_garbage_proves_nothing_and_breaks_nothing(
    source: str, told: dict[str, str], body: bytes, path: str
) -> None:
    assert not is_genuine(source, Request(told, body, path_secret=path), [SECRET], NOW)
