"""Verbs about incidents: what Slack has not shown of them, and their files."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from bot.cli.answering import (
    FAILED,
    FINE,
    MISCONFIGURED,
    Verbs,
    answer,
    complain,
    number_of,
    settings_in_use,
    verb,
)
from bot.incident.ids import SuggestionId
from bot.settings import Settings


def add(verbs: Verbs) -> None:
    effects_verb = verb(verbs, "effects", effects, "what Slack has not shown yet")
    effects_verb.add_argument("act", nargs="?", choices=("list", "retry", "drop"), default="list")
    effects_verb.add_argument("incident", nargs="?", help="INC-42, or card:… as listed")
    effects_verb.add_argument("keys", nargs="*", help="which effects; retry without any: all")
    export_verb = verb(verbs, "export", export, "the post-mortem of an incident, or its transcript")
    export_verb.add_argument("incident", help="INC-42")
    export_verb.add_argument(
        "--format", default="", help="md, html, pdf, json, transcript …; else as the file is called"
    )
    export_verb.add_argument("-o", "--output", type=Path, help="a file, instead of standard output")
    import_verb = verb(verbs, "import", take_in, "an incident that was exported as json")
    import_verb.add_argument("file", type=Path)


def effects(arguments: argparse.Namespace) -> int:
    from bot.app import operator
    from bot.incident.errors import NoSuchIncident
    from bot.incident.suggestion_errors import NotASuggestion

    settings = settings_in_use()
    if arguments.act == "list":
        return _list_effects(settings)
    about = _about(arguments.incident or "")
    if about is None or (arguments.act == "drop" and not arguments.keys):
        return complain("Say which: incident-bot effects drop INC-42 announcement", MISCONFIGURED)
    act = operator.retry_effects if arguments.act == "retry" else operator.drop_effects
    try:
        changed = asyncio.run(act(settings, about, arguments.keys))
    except (NoSuchIncident, NotASuggestion) as error:
        return complain(str(error), FAILED)
    answer(", ".join(changed) if changed else "Nothing there is undone.")
    return FINE


def _about(told: str) -> int | SuggestionId | None:
    from bot.app.operator import CARD

    return SuggestionId(told.removeprefix(CARD)) if told.startswith(CARD) else number_of(told)


def _list_effects(settings: Settings) -> int:
    from bot.app.operator import undone

    rows = asyncio.run(undone(settings))
    for row in rows:
        effect = row.effect
        answer(
            f"{row.about}  {effect.key}  {effect.state}"
            f"  {effect.attempts} attempts  {effect.error or ''}".rstrip()
        )
    if not rows:
        answer("Everything that is wanted has been done.")
    return FINE


def take_in(arguments: argparse.Namespace) -> int:
    """While no bot works on the database."""
    from bot.app.importing import import_incident
    from bot.incident.errors import IncidentError
    from bot.storage.lock import AlreadyRunning

    try:
        content = arguments.file.read_bytes()
    except OSError as error:
        why = error.strerror or type(error).__name__
        return complain(f"Cannot read {arguments.file}: {why}", FAILED)
    try:
        incident = asyncio.run(import_incident(settings_in_use(), content))
    except (IncidentError, AlreadyRunning) as error:
        return complain(str(error), FAILED)
    answer(f"{incident.reference} is in this database now: {incident.title}")
    return FINE


def export(arguments: argparse.Namespace) -> int:
    from bot.app import operator
    from bot.app.writing_out import write_out
    from bot.incident.errors import IncidentError

    number = number_of(arguments.incident)
    if number is None:
        return complain("Say which: incident-bot export INC-42", MISCONFIGURED)
    path: Path | None = arguments.output
    name = path.name if path else ""
    try:
        pieces = asyncio.run(operator.export(settings_in_use(), number, arguments.format, name))
        problem = write_out(pieces, path)
    except IncidentError as error:
        return complain(str(error), FAILED)
    return complain(problem, FAILED) if problem else FINE
