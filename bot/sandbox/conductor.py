"""Every call of the bot passes here: it is written down, delayed, and broken where a fault says."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable
from typing import Any

from aiohttp import web

from bot.sandbox.call import Call, Phase, Refused
from bot.sandbox.faults import CallLost, Drop, Faults, Hang, How, RateLimited, Status

Json = dict[str, Any]


class Broken(Exception):
    """The call ends as this fault says."""

    def __init__(self, how: How) -> None:
        super().__init__(str(how))
        self.how = how


class Conductor:
    def __init__(self, faults: Faults, clock: Callable[[], float]) -> None:
        self.calls: list[Call] = []
        self.closing = asyncio.Event()
        self._faults = faults
        self._clock = clock

    def note(self, method: str) -> Call:
        call = Call(method, {}, self._clock())
        self.calls.append(call)
        return call

    async def conduct(
        self, call: Call, admit: Callable[[], None], effect: Callable[[], Json]
    ) -> Json:
        """What the effect answers; Refused by admit or effect, or Broken by a fault."""
        if self._faults.down:
            raise Broken(Status(503))
        if self._faults.latency:
            await asyncio.sleep(self._faults.latency)
        admit()
        fault = self._faults.take(call)
        if isinstance(fault, str):
            raise Refused(fault)
        if fault is not None and fault.before:
            raise Broken(fault)
        await self._hook(call, "before effect")
        answer, refusal = self._run(call, effect)
        await self._hook(call, "after effect")
        if fault is not None:
            raise Broken(fault)
        if refusal is not None:
            raise refusal
        return answer

    def _run(self, call: Call, effect: Callable[[], Json]) -> tuple[Json, Refused | None]:
        try:
            answer = effect()
        except Refused as refusal:
            call.outcome = refusal.code
            return {}, refusal
        call.outcome = "ok"
        return answer, None

    async def _hook(self, call: Call, phase: Phase) -> None:
        for hook in list(self._faults.on_call):
            try:
                outcome = hook(call, phase)
                if inspect.isawaitable(outcome):
                    await outcome
            except CallLost:
                raise Broken(Drop()) from None

    async def break_off(self, http: web.Request, call: Call, broken: Broken) -> web.Response:
        """End the call as the fault says, and write that down as its outcome."""
        match broken.how:
            case RateLimited(retry_after=seconds):
                call.outcome = "http 429"
                answer = {"ok": False, "error": "ratelimited"}
                headers = {"Retry-After": str(seconds)}
                return web.json_response(answer, status=429, headers=headers)
            case Status(code=code):
                call.outcome = f"http {code}"
                return web.Response(status=code, text="<html>Slack is unwell</html>")
            case Hang():
                call.outcome = "timeout"
                await self.closing.wait()
            case _:
                call.outcome = "dropped"
        if http.transport is not None:
            http.transport.abort()
        return web.Response()
