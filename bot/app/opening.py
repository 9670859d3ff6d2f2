"""Opening what the bot stands on: database, session, Slack; and what keeps it from starting."""

from __future__ import annotations

from contextlib import AsyncExitStack

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.app.identity import StartRefused
from bot.app.surroundings import CurrentPolicy, Surroundings
from bot.app.update_words import words
from bot.incident.policy import Policy
from bot.response.effects import Retry
from bot.response.ports import Clock, Ledger
from bot.settings import Settings
from bot.shipped import bot_version
from bot.slack.gateway import Gateway
from bot.storage.ledger import Database
from bot.telemetry.metrics import Metrics


async def open_surroundings(
    stack: AsyncExitStack, settings: Settings, clock: Clock
) -> Surroundings:
    """Everything is closed with the stack, in the right order."""
    metrics = Metrics()
    metrics.build(bot_version())
    url = settings.database_url.get_secret_value()
    database = await Database.open(url, commit_took=metrics.commit_took)
    stack.push_async_callback(database.close)
    timeout = aiohttp.ClientTimeout(total=settings.slack_timeout_seconds)
    session = await stack.enter_async_context(
        aiohttp.ClientSession(timeout=timeout, trust_env=True)
    )
    outside = await stack.enter_async_context(
        aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar(), trust_env=True)
    )
    client = AsyncWebClient(
        token=settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_api_url,
        session=session,
        retry_handlers=[],
    )
    policy = CurrentPolicy(settings)
    return Surroundings(
        settings=settings,
        clock=clock,
        session=session,
        outside=outside,
        database=database,
        metrics=metrics,
        client=client,
        gateway=Gateway(client, clock, metrics),
        policy=policy,
        words=words(policy, settings.templates, metrics),
        retry=Retry(
            base=settings.retry_base_seconds,
            timeout=settings.slack_timeout_seconds,
            grace=settings.settle_seconds,
        ),
    )


async def require_known_severities(ledger: Ledger, policy: Policy) -> None:
    """An open incident keeps its severity; a policy that has lost one is refused."""
    async with ledger.look() as work:
        used = await work.incidents.severities_in_use()
    known = policy.severities
    lost = {key: numbers for key, numbers in sorted(used.items()) if key not in known}
    if lost:
        told = "; ".join(f"{key}: {_references(numbers)}" for key, numbers in lost.items())
        raise StartRefused(
            f"Open incidents have severities that the configuration lacks ({told})."
            " Put them back until these incidents are closed."
        )


def _references(numbers: list[int]) -> str:
    return ", ".join(f"INC-{number}" for number in numbers)
