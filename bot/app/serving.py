"""What the bot answers over HTTP, wired: Slack's events, alerts, and the platform's probes."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager

from bot.app.alerts import alert_hooks
from bot.app.bot import Bot
from bot.web.access import Handler
from bot.web.app import Addresses, serve
from bot.web.probes import Probes
from bot.web.slack_events import SlackEvents


def served(bot: Bot, probes: Probes) -> AbstractAsyncContextManager[Addresses]:
    around = bot.surroundings
    settings, secret = around.settings, around.settings.slack_signing_secret
    events: Handler | None = None
    if secret is not None:
        events = SlackEvents(
            signing_secret=secret.get_secret_value(),
            dispatch=bot.bolt.async_dispatch,
            metrics=around.metrics,
        ).receive
    return serve(
        slack_events=events,
        alerts=alert_hooks(around, bot.desk, bot.alerts).receive,
        probes=probes,
        host=settings.host,
        port=settings.port,
        admin_port=settings.admin_port,
    )
