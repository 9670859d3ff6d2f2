"""The environment variables, one row each: what it is, how it is read, what an operator hears."""

from __future__ import annotations

from dataclasses import dataclass

from bot.settings import readings as read

FILE = "_FILE"


@dataclass(frozen=True, kw_only=True, slots=True)
class Variable:
    """`default` is text, read like any other value; empty: there is none."""

    name: str
    reader: read.Reader
    expected: str
    example: str
    default: str = ""
    required: bool = False
    secret: bool = False

    @property
    def file_name(self) -> str:
        """The variable that names a file holding this secret."""
        return self.name + FILE


VARIABLES = (
    Variable(
        name="SLACK_BOT_TOKEN",
        reader=read.token("xoxb-"),
        expected="the bot token (OAuth & Permissions in the app's settings)",
        example="xoxb-…",
        required=True,
        secret=True,
    ),
    Variable(
        name="SLACK_APP_TOKEN",
        reader=read.token("xapp-"),
        expected="an app-level token with connections:write (Basic Information)",
        example="xapp-…",
        secret=True,
    ),
    Variable(
        name="SLACK_SIGNING_SECRET",
        reader=read.signing_secret,
        expected="the signing secret (Basic Information), 32 hexadecimal digits",
        example="8f742231b10e…",
        secret=True,
    ),
    Variable(
        name="SLACK_API_URL",
        reader=read.api_url,
        expected="an http or https address that ends in /api/",
        example="https://slack.com/api/",
        default="https://slack.com/api/",
    ),
    Variable(
        name="DATABASE_URL",
        reader=read.database_url,
        expected="sqlite:/// and a file's path, or postgresql://user:password@host/database",
        example="sqlite:///data/incidents.db",
        default="sqlite:///data/incidents.db",
        secret=True,
    ),
    Variable(
        name="HOST",
        reader=read.text(r"[A-Za-z0-9.:_-]+"),
        expected="the address to listen on, without scheme or port",
        example="127.0.0.1",
        # Platforms and containers reach a process from outside; what is served there is signed
        # events, probes and counts.
        default="0.0.0.0",  # noqa: S104
    ),
    Variable(
        name="PORT",
        reader=read.whole(1, 65535),
        expected="a number from 1 to 65535",
        example="3000",
        default="3000",
    ),
    Variable(
        name="ADMIN_PORT",
        reader=read.whole(1, 65535),
        expected="a number from 1 to 65535, other than PORT",
        example="9090",
    ),
    Variable(
        name="PUBLIC_URL",
        reader=read.base_url,
        expected="the address under which browsers reach this bot, https in production",
        example="https://incidents.example.com",
    ),
    Variable(
        name="ENVIRONMENT",
        reader=read.environment,
        expected="production, or a short name in lower-case letters, digits and hyphens",
        example="staging",
        default="production",
    ),
    Variable(
        name="COMMAND",
        reader=read.text(r"/[a-z0-9_-]{1,31}"),
        expected="a slash and up to 31 lower-case letters, digits, - or _",
        example="/incident",
        default="/incident",
    ),
    Variable(
        name="TEMPLATES",
        reader=read.path,
        expected="a folder with templates of your own",
        example="templates",
    ),
    Variable(
        name="LOG_LEVEL",
        reader=read.one_of("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"),
        expected="one of DEBUG, INFO, WARNING, ERROR, CRITICAL",
        example="INFO",
        default="INFO",
    ),
    Variable(
        name="INCIDENT_BOT_CONFIG",
        reader=read.path,
        expected="a YAML file",
        example="config.yml",
    ),
    Variable(
        name="ALERT_SECRETS",
        reader=read.alert_secrets,
        expected="for each sender of alerts its name, = and its secret; two while one is exchanged",
        example="alertmanager=…",
        secret=True,
    ),
    Variable(
        name="ALERT_LIMIT",
        reader=read.whole(1, 10_000_000),
        expected="how many requests a minute one sender of alerts may send",
        example="600",
        default="120000",
    ),
    Variable(
        name="SENTRY_DSN",
        reader=read.sentry_dsn,
        expected="the DSN of a Sentry project",
        example="https://…@sentry.example.com/1",
        secret=True,
    ),
    Variable(
        name="HEARTBEAT_URL",
        reader=read.secret_url,
        expected="an http or https address that is called each minute while the bot is ready",
        example="https://heartbeat.example.com/…",
        secret=True,
    ),
    Variable(
        name="PAGERDUTY_API_TOKEN",
        reader=read.key,
        expected="a read-only key of PagerDuty's REST API",
        example="u+aBcDeFgHiJkLmNoPqR",
        secret=True,
    ),
    Variable(
        name="PAGERDUTY_API_URL",
        reader=read.base_url,
        expected="the address of PagerDuty's REST API, which is another one in the EU",
        example="https://api.eu.pagerduty.com",
        default="https://api.pagerduty.com",
    ),
    Variable(
        name="PAGERDUTY_EVENTS_URL",
        reader=read.base_url,
        expected="the address to which PagerDuty's events are sent, another one in the EU",
        example="https://events.eu.pagerduty.com",
        default="https://events.pagerduty.com",
    ),
    Variable(
        name="RETRY_BASE_SECONDS",
        reader=read.seconds(0.001, 60),
        expected="the first pause before a retry, 0.001 to 60 seconds",
        example="1.0",
        default="1.0",
    ),
    Variable(
        name="SLACK_TIMEOUT_SECONDS",
        reader=read.seconds(0.1, 120),
        expected="how long one call to Slack may take, 0.1 to 120 seconds",
        example="10",
        default="10",
    ),
    Variable(
        name="SETTLE_SECONDS",
        reader=read.seconds(0, 120),
        expected="the pause before an unknown outcome is looked up, 0 to 120 seconds",
        example="5",
        default="5",
    ),
)

BY_NAME = {variable.name: variable for variable in VARIABLES}
EVERY_NAME = (
    *BY_NAME,
    *(variable.file_name for variable in VARIABLES if variable.secret),
)
