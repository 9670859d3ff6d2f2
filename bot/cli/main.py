"""Every verb an operator can type, and what happens when it cannot be done."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

from bot.cli import alerts, incidents, running, templates
from bot.cli.answering import FAILED, MISCONFIGURED, complain
from bot.response.ports import LedgerDown
from bot.settings import SettingsError
from bot.shipped import bot_version
from bot.storage.migrate import NotMigrated


def main(argv: Sequence[str] | None = None) -> int:
    arguments = _parser().parse_args(argv)
    run: Callable[[argparse.Namespace], int] = arguments.run
    try:
        return run(arguments)
    except SettingsError as error:
        return complain(str(error), MISCONFIGURED)
    except NotMigrated as error:
        return complain(str(error), FAILED)
    except LedgerDown as error:
        return complain(f"The database does not answer: {error}", FAILED)
    except KeyboardInterrupt:
        return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="incident-bot", description="Runs incidents in Slack, and loses nothing."
    )
    parser.add_argument("--version", action="version", version=bot_version())
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")
    for part in (running, incidents, templates, alerts):
        part.add(verbs)
    return parser
