"""Rate limits as a client meets them."""

from __future__ import annotations

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import LocalSlack
from tests.sandbox.listening import client_of


class Hands:
    """A clock to be set by hand."""

    def __init__(self) -> None:
        self.time = 1_800_000_000.0

    def __call__(self) -> float:
        return self.time


async def retry_after(client: AsyncWebClient, channel: str) -> str | None:
    try:
        await client.chat_postMessage(channel=channel, text="x")
    except SlackApiError as error:
        answer = error.response
        return str(answer.headers["Retry-After"]) if answer.status_code == 429 else "refused"
    return None


async def test_three_messages_at_once_then_one_a_second_in_each_channel(
    session: aiohttp.ClientSession,
) -> None:
    hands = Hands()
    async with LocalSlack(clock=hands) as slack:
        client = client_of(slack, session)
        one, other = slack.channel("one", with_bot=True), slack.channel("other", with_bot=True)

        burst = [await retry_after(client, one.id) for _ in range(4)]
        elsewhere = await retry_after(client, other.id)
        hands.time += 1
        later = [await retry_after(client, one.id) for _ in range(2)]

        assert burst == [None, None, None, "1"]
        assert elsewhere is None
        assert later == [None, "1"]
        assert len(one.messages) == 4


@pytest.mark.parametrize("limited", [True, False])
async def test_a_method_has_its_tier_unless_limits_are_off(
    session: aiohttp.ClientSession, limited: bool
) -> None:
    async with LocalSlack(clock=Hands()) as slack:
        slack.rate_limits = limited
        client = client_of(slack, session)

        for number in range(20):
            await client.conversations_create(name=f"inc-{number}")
        outcomes = []
        for number in (20, 21):
            try:
                await client.conversations_create(name=f"inc-{number}")
            except SlackApiError as error:
                outcomes.append(error.response["error"])

        assert outcomes == (["ratelimited"] * 2 if limited else [])
