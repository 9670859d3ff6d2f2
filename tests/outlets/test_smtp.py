"""E-mail against a real server: what it takes, what it refuses, and what nobody can know."""

from __future__ import annotations

import asyncio
from email.message import EmailMessage
from email.policy import SMTP as FOR_MAIL

import pytest

from bot.outlets.smtp import Smtp
from bot.response.outcomes import Busy, NotDone, Refused, Unclear
from tests.child import free_port
from tests.outlets.mail_server import Certificates, PostOffice, post_office, talking

CERTIFICATES = Certificates()
SMTP = Smtp(5.0, CERTIFICATES.client())


def letter() -> EmailMessage:
    message = EmailMessage(policy=FOR_MAIL)
    message["From"] = "incidents@example.com"
    message["To"] = "ana@example.com"
    message["Subject"] = "Größe: 100 %"
    message.set_content(".\r\nA dot alone\nÉtat : résolu\n" + "x" * 3_000)
    return message


async def send(office: PostOffice, smtp: Smtp = SMTP, **differs: object) -> None:
    password = differs.pop("password", None)
    assert password is None or isinstance(password, str)
    await smtp.send(letter(), "ana@example.com", office.server(**differs), password)


async def failure(office: PostOffice, smtp: Smtp = SMTP, **differs: object) -> NotDone:
    with pytest.raises(NotDone) as caught:
        await send(office, smtp, **differs)
    return caught.value


async def test_a_letter_arrives_as_it_was_written() -> None:
    async with post_office() as office:
        await send(office)

    [taken] = office.taken
    assert taken["Subject"] == "Größe: 100 %"
    assert taken.get_content().splitlines() == letter().get_content().splitlines()
    assert office.to == ["ana@example.com"]


async def test_after_starttls_it_is_signed_in_and_sent() -> None:
    async with post_office(tls=CERTIFICATES.server(), login=("bot", "hunter2")) as office:
        await send(office, security="starttls", username="bot", password="hunter2")

    assert office.encrypted == [True]


async def test_tls_from_the_first_byte_on() -> None:
    async with post_office(tls=CERTIFICATES.server(), from_the_start=True) as office:
        await send(office, security="tls")

    assert len(office.taken) == 1


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_a_certificate_that_nobody_vouches_for_gets_nothing(security: str) -> None:
    stranger = Certificates().server()
    async with post_office(tls=stranger, from_the_start=security == "tls") as office:
        failed = await failure(office, security=security)

    assert isinstance(failed, Refused)
    assert failed.why == "certificate_or_tls_refused"
    assert office.taken == []


async def test_a_server_without_starttls_gets_nothing() -> None:
    async with post_office() as office:
        failed = await failure(office, security="starttls")

    assert isinstance(failed, Refused)
    assert "STARTTLS" in failed.why
    assert office.taken == []


async def test_a_wrong_password_is_refused_and_not_told() -> None:
    async with post_office(tls=CERTIFICATES.server(), login=("bot", "hunter2")) as office:
        failed = await failure(office, security="starttls", username="bot", password="hunter3")

    assert isinstance(failed, Refused)
    assert failed.why.startswith("535 ")
    assert "hunter" not in failed.why


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("550 5.1.1 No such person", Refused),
        ("554 5.7.1 Not from you", Refused),
        ("450 4.2.0 Greylisted, come back later", Busy),
        ("421 4.7.0 Too many connections", Busy),
        ("452 4.3.1 Out of space", Busy),
    ],
)
async def test_an_answer_is_an_answer(command: str, answer: str, kind: type[NotDone]) -> None:
    async with post_office() as office:
        office.answers[command] = answer
        failed = await failure(office)

    assert type(failed) is kind
    assert failed.why == answer
    assert office.taken == []


async def test_a_refusal_shows_little_and_nothing_unseen() -> None:
    async with post_office() as office:
        office.answers["RCPT"] = "550 \x1b[31m" + "no " * 200
        failed = await failure(office)

    assert failed.why.isprintable()
    assert len(failed.why) <= 100


async def test_silence_after_the_letter_leaves_it_open() -> None:
    async with post_office() as office:
        office.hung_up = True
        failed = await failure(office)

    assert isinstance(failed, Unclear)
    assert len(office.taken) == 1


async def test_nobody_there_means_that_nothing_happened() -> None:
    failed = await failure(PostOffice(port=free_port()))

    assert isinstance(failed, Busy)


async def test_a_server_that_says_nothing_is_given_up() -> None:
    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with talking(say_nothing) as office:
        failed = await failure(office, Smtp(0.2))

    assert isinstance(failed, Busy)


async def test_a_server_that_takes_long_over_a_letter_may_have_it() -> None:
    async def slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 here\r\n")
        async for line in reader:
            if line == b"DATA\r\n":
                writer.write(b"354 go on\r\n")
                await reader.read()
                break
            writer.write(b"250 OK\r\n")

    async with talking(slow) as office:
        failed = await failure(office, Smtp(0.5))

    assert isinstance(failed, Unclear)


async def test_many_letters_take_few_connections_at_a_time() -> None:
    async with post_office() as office:
        await asyncio.gather(*(send(office) for _ in range(20)))

    assert len(office.taken) == 20
