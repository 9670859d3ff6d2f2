"""Whether a request comes from the sender it names: by the sender's own signature where it has one.

A sender may have two secrets while one is exchanged for the other; either will do. Everything is
compared in constant time.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Callable, Mapping, Sequence

from bot.alerts.errors import AlertRefused
from bot.alerts.payload import pick
from bot.alerts.request import Request

OLDEST = 300
"""Seconds that a signed time may be away from ours, either way."""
_MOST_SIGNATURES = 10

Scheme = Callable[[Request, str, float], bool]
"""Whether this secret proves the request, at this time."""


def is_genuine(source: str, request: Request, secrets: Sequence[str], now: float) -> bool:
    schemes = SCHEMES.get(source, USUAL)
    return any(scheme(request, secret, now) for secret in secrets for scheme in schemes)


def shared(request: Request, secret: str, now: float) -> bool:
    """The secret itself: as a bearer, as the password of anybody, or at the end of the address."""
    kind, _, told = request.header("authorization").partition(" ")
    if kind.lower() == "bearer":
        return _same(told.strip(), secret)
    if kind.lower() == "basic":
        return _same(_password(told), secret)
    return _same(request.path_secret, secret)


def _password(told: str) -> str:
    try:
        return base64.b64decode(told, validate=True).decode().partition(":")[2]
    except (binascii.Error, ValueError):
        return ""


def standard_webhook(request: Request, secret: str, now: float) -> bool:
    """The scheme of standardwebhooks.com: `v1,` and a signature, several parted by blanks."""
    id, at = request.header("webhook-id"), request.header("webhook-timestamp")
    key = _decoded(secret.removeprefix("whsec_"))
    if not _is_recent(at, now) or not key:
        return False
    base = f"{id}.{at}.".encode("utf-8", "surrogatepass") + request.body
    wanted = "v1," + base64.b64encode(hmac.digest(key, base, "sha256")).decode()
    return _among(request.header("webhook-signature").split(" "), wanted)


def pagerduty(request: Request, secret: str, now: float) -> bool:
    """`v1=…`, several parted by commas while PagerDuty exchanges its secret."""
    wanted = "v1=" + _hmac(secret, request.body)
    return _among(request.header("x-pagerduty-signature").split(","), wanted)


def sentry(request: Request, secret: str, now: float) -> bool:
    return _same(request.header("sentry-hook-signature"), _hmac(secret, request.body))


def checkly(request: Request, secret: str, now: float) -> bool:
    return _same(request.header("x-checkly-signature"), _hmac(secret, request.body))


def grafana(request: Request, secret: str, now: float) -> bool:
    """With a time in a header of this name the time is signed as well, and has to be recent."""
    at, base = request.header("x-grafana-alerting-signature-timestamp"), request.body
    if at:
        if not _is_recent(at, now):
            return False
        base = at.encode() + b":" + base
    return _same(request.header("x-grafana-alerting-signature"), _hmac(secret, base))


def honeycomb(request: Request, secret: str, now: float) -> bool:
    return _same(request.header("x-honeycomb-webhook-token"), secret)


def statuscake(request: Request, secret: str, now: float) -> bool:
    """In its body is the MD5 of a user name and a key: that digest is the secret."""
    try:
        token = pick(request.payload(), "Token")
    except AlertRefused:
        return False
    return isinstance(token, str) and _same(token, secret)


USUAL: tuple[Scheme, ...] = (shared, standard_webhook)
SCHEMES: Mapping[str, tuple[Scheme, ...]] = {
    "pagerduty": (pagerduty,),
    "sentry": (sentry,),
    "grafana": (grafana, shared),
    "checkly": (checkly, shared),
    "honeycomb": (honeycomb, shared),
    "statuscake": (statuscake, shared),
}
"""Who has a scheme of their own. PagerDuty and Sentry always sign; the others only if asked to."""


def _hmac(secret: str, base: bytes) -> str:
    return hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


def _among(told: Sequence[str], wanted: str) -> bool:
    return any(_same(one.strip(), wanted) for one in told[:_MOST_SIGNATURES])


def _same(told: str, wanted: str) -> bool:
    """Also for signs that are no text: headers may hold any bytes."""
    one, other = (text.encode("utf-8", "surrogatepass") for text in (told, wanted))
    return hmac.compare_digest(one, other)


def _is_recent(at: str, now: float) -> bool:
    return bool(re.fullmatch(r"[0-9]{1,12}", at)) and abs(now - int(at)) <= OLDEST


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
