"""Which channel names Slack refuses, and with which error code."""

from __future__ import annotations

import re
from string import punctuation

LONGEST_NAME = 80

_ALLOWED = re.compile(r"[a-z0-9_-]+")


def check_channel_name(name: str) -> str | None:
    """Slack's error code, or None for a good name.

    Slack also takes small letters of other alphabets; they are refused here, because the names
    this bot makes are folded to ASCII.
    """
    if not name:
        return "invalid_name_required"
    if len(name) > LONGEST_NAME:
        return "invalid_name_maxlength"
    if all(sign in punctuation for sign in name):
        return "invalid_name_punctuation"
    if not _ALLOWED.fullmatch(name):
        return "invalid_name_specials"
    return None
