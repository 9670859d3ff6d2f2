"""The rules of Betterleaks, a kept detector, read from their file and put into Python's words."""

from __future__ import annotations

import functools
import json
import math
import re
from collections import Counter
from pathlib import Path
from typing import Any

from bot.incident.masking_rule import Fits, Rule

FILE = Path(__file__).with_name("masking_rules.json")

TOO_LOOSE = frozenset({"generic-api-key", "hashicorp-tf-password", "polymarket-api-key"})
"""Names with something after them; `masking_own` has those names, and looks at what follows."""
TOO_SLOW = frozenset({"curl-auth-header", "curl-auth-user", "kubernetes-secret-yaml"})
"""Linear in Go; here they would try every way to cut a text."""
MASKED_BY_OUR_OWN = frozenset(
    {
        "azure-app-configuration-connection-string",
        "azure-servicebus-connection-string",
        "azure-storage-account-key",
        "gcp-service-account",
        "mongodb-connection-string",
        "nuget-config-password",
        "private-key",
        "sidekiq-sensitive-url",
        "temporal-cloud-api-key.1",
    }
)
"""These take more than the secret, or miss one that is cut off."""
NEED_A_COMPANION = frozenset(
    {"alibaba-secret-key", "alibaba-sts-access-key-secret", "cloudinary-api-secret"}
    | {"ovh-application-secret", "tableau-personal-access-token.1"}
)
"""Believed upstream only beside another match."""
_PUBLIC = re.compile(r"-(?:client-id|app-id|access-id|tenant-id|api-id|pub-key|public-key)\b")
_ALSO_PUBLIC = frozenset({"posthog-project-api-key", "devcycle-client-sdk-key"})
_WHOLE = frozenset({"jwt-base64", "microsoft-teams-webhook"})
"""Their groups are only there to repeat something."""

_UPSTREAM_END = re.compile(
    r"""\(\?:(?:\\\\\?\['"\\x60\]\|\[\\s;\]\|\\\\\[nr\]\|\$|\[\\x60'"\\s;\]\|\\\\\[nr\]\|\$(?:\|\\b)?)\)"""
)
"""In code a quotation mark, a blank or a semicolon ends a token; in talk a full stop may, too."""
_END = r"(?![\w-])"
_LATE_FLAG = re.compile(r"(?<!^)\(\?i\)")
_NAMED = r"(?:[ \t\w.-]{0,20})"
"""In patterns that begin with a vendor's name, and take whatever is assigned to it."""
_LIKE_AN_ID = re.compile(r"[0-9a-fA-F-]+|[^0-9]+")
_SAID_TO_BE_ONE = re.compile(r"key|token|secret|passw|pwd|auth|cred|bearer", re.IGNORECASE)
_REST = r"[\w+/=-]*"


@functools.cache
def vendor_rules() -> tuple[Rule, ...]:
    raws = json.loads(FILE.read_text(encoding="utf-8"))["rules"]
    return tuple(_rule(raw) for raw in raws if not is_left_out(raw))


def is_left_out(raw: dict[str, Any]) -> bool:
    kind = raw["id"]
    named = TOO_LOOSE | TOO_SLOW | MASKED_BY_OUR_OWN | NEED_A_COMPANION | _ALSO_PUBLIC
    ours = kind.startswith("slack-")
    return ours or raw.get("part", False) or kind in named or _PUBLIC.search(kind) is not None


def _rule(raw: dict[str, Any]) -> Rule:
    named = _NAMED in raw["regex"]
    keywords = tuple(word.lower() for word in raw["keywords"])
    return Rule(
        kind=raw["id"].split(".")[0],
        pattern=translated(raw["regex"]),
        keywords=keywords,
        fits=_fits(raw.get("entropy", 0.0), named),
        group=0 if raw["id"] in _WHOLE else raw.get("group"),
        onwards=_REST,
        at_keyword=raw["regex"].startswith(f"(?i)(?:{'|'.join(keywords)})"),
    )


def translated(pattern: str) -> str:
    """Go's RE2 to Python's re; `(?i)` in the middle holds for the rest of its group."""
    pattern = _UPSTREAM_END.sub(lambda _: _END, pattern)
    pattern = pattern.replace("[[:alnum:]]", "[0-9A-Za-z]").replace(r"\z", r"\Z")
    while late := _LATE_FLAG.search(pattern):
        close = _end_of_group(pattern, late.end())
        inside = f"(?i:{pattern[late.end() : close]})"
        pattern = pattern[: late.start()] + inside + pattern[close:]
    return pattern


def _end_of_group(pattern: str, start: int) -> int:
    """Where the group that is open at `start` ends, or the pattern."""
    depth = 0
    for piece in re.finditer(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()]", pattern[start:]):
        depth += {"(": 1, ")": -1}.get(piece[0], 0)
        if depth < 0:
            return start + piece.start()
    return len(pattern)


def _fits(entropy: float, named: bool) -> Fits:
    def fits(match: str, secret: str) -> bool:
        if named and not _may_be_assigned(match.removesuffix(secret), secret):
            return False
        return entropy_of(secret) > entropy

    return fits


def _may_be_assigned(before: str, secret: str) -> bool:
    """A commit, a trace or a word after a vendor's name is none, unless it is called a key."""
    if _LIKE_AN_ID.fullmatch(secret) is None:
        return True
    return not secret.isalpha() and _SAID_TO_BE_ONE.search(before) is not None


def entropy_of(text: str) -> float:
    """Shannon's, in bits per character, as the rules' thresholds mean it."""
    return -sum(n / len(text) * math.log2(n / len(text)) for n in Counter(text).values())
