"""From a typed line to the listener of its verb, however the line came in."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from bot.incident.ids import UserId
from bot.incident.text import folded
from bot.response.ports import LedgerDown
from bot.slack import commands, postmortem_router
from bot.slack.askers import Asker
from bot.slack.commands import Typed
from bot.slack.grammar import Verb, running, spine
from bot.slack.grammar.ends import ENDS
from bot.slack.intake import masked_line
from bot.slack.listeners import (
    adopt,
    ask,
    catchup,
    check,
    checklist,
    decide,
    declare,
    edit,
    ends,
    export,
    find,
    guides,
    handover,
    help,
    log,
    merge,
    on_call,
    pages,
    quiet,
    repeats,
    roles,
    subscribe,
    tasks,
    timeline,
    times,
    updates,
    watch,
)
from bot.slack.targets import without_reference
from bot.slack.tools import Tools
from bot.slack.words import unnamed_people, with_names

Handler = Callable[[Tools, Asker, str], Awaitable[None]]

HANDLERS: Mapping[Verb, Handler] = {
    spine.DECLARE: declare.typed,
    spine.LIST: find.list_incidents,
    spine.SHOW: find.show_one,
    spine.CHECK: check.check,
    spine.HELP: help.help_verb,
    **edit.VERBS,
    **roles.VERBS,
    **handover.VERBS,
    **ends.VERBS,
    **times.VERBS,
    **merge.VERBS,
    **repeats.VERBS,
    **ask.VERBS,
    **catchup.VERBS,
    **quiet.VERBS,
    **tasks.VERBS,
    **checklist.VERBS,
    **guides.VERBS,
    **decide.VERBS,
    **export.VERBS,
    **log.VERBS,
    **timeline.VERBS,
    **adopt.VERBS,
    **on_call.VERBS,
    **updates.VERBS,
    **subscribe.VERBS,
    **pages.VERBS,
    **watch.VERBS,
    **postmortem_router.VERBS,
}


async def route(tools: Tools, asker: Asker, text: str) -> None:
    """Bare: the menu. A verb: its listener. A near miss: a button. Anything else: a title.

    A mention that is no verb may be a title as well, or just talk: it gets help.
    """
    typed: Typed = _meant(commands.parse(masked_line(tools, asker, text)))
    meant = typed.verb or typed.nearest
    if meant is None or not meant.people:
        typed = await _by_name(tools, typed)
    if typed.verb is not None:
        await HANDLERS[typed.verb](tools, asker, typed.rest)
    elif typed.is_bare:
        await help.menu(tools, asker)
    elif typed.nearest is not None:
        await help.misspelt(tools, asker, typed)
    elif asker.trigger is None:
        await help.no_verb(tools, asker, typed)
    elif await is_room(tools, asker):
        await help.log_or_declare(tools, asker, typed)
    else:
        await declare.offer_form(tools, asker, typed.text)


async def is_room(tools: Tools, asker: Asker) -> bool:
    """Whether they stand in an incident's channel; when that cannot be looked up, they do not."""
    with contextlib.suppress(LedgerDown):
        async with tools.desk.ledger.look() as work:
            here = await work.incidents.in_channel(asker.channel) if asker.channel else None
        return here is not None
    return False


def _meant(typed: Typed) -> Typed:
    """`status resolved` is `resolve`: the ends have verbs of their own."""
    if typed.verb is not running.STATUS:
        return typed
    number, said = without_reference(typed.rest)
    state, _, rest = said.partition(" ")
    end = ENDS.get(folded(state))
    if end is None:
        return typed
    reference = f"INC-{number} " if number is not None else ""
    return replace(typed, verb=end, rest=f"{reference}{rest}".strip())


async def _by_name(tools: Tools, typed: Typed) -> Typed:
    """People in a title or any other text are read as `@ana`, whom nothing that is shown calls."""
    names: dict[str, str] = {}
    with contextlib.suppress(LedgerDown):
        for id in unnamed_people(typed.text):
            if person := await tools.desk.directory.known(UserId(id)):
                names[id] = person.name
    return replace(typed, rest=with_names(typed.rest, names), text=with_names(typed.text, names))
