"""The bot's processes, forked from one that has read its code: a start costs a tenth of it."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path

FORKS = get_context("forkserver")
FORKS.set_forkserver_preload(["bot.cli.main", "bot.app.main"])


@dataclass(frozen=True)
class Life:
    """`incident-bot run` in a process of its own, which shares nothing but code."""

    process: ForkServerProcess

    @property
    def pid(self) -> int:
        pid = self.process.pid
        assert pid is not None
        return pid

    @property
    def returncode(self) -> int | None:
        """As a shell tells it: negative when a signal ended it."""
        return self.process.exitcode

    def send(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)


def begin(environ: Mapping[str, str], folder: Path, log: Path) -> Life:
    """Returns at once. All it says stands in `log`."""
    process = FORKS.Process(target=_live, args=(dict(environ), folder, log), daemon=True)
    process.start()
    return Life(process)


def _live(environ: dict[str, str], folder: Path, log: Path) -> None:
    from bot.cli.main import main

    os.environ.clear()
    os.environ.update(environ)
    os.chdir(folder)
    with log.open("wb") as file:
        os.dup2(file.fileno(), sys.stdout.fileno())
        os.dup2(file.fileno(), sys.stderr.fileno())
    sys.exit(main(["run"]))
