"""`incident-bot …`: what operators type."""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.response.ports import LedgerDown
from bot.settings import Settings, SettingsError, load
from bot.shipped import bot_version
from bot.storage.migrate import NotMigrated
from bot.telemetry import logs

FINE, FAILED, MISCONFIGURED = 0, 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    arguments = _parser().parse_args(argv)
    run: Callable[[argparse.Namespace], int] = arguments.run
    try:
        return run(arguments)
    except SettingsError as error:
        return _complain(str(error), MISCONFIGURED)
    except NotMigrated as error:
        return _complain(str(error), FAILED)
    except LedgerDown as error:
        return _complain(f"The database does not answer: {error}", FAILED)
    except KeyboardInterrupt:
        return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="incident-bot", description="Runs incidents in Slack, and loses nothing."
    )
    parser.add_argument("--version", action="version", version=bot_version())
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")
    _verb(verbs, "run", run, "the bot itself, until SIGTERM")
    demo_verb = _verb(verbs, "demo", demo, "an incident without Slack, from the first word on")
    demo_verb.add_argument("--stay", action="store_true", help="leave it running with a prompt")
    _verb(verbs, "migrate", migrate, "bring the database up to date")
    _verb(verbs, "check", check, "what is missing in the set-up, and how to mend it")
    _verb(verbs, "manifest", manifest, "the Slack app's manifest, for this command and address")
    _verb(verbs, "backup", backup, "copy the SQLite database now")
    restore_verb = _verb(verbs, "restore", restore, "put a copy in the place of the database")
    restore_verb.add_argument("copy", type=Path)
    _effects(_verb(verbs, "effects", effects, "what Slack has not shown yet"))
    templates_verb = _verb(verbs, "templates", templates, "your own templates: can they be used?")
    templates_verb.add_argument("act", choices=("check",))
    export_verb = _verb(verbs, "export", export, "what was said in an incident's channel")
    export_verb.add_argument("incident", help="INC-42")
    export_verb.add_argument("--format", default="", help="transcript, transcript-json …")
    export_verb.add_argument("-o", "--output", type=Path, help="a file, instead of standard output")
    return parser


def _verb(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: Callable[[argparse.Namespace], int],
    told: str,
) -> argparse.ArgumentParser:
    verb = verbs.add_parser(name, help=told, description=told)
    verb.set_defaults(run=run)
    return verb


def _effects(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("act", nargs="?", choices=("list", "retry", "drop"), default="list")
    verb.add_argument("incident", nargs="?", help="INC-42")
    verb.add_argument("keys", nargs="*", help="which effects; retry without any: all")


def run(arguments: argparse.Namespace) -> int:
    from bot.app.main import main as run_bot

    return run_bot()


def demo(arguments: argparse.Namespace) -> int:
    from bot.sandbox.demo import main as play

    return play(stay=arguments.stay)


def migrate(arguments: argparse.Namespace) -> int:
    from bot.app.operator import bring_up_to_date
    from bot.storage.lock import AlreadyRunning

    try:
        steps = asyncio.run(bring_up_to_date(_settings()))
    except AlreadyRunning as error:
        return _complain(str(error), FAILED)
    _say("\n".join(steps) if steps else "The database is up to date.")
    return FINE


def check(arguments: argparse.Namespace) -> int:
    from bot.app.operator import check as look
    from bot.language import Tongue

    settings = _settings()
    findings = asyncio.run(look(settings))
    tongue = Tongue("en", settings.command)
    for finding in findings:
        parts = finding.parts
        _say(f"{'ok     ' if finding.ok else 'problem'}  {tongue.say(finding.what, **parts)}")
        if not finding.ok and finding.mend:
            _say(f"         → {tongue.say(finding.mend, **parts)}")
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

    settings = _settings()
    url = settings.database_url.get_secret_value()
    try:
        copy = asyncio.run(back_up(url, settings.backup_folder, now=datetime.now(UTC)))
    except (NotForThisDatabase, BadCopy, CannotCopy) as error:
        return _complain(str(error), FAILED)
    _say(f"Copied and checked: {copy}")
    return FINE


def restore(arguments: argparse.Namespace) -> int:
    from bot.storage.backup import BadCopy, NotForThisDatabase
    from bot.storage.backup import restore as put_back
    from bot.storage.lock import AlreadyRunning

    url = _settings().database_url.get_secret_value()
    try:
        aside = asyncio.run(put_back(url, arguments.copy))
    except (NotForThisDatabase, BadCopy, AlreadyRunning, OSError) as error:
        return _complain(str(error), FAILED)
    _say(f"Restored from {arguments.copy}.")
    if aside is not None:
        _say(f"What was there before is now {aside}.")
    return FINE


def effects(arguments: argparse.Namespace) -> int:
    from bot.app import operator
    from bot.incident.errors import NoSuchIncident

    settings = _settings()
    if arguments.act == "list":
        return _list_effects(settings)
    number = _number(arguments.incident)
    if number is None or (arguments.act == "drop" and not arguments.keys):
        return _complain("Say which: incident-bot effects drop INC-42 announcement", MISCONFIGURED)
    act = operator.retry_effects if arguments.act == "retry" else operator.drop_effects
    try:
        changed = asyncio.run(act(settings, number, arguments.keys))
    except NoSuchIncident as error:
        return _complain(str(error), FAILED)
    _say(", ".join(changed) if changed else "Nothing there is undone.")
    return FINE


def _list_effects(settings: Settings) -> int:
    from bot.app.operator import undone

    rows = asyncio.run(undone(settings))
    for row in rows:
        effect = row.effect
        _say(
            f"{row.incident.reference}  {effect.key}  {effect.state}"
            f"  {effect.attempts} attempts  {effect.error or ''}".rstrip()
        )
    if not rows:
        _say("Everything that is wanted has been done.")
    return FINE


def templates(arguments: argparse.Namespace) -> int:
    from bot.outlets.update_check import template_problems

    settings = _settings()
    problems = template_problems(settings.templates, settings.policy)
    if problems:
        return _complain("\n".join(problems), FAILED)
    _say("Every template can be used." if settings.templates else "TEMPLATES names no folder.")
    return FINE


def export(arguments: argparse.Namespace) -> int:
    from bot.app import operator
    from bot.app.writing_out import write_out
    from bot.incident.errors import IncidentError

    number = _number(arguments.incident)
    if number is None:
        return _complain("Say which: incident-bot export INC-42", MISCONFIGURED)
    try:
        pieces = asyncio.run(operator.export(_settings(), number, arguments.format))
    except IncidentError as error:
        return _complain(str(error), FAILED)
    problem = write_out(pieces, arguments.output)
    return _complain(problem, FAILED) if problem else FINE


def _number(reference: str | None) -> int | None:
    found = re.fullmatch(r"(?:INC-)?(\d+)", reference or "", re.IGNORECASE)
    return int(found[1]) if found else None


def _settings() -> Settings:
    """From here on only warnings are logged, and beside the answer, not in it."""
    settings = load(os.environ)
    logs.configure("WARNING", settings.secrets())
    return settings


def _say(text: str) -> None:
    print(text)  # noqa: T201 - the answer to what was typed


def _complain(text: str, code: int) -> int:
    print(text, file=sys.stderr)  # noqa: T201 - the answer to what was typed
    return code
