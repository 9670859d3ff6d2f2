"""Verbs about templates: can a team's own be used, and how would an incident's updates read?"""

from __future__ import annotations

import argparse
import asyncio
import sys

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
from bot.incident.update_words import UpdateMoment
from bot.language import LOCALES


def add(verbs: Verbs) -> None:
    told = "your own templates: can they be used, and how do they read?"
    acts = verbs.add_parser("templates", help=told, description=told).add_subparsers(required=True)
    verb(acts, "check", check, "whether each of your own templates can be used")
    render_verb = verb(
        acts, "render", render, "what each audience would read of an incident now; nothing is sent"
    )
    render_verb.add_argument("incident", help="INC-42")
    render_verb.add_argument("--audience", help="only this one")
    render_verb.add_argument("--moment", choices=[one.value for one in UpdateMoment])
    render_verb.add_argument("--locale", choices=LOCALES)
    render_verb.add_argument("--form", choices=("plain", "slack", "html"), default="plain")


def check(arguments: argparse.Namespace) -> int:
    from bot.app.update_words import own_templates
    from bot.outlets.update_check import template_problems

    settings = settings_in_use()
    problems = template_problems(own_templates(settings.templates), settings.policy)
    if problems:
        return complain("\n".join(problems), FAILED)
    answer("Every template can be used." if settings.templates else "TEMPLATES names no folder.")
    return FINE


def render(arguments: argparse.Namespace) -> int:
    """What had to be passed over stands beside the words, not in them."""
    from bot.app.previews import Preview, previews
    from bot.incident.errors import IncidentError

    number = number_of(arguments.incident)
    if number is None:
        return complain("Say which: incident-bot templates render INC-42", MISCONFIGURED)
    wanted = Preview(
        audience=arguments.audience,
        moment=UpdateMoment(arguments.moment) if arguments.moment else None,
        locale=arguments.locale,
    )
    try:
        found = asyncio.run(previews(settings_in_use(), number, wanted))
    except IncidentError as error:
        return complain(str(error), FAILED)
    for head, said in found:
        answer(f"=== {head}\nSubject: {said.subject}\n\n{getattr(said, arguments.form)}\n")
        for passed_over in said.passed_over:
            print(f"Passed over: {passed_over}", file=sys.stderr)  # noqa: T201 - as above
    if not found:
        answer("It reaches no audience.")
    return FINE
