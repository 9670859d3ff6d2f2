"""The HTTP server of the local Slack: where its addresses lead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aiohttp import web

from bot.sandbox.backstage import Backstage
from bot.sandbox.call import Call, Refused
from bot.sandbox.conductor import Broken, Conductor
from bot.sandbox.reading import parsed
from bot.sandbox.sockets import Sockets
from bot.sandbox.webapi import WebApi

HOST = "127.0.0.1"
Json = dict[str, Any]
Read = Callable[[bytes], Json]
Act = Callable[[Call, bytes], None]
LARGEST_UPLOAD = 20 * 2**20


class Server:
    def __init__(
        self, backstage: Backstage, conductor: Conductor, web_api: WebApi, sockets: Sockets
    ) -> None:
        self._backstage = backstage
        self._conductor = conductor
        self._web_api = web_api
        self._sockets = sockets
        self._runner: web.AppRunner | None = None

    async def start(self, port: int) -> None:
        """Listen on this machine only; port 0 lets the system choose."""
        app = web.Application(client_max_size=LARGEST_UPLOAD)
        app.router.add_route("*", "/api/{method}", self._web_api.handle)
        app.router.add_get("/link/", self._sockets.handle)
        app.router.add_post("/respond/{team}/{key}", self._respond)
        app.router.add_post("/upload/{ticket}", self._upload)
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

    async def _respond(self, http: web.Request) -> web.StreamResponse:
        """A response_url; in `calls` and for faults it is the method "response_url"."""

        def receive(call: Call, body: bytes) -> None:
            self._backstage.replies.receive(http.path, call.arguments)

        return await self._conducted(http, "response_url", _as_json, receive)

    async def _upload(self, http: web.Request) -> web.StreamResponse:
        """Where a file goes; in `calls` and for faults it is the method "upload"."""

        def store(call: Call, body: bytes) -> None:
            file = self._backstage.uploads.get(http.match_info["ticket"])
            if file is None:
                raise Refused("no_such_upload")
            file["content"] = body

        return await self._conducted(http, "upload", _as_bytes, store)

    async def _conducted(
        self, http: web.Request, name: str, read: Read, act: Act
    ) -> web.StreamResponse:
        call, body = self._conductor.note(name), await http.read()

        def effect() -> Json:
            act(call, body)
            return {}

        try:
            call.arguments = read(body)
            await self._conductor.conduct(call, lambda: None, effect)
        except Refused as refusal:
            call.outcome = refusal.code
            return web.json_response(refusal.answer(), status=404)
        except Broken as broken:
            return await self._conductor.break_off(http, call, broken)
        return web.Response(text="ok")


def _as_json(body: bytes) -> Json:
    return parsed(body.decode())


def _as_bytes(body: bytes) -> Json:
    return {"length": len(body)}
