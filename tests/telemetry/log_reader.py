"""The log as its reader gets it."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog

from bot.telemetry import logs


class Log:
    """What was written, and the setting under which it is."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    def configure(self, level: str = "INFO", *secrets: str) -> None:
        logs.configure(level, secrets, self.stream)

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]


@contextmanager
def reading_log() -> Iterator[Log]:
    """Afterwards the process logs as it did before."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    configured, before = structlog.is_configured(), structlog.get_config()
    log = Log()
    log.configure()
    try:
        yield log
    finally:
        logs.configure("ERROR")  # others may have been let to say more
        root.handlers[:] = handlers
        root.setLevel(level)
        if configured:
            structlog.configure(**before)
        else:
            structlog.reset_defaults()
