"""Verbs that run the bot, set it up, and keep its database."""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.cli.answering import FAILED, FINE, Verbs, answer, complain, settings_in_use, verb


def add(verbs: Verbs) -> None:
    verb(verbs, "run", run, "the bot itself, until SIGTERM")
    demo_verb = verb(verbs, "demo", demo, "an incident without Slack, from the first word on")
    demo_verb.add_argument("--stay", action="store_true", help="leave it running with a prompt")
    verb(verbs, "migrate", migrate, "bring the database up to date")
    verb(verbs, "check", check, "what is missing in the set-up, and how to mend it")
    verb(verbs, "manifest", manifest, "the Slack app's manifest, for this command and address")
    verb(verbs, "backup", backup, "copy the SQLite database now")
    restore_verb = verb(verbs, "restore", restore, "put a copy in the place of the database")
    restore_verb.add_argument("copy", type=Path)


def run(arguments: argparse.Namespace) -> int:
    gc.disable()  # see bot.cli
    from bot.app.main import main as run_bot

    gc.freeze()
    gc.enable()
    return run_bot()


def demo(arguments: argparse.Namespace) -> int:
    from bot.sandbox.demo import main as play

    return play(stay=arguments.stay)


def migrate(arguments: argparse.Namespace) -> int:
    from bot.app.operator import bring_up_to_date
    from bot.storage.lock import AlreadyRunning

    try:
        steps = asyncio.run(bring_up_to_date(settings_in_use()))
    except AlreadyRunning as error:
        return complain(str(error), FAILED)
    answer("\n".join(steps) if steps else "The database is up to date.")
    return FINE


def check(arguments: argparse.Namespace) -> int:
    from bot.app.operator import check as look
    from bot.language import Tongue

    settings = settings_in_use()
    findings = asyncio.run(look(settings))
    tongue = Tongue("en", settings.command)
    for finding in findings:
        parts = finding.parts
        answer(f"{'ok     ' if finding.ok else 'problem'}  {tongue.say(finding.what, **parts)}")
        if not finding.ok and finding.mend:
            answer(f"         → {tongue.say(finding.mend, **parts)}")
    return FINE if all(finding.ok for finding in findings) else FAILED


def manifest(arguments: argparse.Namespace) -> int:
    """Needs no secrets: it comes before there are any."""
    from bot.slack.manifest import render

    address = os.environ.get("PUBLIC_URL") or None
    socket_mode = bool(os.environ.get("SLACK_APP_TOKEN")) or address is None
    command = os.environ.get("COMMAND") or "/incident"
    sys.stdout.write(render(command, request_url=address, socket_mode=socket_mode))
    return FINE


def backup(arguments: argparse.Namespace) -> int:
    from bot.storage.backup import BadCopy, CannotCopy, NotForThisDatabase, back_up

    settings = settings_in_use()
    url = settings.database_url.get_secret_value()
    try:
        copy = asyncio.run(back_up(url, settings.backup_folder, now=datetime.now(UTC)))
    except (NotForThisDatabase, BadCopy, CannotCopy) as error:
        return complain(str(error), FAILED)
    answer(f"Copied and checked: {copy}")
    return FINE


def restore(arguments: argparse.Namespace) -> int:
    from bot.storage.backup import BadCopy, NotForThisDatabase
    from bot.storage.backup import restore as put_back
    from bot.storage.lock import AlreadyRunning

    url = settings_in_use().database_url.get_secret_value()
    try:
        aside = asyncio.run(put_back(url, arguments.copy))
    except (NotForThisDatabase, BadCopy, AlreadyRunning, OSError) as error:
        return complain(str(error), FAILED)
    answer(f"Restored from {arguments.copy}.")
    if aside is not None:
        answer(f"What was there before is now {aside}.")
    return FINE
