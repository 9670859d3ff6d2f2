"""Trigger ids: the short-lived permission to open a form for the person who just acted."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

from bot.sandbox.call import Refused


@dataclass
class Trigger:
    user: str
    made: float
    used: bool = False


class Triggers:
    """Each is good once, and for `lifetime` seconds of real time."""

    def __init__(self) -> None:
        self.lifetime = 3.0
        self._known: dict[str, Trigger] = {}

    def mint(self, user: str) -> str:
        trigger_id = f"{int(time.time() * 1000)}.{len(self._known)}.{secrets.token_hex(16)}"
        self._known[trigger_id] = Trigger(user, time.monotonic())
        return trigger_id

    def exchange(self, trigger_id: str) -> str:
        """The user behind it; it is spent now."""
        trigger = self._known.get(trigger_id)
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if trigger.used:
            raise Refused("exchanged_trigger_id")
        if time.monotonic() - trigger.made > self.lifetime:
            raise Refused("expired_trigger_id")
        trigger.used = True
        return trigger.user
