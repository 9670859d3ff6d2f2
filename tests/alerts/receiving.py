"""The bot as senders of alerts reach it, and a proxy that knows whom it wanted to call."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import aiohttp
from sqlalchemy import delete

from bot.incident.kept_alert import KeptAlert
from bot.incident.unread_alert import UnreadAlert
from bot.storage.alert_tables import AlertDeliveryRow, AlertRow
from bot.storage.columns import table
from bot.storage.ledger import Database
from tests.alerts.sending import SECRETS, Sent
from tests.databases import Kind
from tests.stage import Stage, stage


@dataclass
class Outside:
    """Everything beyond this machine: nothing is there."""

    wanted: list[str] = field(default_factory=list)
    port: int = 0

    async def refuse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.wanted.append((await reader.readline()).decode().split(" ")[1])
        writer.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()
        writer.close()


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: dict[str, Any]


@dataclass
class Receiver:
    scene: Stage
    database: Database
    http: aiohttp.ClientSession
    outside: Outside

    async def post(self, sent: Sent, method: str = "POST") -> Answer:
        url = f"http://127.0.0.1:{self.scene.bot.addresses.port}{sent.path}"
        async with self.http.request(
            method, url, data=BytesIO(sent.body) if sent.body else None, headers=sent.headers
        ) as answer:
            is_json = answer.content_type == "application/json"
            body = await answer.json() if is_json else {}
            return Answer(answer.status, dict(answer.headers), body)

    async def known(self) -> list[KeptAlert]:
        async with self.database.look() as work:
            return list(await work.alerts.latest(5000))

    async def unread(self) -> list[UnreadAlert]:
        async with self.database.look() as work:
            return list(await work.unread_alerts.all())

    async def forget(self) -> None:
        """All that was received, so that the next begins anew."""
        async with self.database._writer.begin() as connection:
            for row in (AlertRow, AlertDeliveryRow):
                await connection.execute(delete(table(row)))


@contextmanager
def calling_by(proxy: str) -> Iterator[None]:
    """Whatever is not on this machine is called by way of a proxy; it is asked for at each call."""
    ways = {"HTTP_PROXY": proxy, "HTTPS_PROXY": proxy, "NO_PROXY": "127.0.0.1"}
    before = {name: os.environ[name] for name in ways if name in os.environ}
    os.environ.update(ways)
    try:
        yield
    finally:
        for name in ways:
            del os.environ[name]
        os.environ.update(before)


@asynccontextmanager
async def receiving(
    tmp_path: Path, kind: Kind = "sqlite", **environ: str
) -> AsyncIterator[Receiver]:
    outside = Outside()
    server = await asyncio.start_server(outside.refuse, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    secrets = environ.pop("ALERT_SECRETS", SECRETS)
    async with (
        server,
        stage(tmp_path, kind=kind, ALERT_SECRETS=secrets, **environ) as scene,  # type: ignore[arg-type]
        scene.bot_running(),
        aiohttp.ClientSession() as http,
    ):
        database = await Database.open(scene.url)
        with calling_by(f"http://127.0.0.1:{port}"):
            yield Receiver(scene, database, http, outside)
        await database.close()
