"""How a verb is added and answers whoever typed it, and what most of them need first."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable
from typing import TypeAlias

from bot.settings import Settings, load
from bot.telemetry import logs

FINE, FAILED, MISCONFIGURED = 0, 1, 2

Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def verb(
    verbs: Verbs, name: str, run: Callable[[argparse.Namespace], int], told: str
) -> argparse.ArgumentParser:
    added = verbs.add_parser(name, help=told, description=told)
    added.set_defaults(run=run)
    return added


def number_of(reference: str | None) -> int | None:
    found = re.fullmatch(r"(?:INC-)?(\d+)", reference or "", re.IGNORECASE)
    return int(found[1]) if found else None


def settings_in_use() -> Settings:
    """From here on only warnings are logged, and beside the answer, not in it."""
    settings = load(os.environ)
    logs.configure("WARNING", settings.secrets())
    return settings


def answer(text: str) -> None:
    print(text)  # noqa: T201 - the answer to what was typed


def complain(text: str, code: int) -> int:
    print(text, file=sys.stderr)  # noqa: T201 - the answer to what was typed
    return code
