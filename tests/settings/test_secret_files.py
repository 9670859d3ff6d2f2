"""A secret may come from a file instead of from its variable."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import load
from bot.settings.variables import VARIABLES
from tests.settings.examples import MINIMAL, NO_MOUNTS, only_problem

SECRETS = {
    "SLACK_BOT_TOKEN": "xoxb-from-a-file",
    "SLACK_APP_TOKEN": "xapp-from-a-file",
    "SLACK_SIGNING_SECRET": "fedcba9876543210",
    "DATABASE_URL": "postgresql://bot:from-a-file@db/incidents",
    "ALERT_SECRETS": "alertmanager=from-a-file-0123456789",
    "SENTRY_DSN": "https://from-a-file@sentry.example.com/1",
    "HEARTBEAT_URL": "https://heartbeat.example.com/from-a-file",
    "PAGERDUTY_API_TOKEN": "u+hidden-token",
}


def test_these_are_all_the_secrets() -> None:
    assert set(SECRETS) == {variable.name for variable in VARIABLES if variable.secret}


@pytest.mark.parametrize("name", SECRETS)
def test_the_file_holds_the_secret(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret").write_text(SECRETS[name] + "\n")
    environ = {**MINIMAL, f"{name}_FILE": "secret"}
    environ.pop(name, None)

    settings = load(environ, folder=tmp_path, mounts=NO_MOUNTS)

    assert getattr(settings, name.lower()).get_secret_value() == SECRETS[name]


def test_both_at_once_are_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("xoxb-other")

    problem = only_problem(tmp_path, SLACK_BOT_TOKEN_FILE="secret")

    assert problem.key == "SLACK_BOT_TOKEN_FILE"
    assert problem.expected == "only one of SLACK_BOT_TOKEN and SLACK_BOT_TOKEN_FILE"


@pytest.mark.parametrize(
    ("content", "why"),
    [(None, "No such file"), (b"", "empty"), (b"\n\n", "empty"), (b"\xff\xfe\x00", "not text")],
)
def test_a_file_that_does_not_hold_a_secret_is_one_mistake(
    tmp_path: Path, content: bytes | None, why: str
) -> None:
    if content is not None:
        (tmp_path / "secret").write_bytes(content)

    problem = only_problem(tmp_path, SLACK_BOT_TOKEN="", SLACK_BOT_TOKEN_FILE="./secret")

    assert (problem.key, problem.value) == ("SLACK_BOT_TOKEN_FILE", "'./secret'")
    assert why in problem.hint


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    assert "directory" in only_problem(tmp_path, SENTRY_DSN_FILE=str(tmp_path)).hint


def test_a_home_folder_that_nobody_has_is_refused(tmp_path: Path) -> None:
    assert only_problem(tmp_path, SENTRY_DSN_FILE="~no-such-user-here/dsn").hint


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_in_place_of_its_files_name_is_not_shown(tmp_path: Path, name: str) -> None:
    problem = only_problem(tmp_path, **{name: "", f"{name}_FILE": SECRETS[name]})

    assert SECRETS[name] not in str(problem)
    assert "from-a-file" not in str(problem)


def test_what_the_file_holds_is_checked_like_the_variable(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("xapp-1234567")

    problem = only_problem(tmp_path, SLACK_BOT_TOKEN="", SLACK_BOT_TOKEN_FILE="secret")

    assert (problem.key, problem.hint) == ("SLACK_BOT_TOKEN", "This is an app-level token.")
