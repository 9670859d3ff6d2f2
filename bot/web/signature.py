"""Whether a request comes from Slack: its signature over the raw body, and its age."""

from __future__ import annotations

import hashlib
import hmac
import re

OLDEST = 300
"""Seconds that a request's time may be away from ours, either way."""

_TIMESTAMP = re.compile(r"[0-9]{1,12}", re.ASCII)
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}", re.ASCII)


def well_formed(timestamp: str, signature: str, now: float) -> bool:
    """What can be told before the body is read. Garbage never gets any further."""
    if not _TIMESTAMP.fullmatch(timestamp) or not _SIGNATURE.fullmatch(signature):
        return False
    return abs(now - int(timestamp)) <= OLDEST


def genuine(secret: str, timestamp: str, signature: str, body: bytes) -> bool:
    """To be asked only when `well_formed`; compares in constant time."""
    return hmac.compare_digest(sign(secret, timestamp, body), signature)


def sign(secret: str, timestamp: str, body: bytes) -> str:
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
