"""Paging by hand, *On it*, *Not needed*, and why somebody was paged."""

from __future__ import annotations

from dataclasses import dataclass

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.incident.errors import IncidentError
from bot.incident.ids import IncidentId
from bot.incident.incident import Incident
from bot.incident.on_call import Callee
from bot.incident.pages import PageId
from bot.incident.paging_errors import AllHere, NotACallee
from bot.incident.policy import Policy
from bot.incident.timeline import Fact
from bot.language import Tongue
from bot.response import escalate as verbs
from bot.response.calling import Called, Switchboard
from bot.response.change import Request
from bot.slack import targets
from bot.slack.askers import Asker
from bot.slack.grammar import paging as grammar
from bot.slack.page_line import PageLine, read_page_line
from bot.slack.tools import Tools
from bot.slack.views import page_answers as views
from bot.slack.views import pages
from bot.slack.views.answer import Answer
from bot.slack.views.scene import Scene, people_of
from bot.slack.views.why import Escalated
from bot.slack.views.why import why as drawn_why

ESCALATION = ("paged", "step_waived", "picked_up")
FACTS = 40
"""So many are told at most; the timeline has them all."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What became of it: paged, or whoever asks has to say more. `here`: they are there already."""

    scene: Scene
    line: PageLine
    facts: tuple[Fact, ...] = ()
    here: bool = False


async def page(tools: Tools, asker: Asker, rest: str) -> None:
    """Bare, whom one could page."""

    async def act() -> _Asked:
        incident, request, said = await targets.request_for(tools, asker, "page", rest)
        line = read_page_line(said, tools.desk.policy())
        if not line.said:
            return _Asked(await tools.full_scene(incident, Tongue()), line)
        who, called = await _called(tools, incident, line)
        try:
            changed = await verbs.page(
                tools.desk, request, who, called, line.why, anyway=line.anyway
            )
        except AllHere:
            return _Asked(await tools.full_scene(incident, Tongue()), line, here=True)
        scene = await tools.full_scene(changed.incident, Tongue())
        return _Asked(scene, line, changed.facts)

    def show(asked: _Asked, tongue: Tongue) -> Answer:
        scene = asked.scene.told_in(tongue)
        if asked.here:
            return views.here_already(scene, asked.line.said)
        return views.paged(scene, asked.facts) if asked.facts else views.whom(scene)

    await tools.boundary.commit(asker, "page", act, show)


async def on_it(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.button_asker(args)
    id, _, page = asker.value.partition(" ")

    async def act() -> Scene:
        request = Request(IncidentId(id), asker.user, asker.key)
        changed = await verbs.pick_up(tools.desk, request, PageId(page))
        return await tools.full_scene(changed.incident, Tongue())

    def show(scene: Scene, tongue: Tongue) -> Answer:
        return views.on_it(scene.told_in(tongue))

    await tools.boundary.commit(asker, "on_it", act, show)


async def not_needed(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.button_asker(args)
    id, _, step = asker.value.partition(" ")

    async def act() -> tuple[Scene, tuple[Fact, ...]]:
        incident = await targets.incident_of_button(tools, asker, id)
        request = Request(incident.id, asker.user, asker.key)
        changed = await verbs.waive(tools.desk, request, step)
        return await tools.full_scene(changed.incident, Tongue()), changed.facts

    def show(found: tuple[Scene, tuple[Fact, ...]], tongue: Tongue) -> Answer:
        scene, facts = found
        return views.waived(scene.told_in(tongue), facts)

    await tools.boundary.commit(asker, "not_needed", act, show)


async def why(tools: Tools, asker: Asker, rest: str) -> None:
    number, _ = targets.without_reference(rest)

    async def act() -> tuple[Scene, Escalated]:
        incident = await targets.incident_meant(tools, asker, "why", number)
        async with tools.desk.ledger.look() as work:
            facts = await work.timeline.latest(incident.id, ESCALATION, FACTS)
            effects = {effect.key: effect for effect in await work.effects.of(incident.id)}
            found = Escalated(
                tuple(reversed(facts)), effects, await work.entries.made_last(incident.id)
            )
        scene = await tools.full_scene(incident, Tongue())
        people = people_of(incident, (), found.facts)
        return scene.naming(await tools.names(people)), found

    def show(found: tuple[Scene, Escalated], tongue: Tongue) -> Answer:
        scene, escalated = found
        return drawn_why(scene.told_in(tongue), escalated)

    await tools.boundary.commit(asker, "why", act, show)


async def _called(tools: Tools, incident: Incident, line: PageLine) -> tuple[str, Called]:
    """The word for them, and who that is now."""
    policy, desk = tools.desk.policy(), tools.desk
    if line.people:
        found = tuple(Callee(name=user, user=user) for user in line.people)
        return line.people[0], Called(found)
    word = line.word
    if line.handle:
        async with desk.ledger.look() as work:
            group = await work.people.group_named(line.handle)
        word = group.id if group else ""
    if not word:
        raise _nobody(line.said, policy)
    return word, await Switchboard(desk.directory, desk.on_call).called(incident, policy, word)


def _nobody(said: str, policy: Policy) -> IncidentError:
    names = ["on-call", "secondary"]
    names += [contact.key for contact in policy.escalation.contacts]
    names += [service.key for service in policy.services]
    return NotACallee(said, names)


VERBS = {grammar.PAGE: page, grammar.WHY: why}
BUTTONS = {pages.ON_IT: on_it, pages.NOT_NEEDED: not_needed}
