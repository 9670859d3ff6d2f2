"""What must not be read in a log: configured secrets, Slack's tokens, URLs that are keys."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import Enum

MASK = "***"

_TOKEN = re.compile(r"\bxox[a-z0-9](?:\.xox[a-z])?-[\w.-]+|\bxapp-[\w-]+", re.IGNORECASE)
_URL_THAT_IS_A_KEY = re.compile(
    r"\bhttps?://(?:hooks\.slack(?:-gov)?\.com"
    r"|[^\s/\"']+/(?:commands|actions|services|workflows|triggers|response\w*))/[^\s\"']+"
)
_PASSWORD_IN_URL = re.compile(r"(\b[\w+.-]+://[^\s:/@\"']*):[^\s@/\"']+@")
_QUERY_OF_URL = re.compile(r"(\b(?:https?|wss?)://[^\s?\"'#]+)\?[^\s\"']+")
_SECRET_NAME = re.compile(
    r"token|secret|password|authorization|cookie|response_url|ticket|^dsn$|^body$|^payload$",
    re.IGNORECASE,
)


class Masker:
    """Turns anything into plain data without secrets; what it does not know becomes its type."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = sorted({secret for secret in secrets if secret.strip()}, key=len, reverse=True)
        self._secrets = re.compile("|".join(map(re.escape, known))) if known else None

    def text(self, text: str) -> str:
        if self._secrets:
            text = self._secrets.sub(MASK, text)
        text = _TOKEN.sub(MASK, text)
        text = _URL_THAT_IS_A_KEY.sub(MASK, text)
        text = _PASSWORD_IN_URL.sub(rf"\1:{MASK}@", text)
        return _QUERY_OF_URL.sub(rf"\1?{MASK}", text)

    def value(self, value: object) -> object:
        if isinstance(value, Enum):
            return self.value(value.value)
        if isinstance(value, str):
            return self.text(value)
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, int | float):
            # An id made of digits only may be a secret as well.
            return value if self.text(str(value)) == str(value) else MASK
        return self._composed(value)

    def _composed(self, value: object) -> object:
        if isinstance(value, Mapping):
            return self.mapping(value)
        if isinstance(value, list | tuple | set | frozenset):
            return [self.value(item) for item in value]
        if hasattr(value, "isoformat"):
            return str(value.isoformat())
        return f"<{type(value).__qualname__}>"

    def mapping(self, mapping: Mapping[object, object]) -> dict[str, object]:
        return {
            self.text(str(name)): MASK if _SECRET_NAME.search(str(name)) else self.value(value)
            for name, value in mapping.items()
        }
