"""Requests as their senders would send them: each with the proof that its sender gives."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from tests.alerts.cases import CASES, Case

WEBHOOKS = [case for case in CASES if case.kind == "webhook"]
IN_ADDRESS = {"cloudwatch", "uptimerobot", "betterstack", "pingdom", "azure_monitor"}
BY_PASSWORD = {"gcp_monitoring"}
BY_HEADER = {"honeycomb": "X-Honeycomb-Webhook-Token"}
SIGNED = {
    "pagerduty": ("X-PagerDuty-Signature", "v1="),
    "sentry": ("Sentry-Hook-Signature", ""),
    "checkly": ("X-Checkly-Signature", ""),
    "grafana": ("X-Grafana-Alerting-Signature", ""),
}
EMPTY_MD5 = hashlib.md5(b"", usedforsecurity=False).hexdigest()


def secret_of(source: str) -> str:
    """Of StatusCake it is what the fixtures have."""
    return EMPTY_MD5 if source == "statuscake" else f"secret-of-{source}-0123456789"


SECRETS = ",".join(
    f"{source}={secret_of(source)}" for source in sorted({case.told["vendor"] for case in WEBHOOKS})
)


@dataclass(frozen=True)
class Sent:
    path: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


def sent(case: Case, body: Any = None) -> Sent:
    """The case, or another body in its place, proved."""
    told, body = case.told["request"], case.body if body is None else body
    form = told["encoding"] == "form" and isinstance(body, dict)
    raw = urlencode(body, errors="surrogatepass").encode() if form else as_json(body)
    fixed = {name: text for name, text in told["headers"].items() if "ignature" not in name}
    return proved(case.told["vendor"], raw, {**fixed, "Content-Type": told["content_type"]})


def as_json(body: Any) -> bytes:
    return json.dumps(body).encode()


def proved(source: str, body: bytes, headers: dict[str, str] | None = None) -> Sent:
    secret, path = secret_of(source), f"/alerts/{source}"
    headers = dict(headers or {})
    if source in IN_ADDRESS:
        path = f"{path}/{secret}"
    elif source in SIGNED:
        name, before = SIGNED[source]
        headers[name] = before + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    elif source in BY_HEADER:
        headers[BY_HEADER[source]] = secret
    elif source in BY_PASSWORD:
        told = base64.b64encode(f"anybody:{secret}".encode()).decode()
        headers["Authorization"] = f"Basic {told}"
    elif source != "statuscake":
        headers["Authorization"] = f"Bearer {secret}"
    return Sent(path, body, headers)
