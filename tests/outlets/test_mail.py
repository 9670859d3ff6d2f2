"""Updates by e-mail: one thread an incident, the same at every attempt, and no way to add to it."""

from __future__ import annotations

import email
import email.policy
from datetime import timedelta
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.incident.audience import Email, MailServer
from bot.outlets.mail import Mail
from bot.outlets.mail_message import mail_message
from bot.outlets.smtp import Smtp
from bot.response.effects import Order
from bot.response.outcomes import Refused
from bot.response.update_guard import PRIVATE, REMOVED
from tests.outlets.delivering import HOSTILE, guard, order, private
from tests.outlets.mail_server import Certificates, post_office
from tests.storage.values import NOW

ANA = Email(name="ana@example.com", address="ana@example.com")
BO = Email(name="bo@example.com", address="bo@example.com")
SERVER = MailServer(host="x", sender="incidents@example.com", sender_name="Ops, Inc. <x@y>")


def written(given: Order, server: MailServer = SERVER, to: Email = ANA) -> bytes:
    return mail_message(given.content, to, server, given.incident, given.effect, NOW).as_bytes()


def read(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    text: str = part.get_content()
    return text.rstrip("\r\n")


def test_it_has_a_plain_and_an_html_part_and_says_that_a_program_wrote_it() -> None:
    message = read(written(order(ANA, plain="État : résolu", html="<p>État</p>")))

    assert message["From"].addresses[0].display_name == "Ops, Inc. <x@y>"
    assert message["From"].addresses[0].addr_spec == "incidents@example.com"
    assert message["To"] == "ana@example.com"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime == NOW.replace(microsecond=0)
    assert body(message, "plain") == "État : résolu"
    assert body(message, "html") == "<p>État</p>"


def test_the_updates_of_an_incident_are_one_thread() -> None:
    first = read(written(order(ANA, "U1", nth="1")))
    second = read(written(order(ANA, "U2", nth="2")))
    third = read(written(order(ANA, "U3", nth="3")))

    ids = [message["Message-ID"] for message in (first, second, third)]
    assert len(set(ids)) == 3
    assert first["References"] is None
    assert second["References"] == second["In-Reply-To"] == first["Message-ID"]
    assert third["References"] == first["Message-ID"]
    assert all(id.endswith("@example.com>") for id in ids)


def test_two_audiences_share_no_thread() -> None:
    ours = read(written(order(ANA)))
    theirs = read(written(order(ANA, audience="press")))

    assert ours["Message-ID"] != theirs["Message-ID"]


def test_every_attempt_sends_the_same_bytes() -> None:
    assert written(order(ANA, nth="2")) == written(order(ANA, nth="2"))


def test_nothing_that_people_typed_becomes_a_header_or_a_part() -> None:
    raw = written(order(ANA, words=HOSTILE))
    message = read(raw)

    assert "Bcc" not in message
    assert [name for name in message if name.lower() in {"bcc", "cc"}] == []
    assert len(message["Subject"]) <= 250
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert raw.isascii()


@given(st.text(max_size=400), st.text(max_size=400))
def test_any_text_makes_a_letter_of_the_same_shape(subject: str, plain: str) -> None:
    message = read(written(order(ANA, subject=subject, plain=plain, html=plain)))

    assert len(list(message.walk())) == 3
    assert len(message.keys()) == len(read(written(order(ANA))).keys())


def test_forty_thousand_characters_stay_within_the_lines_of_mail() -> None:
    raw = written(order(ANA, plain="é<" * 20_000, html="é" * 40_000, subject="é" * 40_000))

    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert len(read(raw)["Subject"]) == 250


async def test_it_is_delivered_with_the_configured_sign_in() -> None:
    certificates = Certificates()
    login = ("bot", "hunter2")
    async with post_office(tls=certificates.server(), login=login) as office:
        server = office.server(security="starttls", username="bot", password_from="SMTP_PASSWORD")
        kind = Mail(guard(ANA, mail=server), Smtp(5.0, certificates.client()))
        result = await kind.deliver(order(ANA))

    [taken] = office.taken
    assert result == {"message_id": taken["Message-ID"]}
    assert office.to == ["ana@example.com"]
    assert await kind.look_up(order(ANA)) is None


async def test_nothing_goes_where_it_is_not_meant_to_go() -> None:
    async with post_office() as office:
        kind = Mail(guard(ANA, mail=office.server()), Smtp(5.0))
        with pytest.raises(Refused, match=REMOVED):
            await kind.deliver(order(BO))
        with pytest.raises(Refused, match=PRIVATE):
            await kind.deliver(order(ANA, about=private(listed=False)))
        await kind.deliver(order(ANA, about=private(listed=True)))
        without = Mail(guard(ANA), Smtp(5.0))
        with pytest.raises(Refused, match="mail_is_not_configured"):
            await without.deliver(order(ANA))

    assert len(office.taken) == 1


async def test_a_letter_is_dated_by_its_first_attempt() -> None:
    async with post_office() as office:
        kind = Mail(guard(ANA, mail=office.server()), Smtp(5.0))
        given = order(ANA)
        later = given.effect.model_copy(update={"attempted_at": NOW + timedelta(hours=1)})
        await kind.deliver(given)
        await kind.deliver(Order(given.incident, later, given.content, {}))

    first, second = office.taken
    assert first["Date"] == second["Date"]
    assert first["Message-ID"] == second["Message-ID"]
