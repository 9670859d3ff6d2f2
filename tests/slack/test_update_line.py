"""The line after `update`: audiences are named on purpose, or nobody but the internal one hears."""

from __future__ import annotations

import pytest

from bot.incident.audience import SHIPPED_AUDIENCES, Audience, AudienceKind
from bot.slack.update_line import Act, read_update_line

OWN = Audience(key="partners", kind=AudienceKind.CUSTOMERS, name={"en": "Key accounts"})
AUDIENCES = (*SHIPPED_AUDIENCES, OWN)


@pytest.mark.parametrize(
    ("line", "act", "audiences", "text"),
    [
        ("", Act.FORM, (), ""),
        ("We restart the queue", Act.SEND, (), "We restart the queue"),
        ("customers: we restart it", Act.SEND, ("customers",), "we restart it"),
        ("customers We restart it", Act.SEND, ("customers",), "We restart it"),
        ("Customers 3 of 4 can pay", Act.SEND, ("customers",), "3 of 4 can pay"),
        ("customers are affected", Act.ASK, ("customers",), "are affected"),
        ("executives, customers: Done", Act.SEND, ("executives", "customers"), "Done"),
        ("executives customers Done", Act.SEND, ("executives", "customers"), "Done"),
        ("executives and customers: Done", Act.SEND, ("executives", "customers"), "Done"),
        ("executives and we wait", Act.ASK, ("executives",), "and we wait"),
        ("executives And more", Act.SEND, ("executives",), "And more"),
        ("direction: Bascule à 14 h", Act.SEND, ("executives",), "Bascule à 14 h"),
        ("clients et direction: Rien", Act.SEND, ("customers", "executives"), "Rien"),
        ("interne Rien de neuf", Act.SEND, ("internal",), "Rien de neuf"),
        ("partners: Done", Act.SEND, ("partners",), "Done"),
        ("customers, customers: Done", Act.SEND, ("customers",), "Done"),
        ("customers", Act.FORM, ("customers",), ""),
        ("customers:", Act.FORM, ("customers",), ""),
        ("customers off Nobody outside", Act.OFF, ("customers",), "Nobody outside"),
        ("customers, public off", Act.OFF, ("customers", "public"), ""),
        ("customers on", Act.ON, ("customers",), ""),
        ("customers on the west coast", Act.ASK, ("customers",), "on the west coast"),
        ("the customers: x", Act.SEND, (), "the customers: x"),
        ("restart: customers wait", Act.SEND, (), "restart: customers wait"),
        (": customers", Act.SEND, (), ": customers"),
        (" : ", Act.FORM, (), ""),
        (",,, …", Act.FORM, (), ""),
        ("customers: …", Act.FORM, ("customers",), ""),
        ("custmers: We restart it", Act.ASK, ("customers",), "We restart it"),
        ("executive's: Done", Act.ASK, ("executives",), "Done"),
        ("ETA: half an hour", Act.SEND, (), "ETA: half an hour"),
        ("off", Act.OFF, (), ""),
        ("avec", Act.ON, (), ""),
        ("off we go", Act.SEND, (), "off we go"),
    ],
)
def test_a_line_names_audiences_or_is_a_text(
    line: str, act: Act, audiences: tuple[str, ...], text: str
) -> None:
    read = read_update_line(line, AUDIENCES)

    assert (read.act, read.audiences, read.text) == (act, audiences, text)


def test_the_whole_line_is_at_hand_where_it_may_be_a_sentence() -> None:
    assert read_update_line("customers are affected", AUDIENCES).whole == "customers are affected"


def test_nothing_reaches_executives_or_customers_that_does_not_begin_with_their_name() -> None:
    for words in ("all: x", "everyone: x", "status for customers: x"):
        assert read_update_line(words, AUDIENCES).audiences == ()
    assert read_update_line("@customers: x", AUDIENCES).act is Act.ASK
