"""Everybody outside whom updates reach: a mail server, a status page and a program, on loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from tests.outlets.delivering import SECRETS, http_server
from tests.outlets.mail_server import HOST, PostOffice, post_office
from tests.outlets.receiver import Receiver
from tests.outlets.status_page import PAGE, StatusPage

ENVIRON = {name: SECRETS[name] for name in ("WEBHOOK_SECRET", "STATUSPAGE_KEY")}


@dataclass
class Town:
    office: PostOffice
    page: StatusPage
    receiver: Receiver
    config: str
    """By which the internal audience is reached in five places, two of them in Slack."""


@asynccontextmanager
async def town() -> AsyncIterator[Town]:
    page, receiver = StatusPage(), Receiver()
    async with AsyncExitStack() as stack:
        office = await stack.enter_async_context(post_office())
        api = await stack.enter_async_context(http_server(page.answer))
        hook = await stack.enter_async_context(http_server(receiver.answer))
        config = f"""
mail: {{host: {HOST}, port: {office.port}, security: none, sender: incidents@example.com}}
audiences:
  internal:
    auto: false
    destinations:
      - announcement
      - channel: status
      - email: ana@example.com
      - statuspage: {PAGE}
        key_from: STATUSPAGE_KEY
        api: {api}/v1/
      - webhook: {hook}/incidents
        secret_from: WEBHOOK_SECRET
"""
        yield Town(office, page, receiver, config)
