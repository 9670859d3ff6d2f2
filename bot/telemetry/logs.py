"""Logs: one JSON line an event on stderr, without secrets and without anybody's words."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterable
from typing import TextIO

import structlog
from structlog.stdlib import BoundLogger, ProcessorFormatter
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.telemetry import correlation
from bot.telemetry.masking import Masker
from bot.telemetry.traces import current_exception, described

OWN = "bot"
# These speak of themselves when somebody debugs; all others only warn.
_DEBUGGABLE = ("slack_bolt", "slack_sdk", "aiohttp", "asyncio")
# These format whole statements with their values as soon as somebody might listen.
_TALKATIVE = ("sqlalchemy", "aiosqlite", "alembic", "psycopg", "urllib3", "sentry_sdk")
# Libraries quote bodies and values after one of these.
_QUOTATION = re.compile(r"[(\[{<\":=\n]|\s'")
LONGEST_FOREIGN = 120


def logger(name: str) -> BoundLogger:
    """`logger(__name__).info("what happened", which=…)`; parts are ids and numbers, never text."""
    bound: BoundLogger = structlog.stdlib.get_logger(name)
    return bound


def configure(
    level: str = "INFO", secrets: Iterable[str] = (), stream: TextIO | None = None
) -> None:
    """Send every logger of this process to `stream` (stderr). May be called again."""
    number = logging.getLevelNamesMapping()[level.upper()]
    handler = _JsonLines(stream or sys.stderr)
    handler.addFilter(_Floor(number))
    handler.setFormatter(_formatter(Masker(secrets)))
    _replace(handler)
    _set_levels(number)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_BASICS,
            ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=BoundLogger,
        cache_logger_on_first_use=False,
    )


_BASICS: tuple[Processor, ...] = (
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


class _JsonLines(logging.StreamHandler[TextIO]):
    """Our handler, known by its type so that it can be replaced."""


class _Floor(logging.Filter):
    """Others' loggers speak from WARNING on, whatever level they gave themselves."""

    def __init__(self, level: int) -> None:
        super().__init__()
        self._level = level

    def filter(self, record: logging.LogRecord) -> bool:
        family = record.name.split(".")[0]
        loud = family == OWN or (self._level <= logging.DEBUG and family in _DEBUGGABLE)
        return record.levelno >= (self._level if loud else max(self._level, logging.WARNING))


def _replace(handler: logging.Handler) -> None:
    root = logging.getLogger()
    for old in [old for old in root.handlers if isinstance(old, _JsonLines)]:
        root.removeHandler(old)
    root.addHandler(handler)


def _set_levels(level: int) -> None:
    quiet = max(level, logging.WARNING)
    debugging = level <= logging.DEBUG
    # Bolt gives each of its loggers the level that it finds here.
    logging.getLogger().setLevel(level if debugging else quiet)
    logging.getLogger(OWN).setLevel(level)
    for name in _DEBUGGABLE:
        logging.getLogger(name).setLevel(level if debugging else logging.NOTSET)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(quiet)


def _formatter(masker: Masker) -> ProcessorFormatter:
    def masked(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
        return masker.mapping({str(name): value for name, value in event.items()})

    return ProcessorFormatter(
        foreign_pre_chain=_BASICS,
        processors=[
            _shorten_foreign,
            ProcessorFormatter.remove_processors_meta,
            _add_correlation,
            _describe_exception,
            masked,
            structlog.processors.JSONRenderer(sort_keys=True),
        ],
    )


def _shorten_foreign(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Of what libraries say, keep what they say always: the words before the first value."""
    if event["_from_structlog"]:
        return event
    text = str(event["event"])
    event["event"] = _QUOTATION.split(text, maxsplit=1)[0].strip()[:LONGEST_FOREIGN]
    event.pop("stack_info", None)
    return event


def _add_correlation(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    if id := correlation.current():
        event["correlation"] = id
    return event


def _describe_exception(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    error = current_exception(event.pop("exc_info", None))
    if error is not None:
        event["exception"] = described(error)
    return event
