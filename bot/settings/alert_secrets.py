"""The secrets of those who send alerts: by sender, one or, while one is exchanged, two."""

from __future__ import annotations

import re
from collections.abc import Mapping

SHORTEST, MOST = 16, 2
_SENDER = re.compile(r"[a-z][a-z0-9_]{0,39}")


def by_sender(text: str) -> Mapping[str, tuple[str, ...]]:
    """`pagerduty=… pagerduty=… grafana=…`, parted by blanks, commas or lines.

    Raises ValueError, which says what is wrong and quotes no secret.
    """
    found: dict[str, tuple[str, ...]] = {}
    for entry in re.split(r"[\s,]+", text.strip()):
        sender, equals, secret = entry.partition("=")
        if not equals or not _SENDER.fullmatch(sender):
            raise ValueError("Each entry is a sender's name, = and its secret, without blanks.")
        if len(secret) < SHORTEST:
            raise ValueError(f"The secret of {sender} has fewer than {SHORTEST} characters.")
        found[sender] = (*found.get(sender, ()), secret)
    if many := [sender for sender, secrets in found.items() if len(secrets) > MOST]:
        raise ValueError(f"{many[0]} has more than {MOST} secrets.")
    return found
