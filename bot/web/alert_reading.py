"""Reading what a sender said; in a storm the same is said again and again, and is read once."""

from __future__ import annotations

from functools import lru_cache

from bot.alerts.payload import read_json
from bot.alerts.request import Request
from bot.alerts.senders import Parse
from bot.incident.alert import Delivery

REMEMBERED = 512
SHORT = 16 * 1024
"""Bytes; what is longer is read each time, so that little is kept in memory."""


def read(parse: Parse, sent: Request) -> Delivery:
    """Raises AlertRefused."""
    if sent.is_only_json and len(sent.body) <= SHORT:
        return _read_json(parse, sent.body)
    return parse(sent.payload())


@lru_cache(REMEMBERED)
def _read_json(parse: Parse, body: bytes) -> Delivery:
    return parse(read_json(body))
