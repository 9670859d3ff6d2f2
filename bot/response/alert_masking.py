"""Takes secrets out of what alerts say, before anything of it is kept."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TypeVar

from pydantic import BaseModel

from bot.incident.alert import Delivery
from bot.incident.masking import Masker

_KEYS = frozenset({"dedup_key", "copy_key", "group"})
"""What other words are compared with: a mask would make different ones alike."""
_REMEMBERED = 8192

Told = TypeVar("Told", bound=BaseModel)


def masked_delivery(masker: Masker, delivery: Delivery) -> Delivery:
    change = {
        "group": _key(masker, delivery.group) if delivery.group else None,
        "alerts": tuple(_masked(masker, one) for one in delivery.alerts),
        "updates": tuple(_masked(masker, one) for one in delivery.updates),
        "notes": tuple(_masked(masker, one) for one in delivery.notes),
        "changes": tuple(_masked(masker, one) for one in delivery.changes),
    }
    return delivery.model_copy(update=change)


def _masked(masker: Masker, told: Told) -> Told:
    change: dict[str, object] = {}
    for name, value in told:
        if isinstance(value, str):
            mask = _key if name in _KEYS else _text
            if (without := mask(masker, value)) != value:
                change[name] = without
        elif isinstance(value, dict):
            change[name] = {key: _label(masker, key, text) for key, text in value.items()}
    return told.model_copy(update=change)


@lru_cache(_REMEMBERED)
def _text(masker: Masker, text: str) -> str:
    """An alert that is repeated says the same."""
    return masker.mask(text).text


def _label(masker: Masker, name: str, value: str) -> str:
    """Some secrets are only known for one by the name beside them."""
    before = f"{name}: "
    masked = _text(masker, before + value)
    return masked.removeprefix(before) if masked.startswith(before) else _text(masker, value)


def _key(masker: Masker, key: str) -> str:
    if _text(masker, key) == key:
        return key
    source = key.partition("|")[0]
    return f"{source}|{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()}"
