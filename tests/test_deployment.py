"""The papers for those who run the bot name files, commands and users that exist."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

TOP = Path(__file__).parents[1]


def _text(name: str) -> str:
    return (TOP / name).read_text(encoding="utf-8")


def _steps() -> list[list[str]]:
    """The Dockerfile's instructions, each as its words."""
    lines = [line for line in _text("Dockerfile").splitlines() if not line.startswith("#")]
    whole = re.sub(r"\\\n", " ", "\n".join(lines))
    return [step.split() for step in whole.splitlines() if step.strip()]


def _steps_named(name: str) -> list[list[str]]:
    return [step[1:] for step in _steps() if step[0] == name]


def _unit() -> dict[str, str]:
    pairs = (line.partition("=") for line in _text("ops/incident-bot.service").splitlines())
    return {key: value for key, sign, value in pairs if sign and not key.startswith("#")}


def test_the_image_is_made_from_files_that_exist_and_are_let_in() -> None:
    named = {n for step in _steps_named("COPY") if "--from=build" not in step for n in step[:-1]}
    let_in = {line[1:] for line in _text(".dockerignore").splitlines() if line.startswith("!")}

    assert {name for name in named if not (TOP / name).exists()} == set()
    assert named == let_in


def test_the_image_has_all_that_the_build_takes() -> None:
    build = _text("hatch_build.py")
    copied = {name for step in _steps_named("COPY") for name in step}

    shipped = re.findall(r'"([\w.]+)"', re.search(r"SHIPPED = \((.*)\)", build)[1])  # type: ignore[index]
    assert shipped
    assert {*shipped, "hatch_build.py", "pyproject.toml"} <= copied


def test_the_container_runs_as_nobody_special_with_one_volume_and_a_health_check() -> None:
    (user,), (volume,) = _steps_named("USER")[0], _steps_named("VOLUME")[0]
    health = " ".join(_steps_named("HEALTHCHECK")[0])

    assert int(user) > 1000
    assert volume == "/srv/data"
    assert len(_steps_named("VOLUME")) == 1
    assert "/healthz" in health


def test_the_health_check_is_python() -> None:
    health = " ".join(_steps_named("HEALTHCHECK")[0])
    command = yaml.safe_load(health[health.index("[") :])

    compile(command[2], "HEALTHCHECK", "exec")


@pytest.mark.parametrize("postgresql", [False, True])
def test_compose_keeps_the_data_and_gives_the_bot_no_power(postgresql: bool) -> None:
    compose = _compose(with_comments=postgresql)
    bot = compose["services"]["bot"]

    mounted = {line.split(":")[0] for line in bot["volumes"]} - {"./config.yml"}
    assert mounted <= compose["volumes"].keys()
    assert any(line.endswith(":/srv/data") for line in bot["volumes"])
    assert bot["cap_drop"] == ["ALL"]
    assert bot["read_only"] is True
    assert ("db" in compose["services"]) is postgresql


def _compose(*, with_comments: bool) -> dict[str, Any]:
    """With comments: as it reads when the commented-out parts are switched on."""
    text = _text("compose.yml")
    if with_comments:
        text = re.sub(r"^( +)# (?=[\w-]+:|- |  )", r"\1", text, flags=re.MULTILINE)
        text = re.sub(r"^( *)[A-Z][^\n]*[.:]$", r"\1# prose", text, flags=re.MULTILINE)
    parsed: dict[str, Any] = yaml.safe_load(text)
    return parsed


def test_systemd_starts_the_bot_hardened_and_not_again_after_a_mistake_in_the_settings() -> None:
    unit = _unit()

    assert shlex.split(unit["ExecStart"])[1:] == ["run"]
    assert unit["RestartPreventExitStatus"] == "2"
    assert unit["User"] != "root"
    assert unit["NoNewPrivileges"] == "yes"
    assert unit["ProtectSystem"] == "strict"
    assert unit["StateDirectory"] in unit["WorkingDirectory"]


def test_the_procfile_migrates_and_then_runs() -> None:
    processes = dict(line.split(": ") for line in _text("Procfile").splitlines())

    assert processes == {"release": "incident-bot migrate", "web": "incident-bot run"}


def test_every_scope_is_explained_to_whoever_installs_the_app() -> None:
    manifest = yaml.safe_load(_text("manifest.yml"))
    table = re.findall(r"^\| (`.+?) \|", _text("docs/install.md"), re.MULTILINE)

    explained = {scope for row in table for scope in re.findall(r"`([\w.:]+)`", row)}
    assert explained == set(manifest["oauth_config"]["scopes"]["bot"])
