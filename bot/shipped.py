"""Where the files that ship beside the code are found, in a checkout and in the installed wheel."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_PACKAGE = Path(__file__).parent
_IN_WHEEL = _PACKAGE / "shipped"
"""The build puts them here; in a checkout they stand at the top, where people look for them."""


def shipped(name: str) -> Path:
    """The path of `manifest.yml`, `templates` and what else the build takes along."""
    home = _IN_WHEEL if _IN_WHEEL.is_dir() else _PACKAGE.parent
    return home / name


def bot_version() -> str:
    try:
        return version("incident-bot")
    except PackageNotFoundError:
        return "0+checkout"
