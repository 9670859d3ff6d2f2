"""The HTTP server of the local Slack: where its addresses lead."""

from __future__ import annotations

from aiohttp import web

from bot.sandbox.backstage import Backstage
from bot.sandbox.conductor import Conductor
from bot.sandbox.doors import Doors
from bot.sandbox.sockets import Sockets
from bot.sandbox.webapi import WebApi

HOST = "127.0.0.1"
LARGEST_UPLOAD = 20 * 2**20


class Server:
    def __init__(
        self,
        backstage: Backstage,
        conductor: Conductor,
        web_api: WebApi,
        doors: Doors,
        sockets: Sockets,
    ) -> None:
        self._backstage = backstage
        self._conductor = conductor
        self._web_api = web_api
        self._doors = doors
        self._sockets = sockets
        self._runner: web.AppRunner | None = None

    async def start(self, port: int) -> None:
        """Listen on this machine only; port 0 lets the system choose."""
        app = web.Application(client_max_size=LARGEST_UPLOAD)
        app.router.add_route("*", "/api/{method}", self._web_api.handle)
        app.router.add_get("/link/", self._sockets.handle)
        app.router.add_post("/respond/{team}/{key}", self._doors.respond)
        app.router.add_post("/upload/{ticket}", self._doors.upload)
        app.router.add_get("/files-pri/{file}/{name}", self._doors.download)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, port).start()
        chosen = self._runner.addresses[0][1]
        self._backstage.base_url = f"http://{HOST}:{chosen}"

    async def stop(self) -> None:
        self._conductor.closing.set()
        await self._sockets.close()
        if self._runner is not None:
            await self._runner.cleanup()
