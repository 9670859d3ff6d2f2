"""What the local Slack answers beside its Web API: response_urls, and files on their way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aiohttp import web

from bot.sandbox.backstage import Backstage
from bot.sandbox.call import Call, Refused
from bot.sandbox.conductor import Broken, Conductor
from bot.sandbox.reading import parsed
from bot.sandbox.webapi import Credentials

Json = dict[str, Any]
Act = Callable[[Call], web.Response]
SIGN_IN = "<!DOCTYPE html><html><body>Sign in to your workspace</body></html>"


class Doors:
    """In `calls` and for faults each of them is a method too."""

    def __init__(
        self, backstage: Backstage, conductor: Conductor, credentials: Credentials
    ) -> None:
        self._backstage = backstage
        self._conductor = conductor
        self._credentials = credentials

    async def respond(self, http: web.Request) -> web.StreamResponse:
        """A response_url, "response_url"."""

        def receive(call: Call) -> web.Response:
            self._backstage.replies.receive(http.path, call.arguments)
            return web.Response(text="ok")

        body = await http.text()
        return await self._conducted(http, "response_url", lambda: parsed(body), receive)

    async def upload(self, http: web.Request) -> web.StreamResponse:
        """Where a file is put, "upload"."""
        body = await http.read()

        def store(call: Call) -> web.Response:
            file = self._backstage.uploads.get(http.match_info["ticket"])
            if file is None:
                raise Refused("no_such_upload")
            file["content"] = body
            return web.Response(text=f"OK - {len(body)}")

        return await self._conducted(http, "upload", lambda: {"length": len(body)}, store)

    async def download(self, http: web.Request) -> web.StreamResponse:
        """Where a file is fetched, "download". Whoever may not is asked to sign in, in HTML."""
        id = http.match_info["file"].partition("-")[2]

        def fetch(call: Call) -> web.Response:
            if not self._may_read(http.headers.get("Authorization", "")):
                return web.Response(text=SIGN_IN, content_type="text/html")
            file = self._backstage.workspace.files.get(id)
            if file is None or "content" not in file:
                raise Refused("file_not_found")
            return web.Response(body=file["content"], content_type=file["mimetype"])

        return await self._conducted(http, "download", lambda: {"file": id}, fetch)

    def _may_read(self, authorization: str) -> bool:
        granted = self._credentials.granted
        allowed = granted is None or "files:read" in granted
        return allowed and authorization == f"Bearer {self._credentials.bot_token}"

    async def _conducted(
        self, http: web.Request, name: str, told: Callable[[], Json], act: Act
    ) -> web.StreamResponse:
        call = self._conductor.note(name)
        answers: list[web.Response] = []

        def effect() -> Json:
            answers.append(act(call))
            return {}

        try:
            call.arguments = told()
            await self._conductor.conduct(call, lambda: None, effect)
        except Refused as refusal:
            call.outcome = refusal.code
            return web.json_response(refusal.answer(), status=404)
        except Broken as broken:
            return await self._conductor.break_off(http, call, broken)
        return answers[0]
