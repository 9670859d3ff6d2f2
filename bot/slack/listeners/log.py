"""Log: `log 14:32 errors gone`, `log -q …`; and *I object*, under a decision."""

from __future__ import annotations

import re
from collections.abc import Callable

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.incident.entry import Entry, EntryId
from bot.incident.when import TypedTime, leading_time
from bot.incident.when_errors import NeverWas, WasTwice
from bot.language import Tongue
from bot.response.change import Request
from bot.response.log import NewEntry, log, object_to
from bot.slack import open_form, targets
from bot.slack.askers import Asker
from bot.slack.grammar import entries as grammar
from bot.slack.mention_asker import place_of
from bot.slack.tools import Tools
from bot.slack.typed_times import Doubtful, zone_of
from bot.slack.views import blocks, entry_forms, times
from bot.slack.views import entries as views
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import tell
from bot.slack.views.scene import Scene

_QUIETLY = re.compile(r"[-\u2212\u2013\u2014]q(?:\s+|$)", re.IGNORECASE)
"""Phones make longer dashes of a hyphen."""
_ROOM = 60
"""For all of a line but its words."""
Logged = tuple[Scene, Entry, TypedTime | None]


async def typed(tools: Tools, asker: Asker, rest: str) -> None:
    """Bare: the form."""
    number, said = targets.without_reference(rest)
    if not _unflagged(said)[1]:
        await open_form.offer(
            tools,
            asker,
            entry_forms.ADD,
            lambda: targets.incident_meant(tools, asker, "log", number),
        )
        return

    async def act() -> Logged | Doubtful:
        incident, request, text = await targets.request_for(tools, asker, "log", rest)
        quietly, text = _unflagged(text)
        zone = await zone_of(tools, asker)
        try:
            read = leading_time(text, tools.desk.clock.now(), zone)
        except (WasTwice, NeverWas) as doubt:
            return Doubtful(incident, doubt)
        new = NewEntry(
            text=read.rest if read else text,
            at=read.at if read else None,
            said=not quietly,
            place=place_of(asker),
        )
        incident, entry = await log(tools.desk, request, new)
        return await tools.full_scene(incident, Tongue()), entry, read

    await tools.boundary.commit(asker, "log", act, _shown(rest))


async def object_button(tools: Tools, args: AsyncArgs) -> None:
    """One objection a person, however often they press."""
    asker = tools.run_asker(args)
    id, _, decision = asker.value.partition(":")

    async def act() -> tuple[Scene, Entry]:
        incident = await targets.incident_of_button(tools, asker, id)
        request = Request(incident.id, asker.user, f"object:{decision}:{asker.user}")
        incident, entry = await object_to(tools.desk, request, EntryId(decision))
        return await tools.full_scene(incident, Tongue()), entry

    def show(done: tuple[Scene, Entry], tongue: Tongue) -> Answer:
        return views.objected(done[0].told_in(tongue), done[1])

    await tools.boundary.commit(asker, "object", act, show)


def _unflagged(text: str) -> tuple[bool, str]:
    found = _QUIETLY.match(text)
    return (True, text[found.end() :].strip()) if found else (False, text.strip())


def _shown(rest: str) -> Callable[[Logged | Doubtful, Tongue], Answer]:
    def show(outcome: Logged | Doubtful, tongue: Tongue) -> Answer:
        if isinstance(outcome, Doubtful):
            return _which(outcome, rest, tongue)
        scene, entry, read = outcome
        return views.logged(scene.told_in(tongue), entry, read)

    return show


def _which(doubt: Doubtful, rest: str, tongue: Tongue) -> Answer:
    """Which of two times is meant is one press, unless the words are too many for a button."""
    quietly, text = _unflagged(targets.without_reference(rest)[1])
    text = " ".join(text.split())[len(doubt.why.typed) :].lstrip(" ,;:")
    said = tell(tongue, doubt.why.message, **doubt.why.parts)
    if len(text) > blocks.VALUE_LIMIT - _ROOM:
        return Answer(said)
    line = f"log {doubt.incident.reference}" + (" -q" if quietly else "")
    return times.which(tongue, said, line, doubt.why.options, text)


VERBS = {grammar.LOG: typed}
BUTTONS = {views.OBJECT: object_button}
