"""The built wheel, installed elsewhere, is the whole product."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest
import yaml

TOP = Path(__file__).resolve().parents[2]

pytestmark = [pytest.mark.long, pytest.mark.timeout(180)]


class Installed:
    """The wheel in an environment of its own, away from the checkout."""

    def __init__(self, folder: Path) -> None:
        self.elsewhere = folder / "elsewhere"
        self.elsewhere.mkdir()
        self._bin = folder / "env" / "bin"
        venv.create(folder / "env")
        self.wheel = _built(folder / "dist")
        self._install()

    def _install(self) -> None:
        python = str(self._bin / "python")
        pip = [sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check"]
        _ran([*pip, "install", "--quiet", "--no-deps", "--no-index", str(self.wheel)], TOP)
        # The dependencies are those of this environment: they are not what is tried here.
        (home,) = self._bin.parent.glob("lib/python*/site-packages")
        (home / "locked.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")

    def run(self, *command: str) -> str:
        return _ran([str(self._bin / command[0]), *command[1:]], self.elsewhere)


def _built(folder: Path) -> Path:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    _ran(build, TOP)
    (wheel,) = folder.glob("*.whl")
    return wheel


def _ran(command: list[str], folder: Path) -> str:
    """Without the settings of whoever runs the tests."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    done = subprocess.run(command, cwd=folder, env=kept, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    return Installed(tmp_path_factory.mktemp("wheel"))


def test_the_code_comes_from_the_wheel_and_speaks_french(installed: Installed) -> None:
    code = """
import bot, bot.language, bot.outlets.templates as t
parts = {"incidents_channel": "#incidents", "page": None}
print(bot.__file__)
print(t.Templates().render("fr", "when-the-bot-is-down", **parts))
print(bot.language.Tongue("fr").say("This Slack account is deactivated, so it cannot act here."))
"""
    place, *said = installed.run("python", "-c", code).splitlines()

    assert "site-packages" in place
    assert str(TOP) not in place
    assert "Pilote de l\u2019incident" in "\n".join(said)
    assert "Slack account" not in said[-1]


def test_the_command_explains_itself(installed: Installed) -> None:
    told = installed.run("incident-bot", "--help")

    for word in ("run", "demo", "migrate", "check", "manifest", "backup", "restore", "effects"):
        assert word in told


def test_the_manifest_is_in_the_wheel(installed: Installed) -> None:
    manifest = yaml.safe_load(installed.run("incident-bot", "manifest"))

    assert manifest["features"]["slash_commands"][0]["command"] == "/incident"


def test_the_demo_runs_outside_the_clone_and_leaves_nothing_behind(installed: Installed) -> None:
    before = sorted(installed.elsewhere.rglob("*"))

    shown = installed.run("incident-bot", "demo")

    assert "INC-1" in shown
    assert "#inc-1-" in shown
    assert sorted(installed.elsewhere.rglob("*")) == before


@pytest.mark.rare
def test_the_demo_is_the_same_as_a_module(installed: Installed) -> None:
    assert "INC-1" in installed.run("python", "-m", "bot", "demo")
