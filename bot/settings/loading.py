"""Puts the settings together, or refuses them as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.incident.policy import Policy
from bot.settings.agreement import database_file, disagreements, missing_config
from bot.settings.disks import mounted
from bot.settings.environment import Found, field_of, read_environment, slips
from bot.settings.named_secrets import read_named
from bot.settings.problems import Problem, SettingsError
from bot.settings.readings import PRODUCTION
from bot.settings.readings import path as read_path
from bot.settings.secret import Secret
from bot.settings.settings import Settings
from bot.settings.variables import VARIABLES

CONFIG = "config.yml"
_BACKUPS = "backups"


def load(
    environ: Mapping[str, str], *, folder: Path = Path("."), mounts: str | None = None
) -> Settings:
    """Read everything, or raise SettingsError with every mistake there is.

    Relative paths are relative to the folder, whose `config.yml` is read unless another is named.
    `mounts`: the text of /proc/mounts, instead of this machine's.
    """
    found = read_environment(environ, folder)
    values = _complete(found, folder)
    team, problems = _team(values["config"])
    policy = Policy(command=values["command"], prefix=_prefix(values["environment"]), **team)
    named = read_named(policy, environ, folder, found)
    settings = Settings(**values, policy=policy, named_secrets=named, warnings=slips(environ))
    mounts = mounted() if mounts is None else mounts
    problems += disagreements(settings, found, environ=environ, mounts=mounts)
    if problems := found.problems + problems:
        told = [problem.without(found.typed_secrets) for problem in problems]
        raise SettingsError(told, settings.warnings)
    return settings


def load_policy(environ: Mapping[str, str], *, folder: Path = Path(".")) -> Policy:
    """What the config file alone says, for whoever has no tokens at hand."""
    named = environ.get("INCIDENT_BOT_CONFIG", "").strip()
    config = folder / read_path(named) if named else _own_config(folder)
    team, problems = _team(config)
    if problems := [*problems, *missing_config(config)]:
        raise SettingsError(problems)
    return Policy(**team)


def _complete(found: Found, folder: Path) -> dict[str, Any]:
    """A value for each field; where one was refused, the default stands in for further checks."""
    values: dict[str, Any] = {}
    for row in VARIABLES:
        default = row.reader(row.default) if row.default else None
        values[field_of(row.name)] = found.values.get(row.name, default)
    values["slack_bot_token"] = values["slack_bot_token"] or Secret("")
    values["config"] = values["config"] or _own_config(folder)
    database = database_file(values["database_url"].get_secret_value())
    values["backup_folder"] = (database.parent if database else Path("data")) / _BACKUPS
    return values


def _own_config(folder: Path) -> Path | None:
    return folder / CONFIG if (folder / CONFIG).is_file() else None


def _team(config: Path | None) -> tuple[dict[str, Any], list[Problem]]:
    if config is None or not config.is_file():
        return {}, []
    # Reading YAML with its models costs a tenth of a second that a start without a file saves.
    from bot.settings.team import read_team

    team = read_team(config)
    return team.policy, team.problems


def _prefix(environment: str) -> str:
    return "" if environment == PRODUCTION else f"{environment}-"
