"""A real mail server on loopback, that takes, refuses and breaks off as a test says."""

from __future__ import annotations

import asyncio
import contextlib
import email
import email.policy
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from bot.incident.audience import MailServer
from tests.child import until

HOST = "127.0.0.1"


@dataclass
class Certificates:
    """An authority of this test run, with a certificate for loopback."""

    authority: trustme.CA = field(default_factory=trustme.CA)

    def server(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.authority.issue_cert(HOST, "localhost").configure_cert(context)
        return context

    def client(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        self.authority.configure_trust(context)
        return context


class _Connection(SMTP):
    """Known as long as it is open, so that a test can wait for its end."""

    def __init__(self, open: set[_Connection], handler: PostOffice, **how: Any) -> None:
        super().__init__(handler, **how)
        self._open = open

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._open.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        self._open.discard(self)


@dataclass
class PostOffice:
    """What arrived, and how the next commands are answered (None: well)."""

    port: int = 0
    taken: list[EmailMessage] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    """By command: MAIL, RCPT or DATA."""
    on: Callable[[str], None] = lambda phase: None
    """Told before and after it takes a message."""
    open: set[Any] = field(default_factory=set)
    """Connections."""
    hung_up: bool = False
    """Breaks off when it has taken a message, without a word."""

    def server(self, **differs: Any) -> MailServer:
        plain = {"host": HOST, "port": self.port, "security": "none"}
        return MailServer(**{**plain, "sender": "incidents@example.com", **differs})

    async def handle_MAIL(  # noqa: N802 - the library's names
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.answers.get("MAIL", "250 OK")

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.answers.get("RCPT", "250 OK")

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if "DATA" in self.answers:
            return self.answers["DATA"]
        self.on("before effect")
        content = envelope.content
        assert isinstance(content, bytes)
        message = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.taken.append(message)
        self.to += envelope.rcpt_tos
        self.encrypted.append(session.ssl is not None)
        self.on("after effect")
        if self.hung_up:
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
        return "250 OK"


@asynccontextmanager
async def post_office(
    *,
    tls: ssl.SSLContext | None = None,
    from_the_start: bool = False,
    login: tuple[str, str] | None = None,
) -> AsyncIterator[PostOffice]:
    """`tls` without `from_the_start`: after STARTTLS, which is then required."""
    office, loop = PostOffice(), asyncio.get_running_loop()

    def known(server: SMTP, session: Session, envelope: Envelope, how: str, who: Any) -> AuthResult:
        assert isinstance(who, LoginPassword)
        right = login is not None and (who.login.decode(), who.password.decode()) == login
        return AuthResult(success=right, handled=False)

    def connection() -> SMTP:
        return _Connection(
            office.open,
            office,
            loop=loop,
            hostname="mail.example.com",
            tls_context=None if from_the_start else tls,
            require_starttls=tls is not None and not from_the_start,
            auth_required=login is not None,
            auth_require_tls=not from_the_start,
            authenticator=known if login else None,
        )

    ssl_context = tls if from_the_start else None
    server = await loop.create_server(connection, HOST, 0, ssl=ssl_context)
    office.port = server.sockets[0].getsockname()[1]
    try:
        yield office
    finally:
        server.close()
        await server.wait_closed()
        await until(lambda: not office.open)


Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def talking(talk: Talk) -> AsyncIterator[PostOffice]:
    """A server that follows no protocol but this one."""
    under_way: set[object] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        under_way.add(writer)
        await talk(reader, writer)
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()
        under_way.discard(writer)

    server = await asyncio.start_server(serve, HOST, 0)
    async with server:
        yield PostOffice(port=server.sockets[0].getsockname()[1])
    await until(lambda: not under_way)
