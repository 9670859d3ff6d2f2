"""What exists before the bot knows who it is."""

from __future__ import annotations

from dataclasses import dataclass

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.app.update_words import Words
from bot.incident.policy import Policy
from bot.response.effects import Retry
from bot.response.ports import Clock
from bot.settings import Settings
from bot.slack.gateway import Gateway
from bot.storage.ledger import Database
from bot.telemetry.metrics import Metrics


class CurrentPolicy:
    """The team's policy as last read; SIGHUP puts another in its place, whole."""

    def __init__(self, settings: Settings) -> None:
        self.take(settings)

    def __call__(self) -> Policy:
        return self.policy

    def take(self, settings: Settings) -> None:
        """Also the secrets that it names."""
        self.policy = settings.policy
        self._secrets = settings.named_secrets

    def secret(self, name: str) -> str | None:
        found = self._secrets.get(name)
        return found.get_secret_value() if found else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Surroundings:
    settings: Settings
    clock: Clock
    session: aiohttp.ClientSession
    """To Slack."""
    outside: aiohttp.ClientSession
    """To everybody else, who are told no cookies of each other."""
    database: Database
    metrics: Metrics
    client: AsyncWebClient
    gateway: Gateway
    policy: CurrentPolicy
    retry: Retry
    words: Words
