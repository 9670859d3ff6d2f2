"""Every route on one page, and the ports they are served on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from bot.web.access import Handler, access_log
from bot.web.probes import Probes

LARGEST_BODY = 1024 * 1024
LOOPBACK = "127.0.0.1"
ALERTS = {"alerts": "/alerts/{source}", "alerts_by_address": "/alerts/{source}/{secret}"}


@dataclass(frozen=True, slots=True)
class Addresses:
    """The ports really taken: 0 asks the system to choose."""

    port: int
    admin_port: int


def build(
    slack_events: Handler | None, probes: Probes | None, alerts: Handler | None = None
) -> web.Application:
    app = web.Application(client_max_size=LARGEST_BODY, middlewares=[access_log])
    if slack_events is not None:
        app.router.add_post("/slack/events", slack_events, name="slack_events")
    if alerts is not None:
        for name, path in ALERTS.items():
            resource = app.router.add_resource(path, name=name)
            resource.add_route("POST", alerts)
            resource.add_route("GET", alerts)
    if probes is not None:
        app.router.add_get("/healthz", probes.healthz, name="healthz")
        app.router.add_get("/readyz", probes.readyz, name="readyz")
        app.router.add_get("/metrics", probes.metrics_page, name="metrics")
    return app


@asynccontextmanager
async def serve(
    *,
    slack_events: Handler | None,
    alerts: Handler | None = None,
    probes: Probes,
    host: str,
    port: int,
    admin_port: int | None = None,
    grace: float = 5.0,
) -> AsyncIterator[Addresses]:
    """Serve while inside. On the way out requests under way have `grace` seconds to end.

    With an `admin_port` the probes listen there, on loopback, and nowhere else.
    """
    apart = admin_port is not None
    async with AsyncExitStack() as stack:
        main = build(slack_events, None if apart else probes, alerts)
        taken = admin_taken = await _listen(stack, main, host, port, grace)
        if admin_port is not None:
            admin_taken = await _listen(stack, build(None, probes), LOOPBACK, admin_port, grace)
        yield Addresses(taken, admin_taken)


async def _listen(
    stack: AsyncExitStack, app: web.Application, host: str, port: int, grace: float
) -> int:
    # aiohttp's own access log has the path in it, hence none.
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=grace)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.TCPSite(runner, host, port).start()
    return int(runner.addresses[0][1])
