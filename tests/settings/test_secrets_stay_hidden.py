"""No way of looking at settings, or at what is wrong with them, shows a secret."""

from __future__ import annotations

import copy
import json
import pickle
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import settings as tries
from hypothesis import strategies as st

import bot.settings
from bot.settings import Settings, SettingsError, load
from bot.settings.variables import VARIABLES
from tests.settings.examples import MINIMAL, NO_MOUNTS, loaded

ENVIRON = {
    "SLACK_BOT_TOKEN": "xoxb-1-hiddenbot",
    "SLACK_APP_TOKEN": "xapp-1-hiddenapp",
    "SLACK_SIGNING_SECRET": "hiddensigning0123",
    "DATABASE_URL": "postgresql://ada:hidden%40pass@db.example.com/incidents",
    "SENTRY_DSN": "https://hiddenkey0@sentry.example.com/1",
    "HEARTBEAT_URL": "https://heartbeat.example.com/hiddenpath",
}
PARTS = ("hiddenbot", "hiddenapp", "hiddensigning", "hidden%40pass", "hiddenkey0", "hiddenpath")
NOT_SECRET = sorted(variable.name for variable in VARIABLES if not variable.secret)
KEYS = ["locale", "zone", "links", "channel_pattern", "without_the_bot", "severities", "unknown"]

OWN_WORDS = "".join(
    path.read_text(encoding="utf-8") for path in Path(bot.settings.__file__).parent.glob("*.py")
)
"""Hypothesis tries constants it finds in the program, and what we say ourselves is no secret."""
secrets = st.text(st.characters(codec="ascii", exclude_categories=["C"]), min_size=12, max_size=90)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load(ENVIRON, folder=tmp_path, mounts=NO_MOUNTS)


def hides_all(text: str) -> bool:
    return not any(part in text for part in PARTS)


def test_no_view_of_the_settings_shows_one(settings: Settings) -> None:
    dump = settings.model_dump()

    assert hides_all(repr(settings))
    assert hides_all(str(settings))
    assert hides_all(f"{settings} {settings!r} {vars(settings)} {list(settings)} {dump}")
    assert hides_all(settings.model_dump_json(exclude={"policy"}))
    assert hides_all(json.dumps(dump, default=str))
    assert hides_all(repr(copy.copy(settings)) + repr(copy.deepcopy(settings)))
    assert hides_all(repr(settings.model_copy(update={"port": 1})))


def test_settings_cannot_be_pickled(settings: Settings) -> None:
    with pytest.raises(TypeError, match="never pickled"):
        pickle.dumps(settings)


def test_they_are_frozen(settings: Settings) -> None:
    with pytest.raises(ValueError, match="frozen"):
        setattr(settings, "port", 1)  # noqa: B010 - the type checker refuses the plain form


def test_the_list_for_the_logs_holds_every_secret_and_its_telling_parts(settings: Settings) -> None:
    held = set(settings.secrets())

    assert set(ENVIRON.values()) <= held
    assert {"hidden%40pass", "hidden@pass", "hiddenkey0", "hiddenpath"} <= held
    assert not held & {"ada", "incidents", "db.example.com", "1", ""}


def test_the_list_for_the_logs_begins_with_the_longest(settings: Settings) -> None:
    lengths = [len(secret) for secret in settings.secrets()]

    assert lengths == sorted(lengths, reverse=True)


def test_the_name_of_a_sqlite_file_is_no_secret(tmp_path: Path) -> None:
    assert set(loaded(tmp_path).secrets()) == set(MINIMAL.values())


@tries(deadline=None)
@given(secret=secrets, name=st.sampled_from([*ENVIRON, *NOT_SECRET]))
def test_a_secret_that_does_not_fit_or_stands_in_the_wrong_place_is_not_shown(
    tmp_path_factory: pytest.TempPathFactory, secret: str, name: str
) -> None:
    secret = secret.strip()
    assume(len(secret) >= 12)
    assume(secret[:12] not in OWN_WORDS)
    folder = tmp_path_factory.getbasetemp()
    environ = {"SLACK_SIGNING_SECRET": secret, name: secret, "PORT": "many"}

    with pytest.raises(SettingsError) as caught:
        load(environ, folder=folder, mounts=NO_MOUNTS)

    assert secret not in str(caught.value)
    assert repr(secret)[1:-1] not in str(caught.value)
    assert secret not in repr(caught.value)
    assert secret[:12] not in str(caught.value)


@tries(deadline=None)
@given(secret=secrets, key=st.sampled_from(KEYS))
def test_a_secret_in_the_config_file_is_not_shown(
    tmp_path_factory: pytest.TempPathFactory, secret: str, key: str
) -> None:
    secret = secret.strip()
    assume(len(secret) >= 12)
    assume(secret not in OWN_WORDS)
    folder = tmp_path_factory.mktemp("team", numbered=True)
    (folder / "config.yml").write_text(f"{key}: {json.dumps(secret)}\nguests_may_act: perhaps\n")

    with pytest.raises(SettingsError) as caught:
        load({**ENVIRON, "SENTRY_DSN": secret}, folder=folder, mounts=NO_MOUNTS)

    assert secret not in str(caught.value)
    assert repr(secret)[1:-1] not in str(caught.value)


@pytest.mark.parametrize("token", ["xoxb-12-34-abc", "xapp-1-A2-345", "xoxe.xoxp-1-Mi0yL"])
def test_a_token_is_known_by_its_looks_wherever_it_stands(tmp_path: Path, token: str) -> None:
    config = f"locale: {token}\nzone: see {token}\n{token}: 1\n"
    (tmp_path / "config.yml").write_text(config)
    with pytest.raises(SettingsError) as caught:
        load({**ENVIRON, "LOG_LEVEL": token}, folder=tmp_path, mounts=NO_MOUNTS)

    assert len(caught.value.problems) == 4
    assert token not in str(caught.value)


def test_a_password_in_an_address_is_left_out_of_the_complaint(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        loaded(tmp_path, SLACK_API_URL="https://ada:hunter22@slack.example.com/")

    assert "slack.example.com" in str(caught.value)
    assert "hunter22" not in str(caught.value)


def test_nothing_behind_the_error_holds_a_secret(tmp_path: Path) -> None:
    (tmp_path / "config.yml").write_text("locale: hiddenbot\n")
    with pytest.raises(SettingsError) as caught:
        load({**ENVIRON, "SENTRY_DSN": "hiddenkey0"}, folder=tmp_path, mounts=NO_MOUNTS)

    assert caught.value.__context__ is None
    assert caught.value.__cause__ is None
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301
    assert str(again) == str(caught.value)
