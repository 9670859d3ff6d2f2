"""A manifest decides what the bot may do and hear."""

from __future__ import annotations

import aiohttp

from bot.sandbox.manifest import granted
from bot.sandbox.slack import LocalSlack
from tests.sandbox.listening import client_of, refusal

MANIFEST = {
    "oauth_config": {"scopes": {"bot": ["chat:write", "channels:read"]}},
    "settings": {"event_subscriptions": {"bot_events": ["message.channels"]}},
}


async def test_what_it_does_not_list_is_not_granted(session: aiohttp.ClientSession) -> None:
    scopes, events = granted(MANIFEST)

    async with LocalSlack(scopes=scopes, events=events) as slack:
        client = client_of(slack, session)
        channel = slack.channel("inc-1", with_bot=True)
        await client.chat_postMessage(channel=channel.id, text="x")

        assert await refusal(client.conversations_create(name="x")) == "missing_scope"
    assert events == {"message.channels"}


def test_an_empty_manifest_grants_nothing() -> None:
    assert granted({}) == (set(), set())
