"""Everything this deployment was told at its start."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from bot.incident.policy import Policy
from bot.settings.alert_secrets import by_sender
from bot.settings.readings import PRODUCTION
from bot.settings.secret import Secret, telling_parts


class Settings(BaseModel):
    """The names are those of the environment variables, in lower case."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", hide_input_in_errors=True, arbitrary_types_allowed=True
    )

    slack_bot_token: Secret
    slack_app_token: Secret | None = None
    """Set: Socket Mode."""
    slack_signing_secret: Secret | None = None
    """Set: HTTP mode. Both may be on."""
    slack_api_url: str
    database_url: Secret
    """A secret, for it may hold a password."""
    host: str
    port: int
    admin_port: int | None = None
    public_url: str | None = None
    environment: str
    command: str
    templates: Path | None = None
    log_level: str
    config: Path | None = None
    """The config file in use: the one named, else the folder's own, else None."""
    alert_secrets: Secret | None = None
    """Of all senders; `secrets_of` knows whose is which."""
    alert_limit: int
    """Requests a minute from one sender."""
    sentry_dsn: Secret | None = None
    heartbeat_url: Secret | None = None
    pagerduty_api_token: Secret | None = None
    pagerduty_api_url: str
    pagerduty_events_url: str
    retry_base_seconds: float
    slack_timeout_seconds: float
    settle_seconds: float
    """How long after a call's timeout an unknown outcome is looked up at the earliest."""
    backup_folder: Path
    policy: Policy = Field(default_factory=Policy)
    named_secrets: Mapping[str, Secret] = Field(default_factory=dict)
    """By the variables that the config file names."""
    warnings: tuple[str, ...] = ()
    """What is probably a slip, and does not keep the bot from starting."""

    @property
    def production(self) -> bool:
        return self.environment == PRODUCTION

    def secrets_of(self, sender: str) -> tuple[str, ...]:
        """By which an alert's sender is known; none: nothing is taken from it."""
        return self._alert_secrets().get(sender, ())

    def senders(self) -> tuple[str, ...]:
        """Those who may send alerts."""
        return tuple(self._alert_secrets())

    def _alert_secrets(self) -> Mapping[str, tuple[str, ...]]:
        return by_sender(self.alert_secrets.get_secret_value()) if self.alert_secrets else {}

    def secrets(self) -> tuple[str, ...]:
        """Every value that must not appear in a log, longest first."""
        own = [value for _, value in self if isinstance(value, Secret)]
        held = [value.get_secret_value() for value in (*own, *self.named_secrets.values())]
        # A SQLite file's URL holds no password, and logs may name the file.
        told = [value for value in held if not value.startswith("sqlite:")]
        parts = [part for value in told if "://" in value for part in telling_parts(value)]
        parts += [secret for secrets in self._alert_secrets().values() for secret in secrets]
        return tuple(sorted({*told, *parts}, key=len, reverse=True))
