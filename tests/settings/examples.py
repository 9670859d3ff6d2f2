"""Environments and config files for the tests of the settings."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.settings import Problem, Settings, SettingsError, load

NO_MOUNTS = ""
SCHEDULES = "\nschedules: {checkout: {rota: {turns: [U012AB3CD], from: 2026-01-05 09:00}}}"
"""For what names a schedule."""
MINIMAL: Mapping[str, str] = {
    "SLACK_BOT_TOKEN": "xoxb-1111-bot",
    "SLACK_APP_TOKEN": "xapp-1-2222-app",
}


def loaded(folder: Path, config: str = "", **environ: str) -> Settings:
    """What is read from a minimal environment with these additions, and from this config file."""
    if config:
        (folder / "config.yml").write_text(config, encoding="utf-8")
    return load({**MINIMAL, **environ}, folder=folder, mounts=NO_MOUNTS)


def refused(folder: Path, config: str = "", **environ: str) -> SettingsError:
    with pytest.raises(SettingsError) as caught:
        loaded(folder, config, **environ)
    return caught.value


def only_problem(folder: Path, config: str = "", **environ: str) -> Problem:
    problems = refused(folder, config, **environ).problems
    assert len(problems) == 1, problems
    return problems[0]


_SIGNING = "whsec_" + base64.b64encode(b"24 bytes at the very least").decode()
NAMED: Mapping[str, str] = {
    "SMTP_PASSWORD": "not a word",
    "STATUSPAGE_KEY": "0123-4567-89ab",
    "WEBHOOK_SECRET": _SIGNING,
    "PAGER_SECRET": _SIGNING,
}
"""The secrets that the examples of the config file name."""
