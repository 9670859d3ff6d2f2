"""Runs `incident-bot demo` as a process, as somebody who tries the product does."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

KEPT = ("PATH", "HOME", "LANG", "VIRTUAL_ENV", "COVERAGE_PROCESS_START")
PROMPT = re.compile(r"^(?:\S+ #\S+> |\w+= )(.*)\n", re.MULTILINE)


@dataclass(frozen=True)
class Played:
    code: int
    shown: str
    complaints: str
    left: list[str]
    """What is still in the folder for temporary files."""


def paper() -> Console:
    """A screen of which a test reads what was shown."""
    return Console(file=io.StringIO(), width=100, highlight=False, emoji=False, markup=False)


def read(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def dialogue(shown: str) -> list[tuple[str, str]]:
    """Each line that was typed, with what was shown after it."""
    _, _, typing = shown.partition("Now you ")
    parts = PROMPT.split(typing)[1:]
    return list(zip(parts[::2], parts[1::2], strict=True))


def play(folder: Path, *arguments: str, typed: str = "", **environ: str) -> Played:
    """`typed`: what comes through stdin, which then ends."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "demo", *arguments],
        env={**kept, "TMPDIR": str(folder), "COLUMNS": "100", "PYTHONWARNINGS": "error", **environ},
        input=typed,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    left = sorted(path.name for path in folder.iterdir())
    return Played(done.returncode, done.stdout, done.stderr, left)
