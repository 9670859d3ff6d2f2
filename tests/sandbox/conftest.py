"""A local Slack with a bot's client, and somebody listening on a socket."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import LocalSlack
from tests.sandbox.listening import Ear, client_of

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy")


@pytest.fixture(autouse=True)
def no_proxy() -> Iterator[None]:
    """The SDK takes a proxy from the environment and knows no exceptions from it."""
    before = {name: os.environ.pop(name) for name in PROXIES if name in os.environ}
    yield
    os.environ.update(before)


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    async with LocalSlack() as slack:
        slack.rate_limits = False
        yield slack


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as session:
        yield session


@pytest.fixture
def client(slack: LocalSlack, session: aiohttp.ClientSession) -> AsyncWebClient:
    return client_of(slack, session)


@pytest.fixture
async def ear(slack: LocalSlack, session: aiohttp.ClientSession) -> AsyncIterator[Ear]:
    async with Ear(slack, session) as ear:
        yield ear
