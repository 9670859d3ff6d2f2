"""A webhook request as far as alerts care, and what its body says in whatever way it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from bot.alerts.errors import Unreadable
from bot.alerts.payload import ROWS, read_json

FORM = "application/x-www-form-urlencoded"
_EVENT = "ce-"


@dataclass(frozen=True, slots=True)
class Request:
    """`headers`: their names in lower case. `path_secret`: what follows the sender in the path."""

    headers: Mapping[str, str]
    body: bytes
    query: Mapping[str, str] = field(default_factory=dict)
    path_secret: str = ""

    def header(self, name: str) -> str:
        return self.headers.get(name, "")

    def payload(self) -> object:
        """JSON, a form, or nothing but a query. Raises Unreadable."""
        if not self.body.strip():
            return dict(self.query)
        if self._is_form:
            return _form(self.body)
        payload = read_json(self.body)
        return self._event(payload) if self._is_event else payload

    @property
    def is_only_json(self) -> bool:
        """Whether its body alone says everything: the same body has the same payload."""
        return bool(self.body.strip()) and not self._is_form and not self._is_event

    @property
    def _is_form(self) -> bool:
        return self.header("content-type").partition(";")[0].strip().lower() == FORM

    @property
    def _is_event(self) -> bool:
        return bool(self.header("ce-specversion"))

    def _event(self, data: object) -> object:
        """CloudEvents in their binary form, where all but the data is in headers."""
        named = self.headers.items()
        told = {name[len(_EVENT) :]: value for name, value in named if name.startswith(_EVENT)}
        return {**told, "data": data}


def _form(body: bytes) -> object:
    try:
        text = body.decode()
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=ROWS))
    except ValueError:
        raise Unreadable("it is no form in UTF-8, or has too many fields") from None


def as_sent(body: bytes) -> Request:
    """With the headers that it must have had: a form does not begin like JSON."""
    is_form = b"=" in body and body.lstrip()[:1] not in {b"{", b"["}
    return Request({"content-type": FORM} if is_form else {}, body)
