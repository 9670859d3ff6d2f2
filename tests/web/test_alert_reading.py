"""A body that comes again is not read again, and never taken for another sender's."""

from __future__ import annotations

import json

import pytest

from bot.alerts.errors import Unreadable
from bot.alerts.request import Request
from bot.incident.alert import Alert, AlertState, Delivery
from bot.web.alert_reading import SHORT, read

FORM = {"content-type": "application/x-www-form-urlencoded"}
EVENT = {"ce-specversion": "1.0", "ce-title": "A"}


class Sender:
    """Whatever comes is one alert that fires, called what it is called."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.read: list[object] = []

    def __call__(self, payload: object) -> Delivery:
        self.read.append(payload)
        assert isinstance(payload, dict)
        title, key = str(payload["title"]), f"{self.name}|{len(self.read)}"
        fires = AlertState.FIRING
        alert = Alert(source=self.name, dedup_key=key, title=title, state=fires)
        return Delivery(alerts=(alert,))


def request(title: str, headers: dict[str, str] | None = None, size: int = 0) -> Request:
    return Request(headers=headers or {}, body=json.dumps({"title": title}).encode().ljust(size))


def test_the_same_words_are_read_once() -> None:
    sender = Sender("one")

    first, again, other = (read(sender, request(title)) for title in ("A", "A", "B"))

    assert first == again
    assert [one.alerts[0].title for one in (first, other)] == ["A", "B"]
    assert sender.read == [{"title": "A"}, {"title": "B"}]


def test_another_sender_reads_them_in_its_own_way() -> None:
    one, two = Sender("one"), Sender("two")

    assert read(one, request("A")).alerts[0].source == "one"
    assert read(two, request("A")).alerts[0].source == "two"


@pytest.mark.parametrize(
    ("headers", "size"),
    [({}, SHORT + 1), (EVENT, 0)],
    ids=["too long to be kept in memory", "its headers say something as well"],
)
def test_what_its_body_alone_does_not_say_is_read_each_time(
    headers: dict[str, str], size: int
) -> None:
    sender = Sender("one")

    for _ in range(2):
        read(sender, request("A", headers, size))

    assert len(sender.read) == 2


@pytest.mark.parametrize("body", [b"{", b"title=A"])
def test_what_nobody_can_read_is_refused_each_time(body: bytes) -> None:
    sender = Sender("one")

    for _ in range(2):
        with pytest.raises(Unreadable):
            read(sender, Request(headers={}, body=body))
    assert read(sender, Request(headers=FORM, body=b"title=A")).alerts[0].title == "A"
