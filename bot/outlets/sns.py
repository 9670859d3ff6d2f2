"""Amazon SNS: fetches the certificates that prove its messages, and confirms subscriptions."""

from __future__ import annotations

import time
from collections.abc import Callable

from bot.alerts.errors import NotGenuine
from bot.alerts.payload import line
from bot.alerts.sns import CONFIRMATION, certificate_url, check_signature, confirmation_url
from bot.outlets.http import Http
from bot.response.outcomes import NotDone, Refused

WHAT = "Amazon SNS"
REMEMBERED = 20
"""Certificates; there is one for each region, and a new one every few years."""
REST = 60.0
"""Seconds in which SNS is not asked again after it could not be reached."""


class Sns:
    """Only addresses of SNS itself are opened, and a subscription only when it is proved."""

    def __init__(self, http: Http, now: Callable[[], float] = time.monotonic) -> None:
        self._http = http
        self._now = now
        self._certificates: dict[str, bytes] = {}
        self._rests_until = -REST

    async def vouch(self, payload: object) -> None:
        """Raises NotGenuine; and NotDone for a subscription if SNS cannot be reached. An alarm has
        its secret to prove it then: it is not lost because this machine may not call out.
        """
        confirms = line(payload, "Type") == CONFIRMATION
        try:
            check_signature(payload, await self._certificate(certificate_url(payload)))
            if confirms:
                await self._http.fetch(WHAT, confirmation_url(payload))
        except Refused:
            raise NotGenuine("SNS does not know what it names") from None
        except NotDone:
            self._rests_until = self._now() + REST
            if confirms:
                raise

    async def _certificate(self, url: str) -> bytes:
        if url not in self._certificates:
            if self._now() < self._rests_until:
                raise NotDone(WHAT, "not_reached_lately")
            if len(self._certificates) >= REMEMBERED:
                self._certificates.clear()
            self._certificates[url] = await self._http.fetch(WHAT, url)
        return self._certificates[url]
