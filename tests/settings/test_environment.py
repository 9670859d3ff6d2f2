"""The environment is read whole, and every mistake in it is named at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import SettingsError, load
from tests.settings.examples import MINIMAL, NO_MOUNTS, loaded, only_problem, refused


def test_two_tokens_are_all_that_is_needed(tmp_path: Path) -> None:
    settings = loaded(tmp_path)

    assert settings.slack_bot_token.get_secret_value() == "xoxb-1111-bot"
    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.database_url.get_secret_value() == "sqlite:///data/incidents.db"
    assert (settings.host, settings.port, settings.admin_port) == ("0.0.0.0", 3000, None)  # noqa: S104
    assert (settings.command, settings.log_level) == ("/incident", "INFO")
    assert (settings.retry_base_seconds, settings.slack_timeout_seconds) == (1.0, 10.0)
    assert settings.settle_seconds == 5.0
    assert settings.backup_folder == Path("data/backups")
    assert settings.config is None
    assert settings.production
    assert settings.warnings == ()


def test_what_is_set_is_read(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "team.yml").write_text("locale: fr\n")
    settings = loaded(
        tmp_path,
        SLACK_SIGNING_SECRET="0123456789abcdef",
        SLACK_API_URL="http://127.0.0.1:9/api/",
        DATABASE_URL="sqlite:////var/lib/bot/incidents.db",
        HOST="127.0.0.1",
        PORT="8080",
        ADMIN_PORT="9090",
        PUBLIC_URL="https://incidents.example.com/",
        COMMAND="/pager",
        TEMPLATES="mine",
        LOG_LEVEL="debug",
        INCIDENT_BOT_CONFIG="team.yml",
        RETRY_BASE_SECONDS="0.05",
        SLACK_TIMEOUT_SECONDS="2",
        SETTLE_SECONDS="0",
    )

    assert settings.slack_signing_secret is not None
    assert settings.slack_api_url == "http://127.0.0.1:9/api/"
    assert settings.backup_folder == Path("/var/lib/bot/backups")
    assert (settings.host, settings.port, settings.admin_port) == ("127.0.0.1", 8080, 9090)
    assert settings.public_url == "https://incidents.example.com"
    assert settings.policy.command == settings.command == "/pager"
    assert settings.templates == tmp_path / "mine"
    assert settings.log_level == "DEBUG"
    assert settings.config == tmp_path / "team.yml"
    assert settings.policy.locale == "fr"
    assert settings.retry_base_seconds == 0.05
    assert settings.slack_timeout_seconds == 2.0
    assert settings.settle_seconds == 0.0


def test_an_empty_value_is_none(tmp_path: Path) -> None:
    settings = loaded(tmp_path, PORT="", ADMIN_PORT=" ", SENTRY_DSN="", SLACK_BOT_TOKEN_FILE="")

    assert (settings.port, settings.admin_port, settings.sentry_dsn) == (3000, None, None)


def test_every_mistake_is_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "config.yml").write_text("locale: de\nzone: Mars/Olympus\n")
    with pytest.raises(SettingsError) as caught:
        load({"PORT": "many", "COMMAND": "incident"}, folder=tmp_path, mounts=NO_MOUNTS)

    keys = {problem.key for problem in caught.value.problems}
    either = "SLACK_APP_TOKEN or SLACK_SIGNING_SECRET"
    assert keys == {"SLACK_BOT_TOKEN", either, "PORT", "COMMAND", "locale", "zone"}
    said = str(caught.value)
    assert all(key in said for key in keys)
    assert "PORT is 'many'\n    expected: a number from 1 to 65535, for example 3000\n" in said
    assert said.startswith("The configuration has 6 mistakes.\n")
    assert said.endswith("docs/settings.md.")


def test_without_a_way_in_both_ways_are_explained(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load({"SLACK_BOT_TOKEN": "xoxb-1"}, folder=tmp_path, mounts=NO_MOUNTS)

    assert "connections:write" in str(caught.value)
    assert "/slack/events" in str(caught.value)


def test_a_wrong_app_token_is_one_mistake_and_not_two(tmp_path: Path) -> None:
    problem = only_problem(tmp_path, SLACK_APP_TOKEN="xoxb-1234567")

    assert problem.key == "SLACK_APP_TOKEN"
    assert problem.value is None
    assert problem.hint == "This is a bot token."


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLACK_BOT_TOKEN", "xoxp-1234567"),
        ("SLACK_BOT_TOKEN", '"xoxb-1234567"'),
        ("SLACK_BOT_TOKEN", "xoxb-12 34"),
        ("SLACK_SIGNING_SECRET", "xapp-1-2222-app-app-app"),
        ("SLACK_SIGNING_SECRET", "short"),
        ("SLACK_API_URL", "https://slack.com/api"),
        ("SLACK_API_URL", "slack.com/api/"),
        ("SLACK_API_URL", "https:///api/"),
        ("DATABASE_URL", "sqlite://data/incidents.db"),
        ("DATABASE_URL", "sqlite:data/incidents.db"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "mysql://host/name"),
        ("DATABASE_URL", "postgresql://user:pa#ss@host/name"),
        ("DATABASE_URL", "postgresql://host"),
        ("HOST", "http://localhost"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("PORT", "٣"),
        ("ADMIN_PORT", "nine"),
        ("ADMIN_PORT", "3000"),
        ("PUBLIC_URL", "http://incidents.example.com"),
        ("PUBLIC_URL", "incidents.example.com"),
        ("PUBLIC_URL", "https://incidents.example.com/?a=b"),
        ("ENVIRONMENT", "The Lab"),
        ("ENVIRONMENT", "prod"),
        ("ENVIRONMENT", "producton"),
        ("COMMAND", "incident"),
        ("COMMAND", "/"),
        ("COMMAND", "/Incident"),
        ("COMMAND", "/" + "i" * 32),
        ("TEMPLATES", "no-such-folder"),
        ("LOG_LEVEL", "LOUD"),
        ("INCIDENT_BOT_CONFIG", "no-such-file.yml"),
        ("SENTRY_DSN", "https://sentry.example.com/1"),
        ("HEARTBEAT_URL", "heartbeat"),
        ("RETRY_BASE_SECONDS", "0"),
        ("RETRY_BASE_SECONDS", "nan"),
        ("SLACK_TIMEOUT_SECONDS", "1e3"),
        ("SLACK_TIMEOUT_SECONDS", "ten"),
        ("SETTLE_SECONDS", "-5"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(tmp_path: Path, name: str, value: str) -> None:
    problem = only_problem(tmp_path, **{name: value})

    assert problem.key == name
    assert problem.expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLACK_SIGNING_SECRET", "8f742231b10e8f742231b10e8f742231"),
        ("DATABASE_URL", "postgres://user:p%40ss@host:5432/name"),
        ("DATABASE_URL", "postgresql:///name?host=/run/postgresql"),
        ("DATABASE_URL", "sqlite:///incidents.db"),
        ("HOST", "::1"),
        ("ENVIRONMENT", "pre-production"),
        ("COMMAND", "/" + "i" * 31),
        ("LOG_LEVEL", "warning"),
        ("SETTLE_SECONDS", ".5"),
        ("SENTRY_DSN", "https://key@sentry.example.com/1"),
        ("HEARTBEAT_URL", "http://heartbeat.example.com/x?y=z"),
    ],
)
def test_a_value_that_fits_is_taken(tmp_path: Path, name: str, value: str) -> None:
    assert loaded(tmp_path, **{name: value}).warnings == ()


def test_quotation_marks_that_docker_leaves_in_place_are_pointed_out(tmp_path: Path) -> None:
    problem = only_problem(tmp_path, SLACK_BOT_TOKEN='"xoxb-1234567"')

    assert problem.hint == "Write it without the quotation marks."


def test_a_near_miss_of_production_would_page_nobody_and_is_refused(tmp_path: Path) -> None:
    assert "write: production" in only_problem(tmp_path, ENVIRONMENT="prod").hint


def test_capitals_do_not_make_another_environment_of_production(tmp_path: Path) -> None:
    assert loaded(tmp_path, ENVIRONMENT="Production").production


def test_outside_production_names_get_a_prefix_and_plain_http_is_allowed(tmp_path: Path) -> None:
    settings = loaded(tmp_path, ENVIRONMENT="Staging", PUBLIC_URL="http://localhost:3000")

    assert not settings.production
    assert settings.policy.prefix == "staging-"


def test_in_production_there_is_no_prefix(tmp_path: Path) -> None:
    assert loaded(tmp_path).policy.prefix == ""


def test_a_wrong_port_is_not_also_compared_with_the_admin_port(tmp_path: Path) -> None:
    assert only_problem(tmp_path, PORT="many", ADMIN_PORT="3000").key == "PORT"


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("SLACK_BOT_TOKN", "SLACK_BOT_TOKEN"),
        ("SLACK_SIGNING_SECRETS", "SLACK_SIGNING_SECRET"),
        ("SLACK_APP_TOKEN_FIEL", "SLACK_APP_TOKEN_FILE"),
        ("INCIDENT_BOT_CONFG", "INCIDENT_BOT_CONFIG"),
        ("DATABASE_URI", "DATABASE_URL"),
    ],
)
def test_a_misspelt_name_is_warned_about(tmp_path: Path, name: str, meant: str) -> None:
    warnings = loaded(tmp_path, **{name: "x"}).warnings

    assert len(warnings) == 1
    assert warnings[0].startswith(f"{name} ")
    assert f"Was {meant} meant?" in warnings[0]


@pytest.mark.parametrize("name", ["HOME", "PORTS", "SLACK_TEAM", "INCIDENT_BOT_ICON", "PATH"])
def test_a_name_of_somebody_else_is_left_alone(tmp_path: Path, name: str) -> None:
    assert loaded(tmp_path, **{name: "x"}).warnings == ()


def test_a_misspelt_name_is_also_told_where_the_start_fails_for_it(tmp_path: Path) -> None:
    error = refused(tmp_path, SLACK_BOT_TOKEN="", SLACK_BOT_TOKN="xoxb-1234567")

    assert "Was SLACK_BOT_TOKEN meant?" in str(error)
    assert "xoxb-1234567" not in str(error)


def test_reading_again_gives_the_same(tmp_path: Path) -> None:
    first, second = (load(MINIMAL, folder=tmp_path, mounts=NO_MOUNTS) for _ in range(2))

    unlike = {"policy"}
    assert first.model_dump(exclude=unlike) == second.model_dump(exclude=unlike)
