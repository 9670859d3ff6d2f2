"""`incident-bot run`: the bot as a process, with its signals and exit codes."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.app.identity import StartRefused
from bot.app.opening import require_known_severities
from bot.app.running import Running, running
from bot.app.update_words import TemplatesRefused, usable_templates
from bot.response.ports import LedgerDown
from bot.scheduler.clock import SystemClock
from bot.settings import Settings, SettingsError, load
from bot.storage.address import sqlite_file
from bot.storage.lock import AlreadyRunning, OnlyOne
from bot.storage.migrate import NotMigrated, migrate, require_migrated
from bot.telemetry import errors, logs
from bot.telemetry.logs import logger

FINE, FAILED, MISCONFIGURED, DEAF = 0, 1, 2, 3
"""Exit codes; a supervisor restarts the bot after 1 and 3."""

HOLD_EVERY = timedelta(minutes=1)

log = logger(__name__)


@dataclass
class Stop:
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    heeded: bool = False
    """Whether the bot runs far enough to stop in good order by itself."""


def main(environ: Mapping[str, str] = os.environ, folder: Path = Path(".")) -> int:
    try:
        settings = load(environ, folder=folder)
    except SettingsError as error:
        print(error, file=sys.stderr)  # noqa: T201 - logs are not configured yet
        return MISCONFIGURED
    logs.configure(settings.log_level, settings.secrets())
    for warning in settings.warnings:
        log.warning("a setting may be misspelt", hint=warning)
    return asyncio.run(_run(settings, environ, folder))


async def _run(settings: Settings, environ: Mapping[str, str], folder: Path) -> int:
    tracker = None
    if dsn := settings.sentry_dsn:
        from bot.shipped import bot_version

        tracker = errors.start(dsn.get_secret_value(), settings.environment, bot_version())
    try:
        return await _unless_stopped(lambda stop: _live(settings, environ, folder, stop))
    except (StartRefused, NotMigrated, AlreadyRunning) as refusal:
        print(refusal, file=sys.stderr)  # noqa: T201 - for the person who just typed `run`
        return MISCONFIGURED
    except LedgerDown as down:
        log.error("the database does not answer", why=str(down))
        return FAILED
    finally:
        if tracker is not None:
            tracker.stop()


async def _unless_stopped(live: Callable[[Stop], Coroutine[Any, Any, int]]) -> int:
    """SIGTERM ends a start that takes long, too: there is nothing to finish before it has run."""
    stop = Stop()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.asked.set)
    life = asyncio.create_task(live(stop))
    asked = asyncio.create_task(stop.asked.wait())
    await asyncio.wait({life, asked}, return_when=asyncio.FIRST_COMPLETED)
    if not stop.heeded and not life.done():
        life.cancel()
    asked.cancel()
    try:
        return await life
    except asyncio.CancelledError:
        return FINE


async def _live(settings: Settings, environ: Mapping[str, str], folder: Path, stop: Stop) -> int:
    async with OnlyOne(settings.database_url.get_secret_value()) as lock:
        await _require_tables(settings)
        async with running(settings, SystemClock()) as run:
            stop.heeded = True
            run.start(_hold(lock, run))
            return await _until_told(run, environ, folder, stop)


async def _hold(lock: OnlyOne, run: Running) -> None:
    """An outage of the database can break the lock; whoever is faster then goes on alone."""
    clock = run.bot.surroundings.clock
    while True:
        await clock.sleep_until(clock.now() + HOLD_EVERY)
        try:
            await lock.keep()
        except LedgerDown as down:
            log.warning("the lock could not be looked at", why=type(down).__name__)
        except AlreadyRunning:
            log.critical("another bot has taken over the database")
            run.died.set()
            return


async def _require_tables(settings: Settings) -> None:
    """SQLite migrates itself; on PostgreSQL others may be at work, so an operator says when."""
    url = settings.database_url.get_secret_value()
    if sqlite_file(url) is None:
        await require_migrated(url)
    else:
        await migrate(url, backups=settings.backup_folder)


async def _until_told(run: Running, environ: Mapping[str, str], folder: Path, stop: Stop) -> int:
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGHUP, lambda: run.start(reload(run, environ, folder)))
    log.info("running", sockets=run.sockets is not None)
    died = asyncio.create_task(run.died.wait())
    stopped = asyncio.create_task(stop.asked.wait())
    await asyncio.wait({died, stopped}, return_when=asyncio.FIRST_COMPLETED)
    for task in (died, stopped):
        task.cancel()
    return DEAF if run.died.is_set() else FINE


async def reload(run: Running, environ: Mapping[str, str], folder: Path) -> None:
    """Take the team's policy and templates anew, whole or not at all; the rest needs a restart."""
    around = run.bot.surroundings
    try:
        fresh = load(environ, folder=folder)
        await require_known_severities(around.database, fresh.policy)
        own = await usable_templates(around.settings.templates, fresh.policy)
    except (SettingsError, StartRefused, TemplatesRefused, LedgerDown) as error:
        log.error("configuration refused, the old one stays", why=type(error).__name__)
        print(error, file=sys.stderr)  # noqa: T201 - an operator just asked for it
        return
    around.policy.take(fresh)
    around.words.reload(own)
    log.info("configuration reloaded")
