"""What must hold between settings, or between a setting and this machine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.alerts.senders import PARSERS
from bot.settings.disks import why_lost
from bot.settings.environment import Found
from bot.settings.nearest import nearest
from bot.settings.problems import Problem
from bot.settings.settings import Settings
from bot.settings.variables import BY_NAME


def disagreements(
    settings: Settings, found: Found, *, environ: Mapping[str, str], mounts: str
) -> Iterator[Problem]:
    """Settings hold a default wherever what was found did not fit."""
    yield from _no_way_in(found)
    yield from _unknown_senders(settings)
    yield from _ports(found)
    yield from _public_url(settings)
    yield from _paths(settings)
    yield from _disk(settings, environ, mounts)
    yield from _pagerduty(settings)


def _no_way_in(found: Found) -> Iterator[Problem]:
    if not found.is_given("SLACK_APP_TOKEN") and not found.is_given("SLACK_SIGNING_SECRET"):
        yield Problem(
            key="SLACK_APP_TOKEN or SLACK_SIGNING_SECRET",
            state="is not set",
            expected="at least one of them",
            hint="SLACK_APP_TOKEN (xapp-…, scope connections:write) lets the bot fetch events "
            "over Socket Mode and needs no public address; SLACK_SIGNING_SECRET lets Slack send "
            "them to https://your-host/slack/events. Both may be on.",
        )


def _unknown_senders(settings: Settings) -> Iterator[Problem]:
    own = [mapping.source for mapping in settings.policy.alert_senders]
    known = [*PARSERS, *own]
    for sender in settings.senders():
        if sender not in known:
            meant = nearest(sender, known)
            yield Problem(
                key="ALERT_SECRETS",
                state=f"names {sender}, which is no sender",
                expected=f"one of {', '.join(sorted(known))}",
                hint=f"Was {meant} meant?" if meant else "",
            )


def _ports(found: Found) -> Iterator[Problem]:
    admin_port = found.values.get("ADMIN_PORT")
    if admin_port is not None and admin_port == found.values.get("PORT"):
        yield _refused("ADMIN_PORT", repr(admin_port), "PORT has the same number.")


def _public_url(settings: Settings) -> Iterator[Problem]:
    url = settings.public_url or ""
    if settings.production and url.lower().startswith("http:"):
        yield _refused("PUBLIC_URL", repr(url), "In production it begins with https://")


def _paths(settings: Settings) -> Iterator[Problem]:
    if settings.templates and not settings.templates.is_dir():
        yield _refused("TEMPLATES", repr(str(settings.templates)), "There is no such folder.")
    yield from missing_config(settings.config)


def missing_config(config: Path | None) -> Iterator[Problem]:
    if config and not config.is_file():
        yield _refused("INCIDENT_BOT_CONFIG", repr(str(config)), "There is no such file.")


def _pagerduty(settings: Settings) -> Iterator[Problem]:
    there = [one.key for one in settings.policy.on_call.schedules if one.pagerduty]
    if there and settings.pagerduty_api_token is None:
        row = BY_NAME["PAGERDUTY_API_TOKEN"]
        needed = f"{row.expected}, for schedules.{there[0]}.pagerduty_schedule"
        yield Problem(key=row.name, state="is not set", expected=needed, example=row.example)


def _disk(settings: Settings, environ: Mapping[str, str], mounts: str) -> Iterator[Problem]:
    file = database_file(settings.database_url.get_secret_value())
    why = file and why_lost(file, environ=environ, mounts=mounts)
    if why and settings.production:
        yield Problem(
            key="DATABASE_URL",
            state="names a SQLite file on a disk that does not survive",
            expected="a postgresql:// address, or sqlite:/// and a path on a disk that stays",
            example="sqlite:////var/lib/incident-bot/incidents.db",
            hint=f"{why} Every incident would be lost. Add a PostgreSQL database, mount a "
            "volume, or set ENVIRONMENT to something other than production to try it out.",
        )


def database_file(url: str) -> Path | None:
    """The file of a SQLite database; None for a server."""
    path = url.removeprefix("sqlite:///").partition("?")[0]
    return Path(path) if path != url.partition("?")[0] else None


def _refused(name: str, value: str, hint: str) -> Problem:
    row = BY_NAME[name]
    return Problem(key=name, value=value, expected=row.expected, example=row.example, hint=hint)
