"""What is locked is what is asked for, file by file, from wherever a machine gets its packages."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

TOP = Path(__file__).parents[1]
LOCKS = [("requirements.lock", True), ("requirements.txt", False)]
"""With the developers' tools, and without."""
_PIN = re.compile(r"^([\w.-]+)==([^\s;]+)(.*?)(?=^\S|\Z)", re.MULTILINE | re.DOTALL)


def _asked(*, dev: bool) -> list[Requirement]:
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = project["dependencies"] + (project["optional-dependencies"]["dev"] if dev else [])
    return [Requirement(line) for line in asked]


def _pins(lock: str) -> dict[str, str]:
    text = (TOP / lock).read_text(encoding="utf-8")
    return {canonicalize_name(found[1]): found[2] for found in _PIN.finditer(text)}


@pytest.mark.parametrize(("lock", "dev"), LOCKS)
def test_every_dependency_is_locked_at_a_version_that_was_asked_for(lock: str, dev: bool) -> None:
    pins = _pins(lock)
    asked = _asked(dev=dev)

    wrong = [
        str(wanted)
        for wanted in asked
        if not wanted.specifier.contains(pins.get(canonicalize_name(wanted.name), "0"))
    ]

    assert len(asked) > 10
    assert wrong == []


def test_production_runs_what_was_tested() -> None:
    assert _pins("requirements.txt").items() <= _pins("requirements.lock").items()
    assert "pytest" not in _pins("requirements.txt")


@pytest.mark.parametrize("lock", [lock for lock, _ in LOCKS])
def test_every_file_is_held_to_its_hash_and_no_address_is_named(lock: str) -> None:
    text = (TOP / lock).read_text(encoding="utf-8")
    unhashed = [found[1] for found in _PIN.finditer(text) if "--hash=sha256:" not in found[3]]

    assert unhashed == []
    assert "://" not in text
    assert re.findall(r"^--.*", text, re.MULTILINE) == []
