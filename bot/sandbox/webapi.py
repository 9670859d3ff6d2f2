"""The Web API: checks token, scopes, arguments and rate of a call, and runs its method."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.sandbox.backstage import Backstage
from bot.sandbox.call import Call, Refused
from bot.sandbox.conductor import Broken, Conductor
from bot.sandbox.faults import RateLimited
from bot.sandbox.methods import METHODS
from bot.sandbox.methods.method import Method
from bot.sandbox.methods.request import Request, require_scope
from bot.sandbox.rates import Rates
from bot.sandbox.reading import read

Json = dict[str, Any]


@dataclass(frozen=True)
class Credentials:
    """`granted` is None when everything is."""

    bot_token: str
    app_token: str
    granted: frozenset[str] | None


class WebApi:
    def __init__(
        self, backstage: Backstage, conductor: Conductor, credentials: Credentials
    ) -> None:
        self.rate_limits = True
        self._backstage = backstage
        self._conductor = conductor
        self._credentials = credentials
        self._rates = Rates(backstage.workspace.clock)

    async def handle(self, http: web.Request) -> web.StreamResponse:
        call = self._conductor.note(http.match_info["method"])
        try:
            token, call.arguments = await read(http)
            answer = await self._conductor.conduct(
                call, lambda: self._admit(call, token), lambda: self._run(call)
            )
            return self._with_headers(web.json_response({"ok": True, **answer}))
        except Refused as refusal:
            call.outcome = refusal.code
            return self._with_headers(web.json_response(refusal.answer()))
        except Broken as broken:
            return await self._conductor.break_off(http, call, broken)

    def _run(self, call: Call) -> Json:
        method = METHODS[call.method]
        granted = self._credentials.granted
        return method.run(Request(self._backstage, call.arguments, granted, method.scopes))

    def _admit(self, call: Call, token: str) -> None:
        method = METHODS.get(call.method)
        if method is None:
            raise Refused("unknown_method", req_method=call.method)
        self._check_token(method, token)
        if method.caller == "bot":
            require_scope(self._credentials.granted, any_of(method))
        absent = [name for name in method.required if call.arguments.get(name) is None]
        if absent:
            details = [f"[ERROR] missing required field: {name}" for name in absent]
            raise Refused(method.missing, details)
        if self.rate_limits:
            self._check_rate(call, method)

    def _check_token(self, method: Method, token: str) -> None:
        tokens = {"bot": self._credentials.bot_token, "app": self._credentials.app_token}
        if method.caller == "anybody" or token == tokens[method.caller]:
            return
        if not token:
            raise Refused("not_authed")
        raise Refused("not_allowed_token_type" if token in tokens.values() else "invalid_auth")

    def _check_rate(self, call: Call, method: Method) -> None:
        channel = str(call.arguments.get("channel") or "")
        wait = self._rates.refuse(call.method, method.tier, channel or None)
        if wait is not None:
            raise Broken(RateLimited(wait))

    def _with_headers(self, response: web.Response) -> web.Response:
        granted = self._credentials.granted
        scopes = sorted(every_scope() if granted is None else granted)
        response.headers["x-oauth-scopes"] = ",".join(scopes)
        return response


def any_of(method: Method) -> tuple[str, ...]:
    """The scopes that open this method, for any kind of conversation."""
    if isinstance(method.scopes, Mapping):
        return tuple(scope for scopes in method.scopes.values() for scope in scopes)
    return method.scopes


def every_scope() -> set[str]:
    """All scopes the served methods know of, and that of commands."""
    return {"commands", "chat:write.public", *(s for m in METHODS.values() for s in any_of(m))}
