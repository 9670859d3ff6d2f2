"""Merge: `merge INC-n` after a question, `unmerge`, `related INC-n`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.incident.errors import FormRefused, NotAReference, NothingSaid
from bot.incident.incident import Incident
from bot.incident.merging import require_mergeable
from bot.incident.text import folded
from bot.language import Tongue
from bot.response import merge as verbs
from bot.response.change import Changed, Request
from bot.response.find import find
from bot.slack import open_form, targets
from bot.slack.askers import Asker
from bot.slack.grammar import ends as grammar
from bot.slack.tools import Tools
from bot.slack.views import link_form
from bot.slack.views import merge as views
from bot.slack.views.answer import Answer
from bot.slack.views.incident_form import submitted as read_form

_REFERENCE = re.compile(r"(?:inc)?[- ]?#?(\d{1,9})(?=\s|$)", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:(?:into|with|to|dans|avec|et|and)\s+)?", re.IGNORECASE)
_SURE = frozenset({views.SURE, "oui", "confirm", "confirmer"})


@dataclass(frozen=True, slots=True)
class Pair:
    """None for one that was not named: the incident whose channel it was typed in."""

    one: int | None
    other: int
    sure: bool


def read_pair(rest: str, verb: str) -> Pair:
    """`INC-7`, `INC-3 INC-7`, `INC-3 into INC-7 yes`; raises what says how it should look."""
    numbers: list[int] = []
    left = rest.strip()
    while len(numbers) < 2 and (found := _REFERENCE.match(left)):
        numbers.append(int(found[1]))
        left = left[found.end() :]
        left = left[between.end() :] if (between := _BETWEEN.match(left)) else left
    sure = folded(left) in _SURE
    if not rest:
        raise NothingSaid(f"{verb} INC-7")
    if not numbers or (left and not sure):
        raise NotAReference(left)
    one = numbers[0] if len(numbers) == 2 else None
    return Pair(one, numbers[-1], sure)


async def merge(tools: Tools, asker: Asker, rest: str) -> None:
    """Asks in words what it means, unless that was answered already."""

    async def act() -> Changed | tuple[Incident, Incident]:
        one, other, sure = await _both(tools, asker, "merge", rest)
        require_mergeable(one, other)
        if not sure:
            return one, other
        request = Request(one.id, asker.user, asker.key)
        return await verbs.merge(tools.desk, request, other.id)

    def show(outcome: Changed | tuple[Incident, Incident], tongue: Tongue) -> Answer:
        if isinstance(outcome, Changed):
            return views.merged(tools.scene(outcome.incident, tongue), outcome.facts)
        one, other = outcome
        return views.asking(tools.scene(one, tongue), other)

    await tools.boundary.commit(asker, "merge", act, show)


async def unmerge(tools: Tools, asker: Asker, rest: str) -> None:
    async def act() -> Changed:
        _, request, _ = await targets.request_for(tools, asker, "unmerge", rest)
        return await verbs.unmerge(tools.desk, request)

    def show(changed: Changed, tongue: Tongue) -> Answer:
        return views.unmerged(tools.scene(changed.incident, tongue), changed.facts)

    await tools.boundary.commit(asker, "unmerge", act, show)


async def related(tools: Tools, asker: Asker, rest: str) -> None:
    async def act() -> tuple[Incident, Incident]:
        one, other, _ = await _both(tools, asker, "related", rest)
        request = Request(one.id, asker.user, asker.key)
        changed = await verbs.relate(tools.desk, request, other.id)
        async with tools.desk.ledger.look() as work:
            other = await work.incidents.get(other.id)
        return changed.incident, other

    def show(found: tuple[Incident, Incident], tongue: Tongue) -> Answer:
        return views.related(tools.scene(found[0], tongue), found[1])

    await tools.boundary.commit(asker, "related", act, show)


async def form_button(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.button_asker(args)
    meant = targets.incident_of_button
    await open_form.offer(tools, asker, link_form.FORM, lambda: meant(tools, asker, asker.value))


async def submitted(tools: Tools, args: AsyncArgs) -> None:
    """The same as typed, with the answer in the form's place."""
    asker = tools.form_asker(args)
    form, tongue = read_form(asker.view), tools.boundary.tongue_of(asker.user)
    typed = form.values[link_form.OTHER]
    try:
        other = read_pair(typed, "merge").other
    except NotAReference as refused:
        said = tongue.say(refused.message, **refused.parts)
        raise FormRefused(**{link_form.OTHER: said}) from refused
    one = await targets.incident_of_button(tools, asker, form.incident)
    act = merge if form.values[link_form.HOW] == link_form.MERGE else related
    await act(tools, asker, f"{one.reference} INC-{other}")


async def _both(
    tools: Tools, asker: Asker, verb: str, rest: str
) -> tuple[Incident, Incident, bool]:
    """Both as far as the one who asks may see them."""
    pair = read_pair(rest, verb)
    one = await targets.incident_meant(tools, asker, verb, pair.one)
    other = await find(tools.desk, pair.other, asker.user)
    return one, other, pair.sure


BUTTONS = {f"open.{link_form.FORM.name}": form_button}
FORMS = {link_form.FORM.name: submitted}
VERBS = {grammar.MERGE: merge, grammar.UNMERGE: unmerge, grammar.RELATED: related}
