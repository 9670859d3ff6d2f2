"""Handing e-mail over: one connection a message, and of each failure whether it may have gone."""

from __future__ import annotations

import asyncio
import contextlib
import re
import ssl
from dataclasses import dataclass
from email.message import EmailMessage

from aiosmtplib import (
    SMTP,
    SMTPConnectError,
    SMTPException,
    SMTPResponseException,
    SMTPServerDisconnected,
)

from bot.incident.audience import MailServer
from bot.incident.text import legible, shortened
from bot.response.outcomes import Busy, NotDone, Refused, Unclear

WHAT = "smtp"
AT_ONCE = 4
"""Connections at a time: servers take few from one sender."""
_TOLD = 100
_GOODBYE = 1.0
"""Seconds for the server to say it."""


@dataclass(slots=True)
class _Progress:
    handed_over: bool = False
    """The message may have been taken from here on."""
    taken: bool = False
    """The server has said so: what goes wrong afterwards does not matter."""


class Smtp:
    def __init__(self, timeout: float, tls: ssl.SSLContext | None = None) -> None:
        """`timeout`: seconds for all of it. `tls`: other trusted certificates than the system's."""
        self._timeout = timeout
        self._tls = tls
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def send(
        self, message: EmailMessage, to: str, server: MailServer, password: str | None
    ) -> None:
        """Raises Busy, Unclear or Refused."""
        progress = _Progress()
        client = self._client(server, password)
        try:
            async with asyncio.timeout(self._timeout), self._turns:
                await client.connect()
                await client.mail(server.sender)
                await client.rcpt(to)
                progress.handed_over = True
                await client.data(message.as_bytes())
                progress.taken = True
                await client.quit(timeout=_GOODBYE)
        except (SMTPException, OSError, TimeoutError) as error:
            if not progress.taken:
                raise _classed(error, progress) from error
        finally:
            client.close()

    def _client(self, server: MailServer, password: str | None) -> SMTP:
        return SMTP(
            hostname=server.host,
            port=server.port,
            use_tls=server.security == "tls",
            start_tls=server.security == "starttls",
            tls_context=self._context() if server.security != "none" else None,
            username=server.username or None,
            password=password,
            local_hostname=server.sender.rpartition("@")[2],
            timeout=self._timeout,
        )

    def _context(self) -> ssl.SSLContext:
        if self._tls is None:
            self._tls = ssl.create_default_context()
        return self._tls


def _classed(error: Exception, progress: _Progress) -> NotDone:
    """A refusal is an answer; silence after the message was sent leaves it open."""
    with contextlib.suppress(LookupError):
        return _answered(error)
    if isinstance(error, ssl.SSLError) or isinstance(error.__cause__, ssl.SSLError):
        return Refused(WHAT, "certificate_or_tls_refused")
    if isinstance(error, OSError | SMTPServerDisconnected | SMTPConnectError | TimeoutError):
        why = type(error).__name__
        return Unclear(WHAT, why) if progress.handed_over else Busy(WHAT, why)
    return Refused(WHAT, _said(0, str(error)))


def _answered(error: Exception) -> NotDone:
    """Raises LookupError when the server has answered nothing."""
    if not isinstance(error, SMTPResponseException):
        raise LookupError
    said = _said(error.code, error.message)
    return Refused(WHAT, said) if 500 <= error.code < 600 else Busy(WHAT, said)


def _said(code: int, message: str) -> str:
    text = re.sub(r"\s+", " ", legible(message)).strip()
    return shortened(f"{code} {text}" if code else text, _TOLD)
