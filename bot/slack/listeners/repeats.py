"""`repeat`: earlier incidents like this one; `repeat INC-n` says that it is that one again."""

from __future__ import annotations

import re

from bot.incident.errors import NotAReference
from bot.incident.incident import Incident
from bot.incident.text import folded
from bot.language import Tongue
from bot.response import repeats as verbs
from bot.response.change import Request
from bot.response.find import find
from bot.slack import targets
from bot.slack.askers import Asker
from bot.slack.grammar import repeats as grammar
from bot.slack.tools import Tools
from bot.slack.views import repeats as views
from bot.slack.views.answer import Answer
from bot.slack.views.scene import Facts, Scene

_REFERENCE = re.compile(r"(?:inc)?[- ]?#?(\d{1,9})(?=\s|$)\s*", re.IGNORECASE)
_NO = frozenset({"no", "non", "not", "undo"})
Found = tuple[Incident, Facts, Incident | int | None]


def read_repeat(rest: str) -> tuple[int | None, int | None, bool]:
    """`INC-7`, `INC-9 INC-7`, `INC-9 INC-7 no`: which repeats which, and whether it does not."""
    numbers: list[int] = []
    left = re.sub(r"\b(?:of|de|d')\s+", "", rest.strip(), flags=re.IGNORECASE)
    while len(numbers) < 2 and (found := _REFERENCE.match(left)):
        numbers.append(int(found[1]))
        left = left[found.end() :]
    denied = folded(left) in _NO
    if left and (not denied or not numbers):
        raise NotAReference(left)
    one = numbers[0] if len(numbers) == 2 else None
    return one, numbers[-1] if numbers else None, denied


async def repeat(tools: Tools, asker: Asker, rest: str) -> None:
    async def act() -> Found:
        one, other, denied = read_repeat(rest)
        incident = await targets.incident_meant(tools, asker, "repeat", one)
        if other is None:
            return await _known(tools, incident, None)
        request = Request(incident.id, asker.user, asker.key)
        if denied:
            changed = await verbs.deny(tools.desk, request, other)
            return await _known(tools, changed.incident, other)
        earlier = await find(tools.desk, other, asker.user)
        changed = await verbs.confirm(tools.desk, request, earlier.number)
        return await _known(tools, changed.incident, earlier)

    def show(found: Found, tongue: Tongue) -> Answer:
        incident, facts, other = found
        return _shown(tools.scene(incident, tongue).knowing(facts), other)

    await tools.boundary.commit(asker, "repeat", act, show)


def _shown(scene: Scene, other: Incident | int | None) -> Answer:
    match other:
        case None:
            return views.listing(scene)
        case int():
            return views.denied(scene, other)
        case _:
            return views.confirmed(scene, other)


async def _known(tools: Tools, incident: Incident, other: Incident | int | None) -> Found:
    async with tools.desk.ledger.look() as work:
        past = tuple(await verbs.past_of(work, incident))
    return incident, Facts(past=past, now=tools.desk.clock.now()), other


VERBS = {grammar.REPEAT: repeat}
