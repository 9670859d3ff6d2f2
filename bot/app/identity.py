"""Who the bot is in Slack, learned once and remembered, so that it starts while Slack is away."""

from __future__ import annotations

import asyncio

from pydantic import BaseModel, ConfigDict

from bot.response.effects import Retry
from bot.response.outcomes import Busy, Refused, Unclear
from bot.response.ports import Clock, Ledger
from bot.response.timeline import IDENTITY
from bot.slack.gateway import Gateway
from bot.telemetry.logs import logger

log = logger(__name__)


class StartRefused(Exception):
    """The bot must not start like this; the message says what to do."""


class Identity(BaseModel):
    model_config = ConfigDict(frozen=True)

    team: str
    team_name: str
    user: str
    bot: str
    site: str = ""
    """The workspace's address."""


async def identify(gateway: Gateway, ledger: Ledger, clock: Clock, retry: Retry) -> Identity:
    """Ask Slack; when it is away, what it said at an earlier start holds.

    The first start waits for Slack. A token of another workspace is refused.
    """
    async with ledger.look() as work:
        note = await work.notes.get(IDENTITY)
    known = Identity.model_validate_json(note) if note else None
    found = await _ask(gateway, clock, retry, known)
    if known is not None and known.team != found.team:
        raise StartRefused(
            f"This database belongs to workspace {known.team} ({known.team_name}), the token to"
            f" {found.team} ({found.team_name}). Use another DATABASE_URL or the other token."
        )
    if found != known:
        async with ledger.work() as work:
            await work.notes.set(IDENTITY, found.model_dump_json())
    return found


async def _ask(gateway: Gateway, clock: Clock, retry: Retry, known: Identity | None) -> Identity:
    attempts = 0
    while True:
        attempts += 1
        try:
            who = await gateway.call("auth.test")
        except Refused as refused:
            raise StartRefused(
                f"Slack refuses the token: {refused.why}. Check SLACK_BOT_TOKEN."
            ) from refused
        except (Busy, Unclear) as failure:
            if known is not None:
                return known
            log.warning("slack is away, waiting for it", why=failure.why)
            await clock.sleep_until(clock.now() + retry.pause(attempts))
            await asyncio.sleep(0)
            continue
        if not who.get("bot_id"):
            raise StartRefused("SLACK_BOT_TOKEN is no bot token. It starts with xoxb-.")
        name = str(who.get("team") or who["team_id"])
        return Identity(
            team=who["team_id"],
            team_name=name,
            user=who["user_id"],
            bot=who["bot_id"],
            site=str(who.get("url") or ""),
        )
