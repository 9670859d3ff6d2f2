"""The steps of a review, from a typed line or a form: taken, or held up for a reason."""

from __future__ import annotations

from dataclasses import dataclass

from bot.incident.errors import NothingSaid
from bot.incident.incident import Incident
from bot.incident.postmortem.errors import NoSuchSection
from bot.incident.postmortem.review_errors import ReasonForGate
from bot.incident.postmortem.sections import SECTIONS, Section, section_named
from bot.incident.text import folded
from bot.incident.when_ahead import time_ahead
from bot.language import Tongue
from bot.response import postmortem_review as verbs
from bot.response import postmortem_writing as writing
from bot.response.change import Changed, Request
from bot.slack.askers import Asker
from bot.slack.postmortem_line import Act, ReviewLine
from bot.slack.tools import Tools
from bot.slack.typed_times import zone_of
from bot.slack.views import review as views
from bot.slack.views.answer import Answer
from bot.slack.views.scene import Scene

OFF = frozenset({"off", "none", "cancel", "non", "annuler", "aucune"})
_BECAUSE = ("because ", "car ", "parce que ", "parce qu'")


@dataclass(frozen=True, slots=True)
class Gated:
    """Something is missing: whoever asked may say why it goes on."""

    scene: Scene
    refused: ReasonForGate
    line: ReviewLine


@dataclass(frozen=True, slots=True)
class Taken:
    scene: Scene
    changed: Changed


Outcome = Taken | Gated


async def take_step(
    tools: Tools, asker: Asker, incident: Incident, request: Request, line: ReviewLine
) -> Outcome:
    try:
        changed = await _changed(tools, asker, incident, request, line)
    except ReasonForGate as refused:
        scene = await tools.full_scene(incident, Tongue())
        return Gated(scene.naming(await tools.names(line.people)), refused, line)
    scene = await tools.full_scene(changed.incident, Tongue())
    return Taken(scene.naming(await tools.names([*line.people, asker.user])), changed)


def show_step(outcome: Outcome, tongue: Tongue) -> Answer:
    scene = outcome.scene.told_in(tongue)
    match outcome:
        case Gated(refused=refused, line=line):
            return views.gate(scene, refused, line.act.value, line.people)
        case Taken(changed=changed):
            return views.done(scene, changed.facts)


def section_meant(incident: Incident, named: str) -> Section:
    section = section_named(named)
    if section is None or section not in SECTIONS[incident.postmortem.template]:
        raise NoSuchSection(incident.reference, named)
    return section


async def _changed(
    tools: Tools, asker: Asker, incident: Incident, request: Request, line: ReviewLine
) -> Changed:
    desk, why = tools.desk, _reason(line.text)
    match line.act:
        case Act.REVIEW:
            return await verbs.ask_for_review(desk, request, line.people, why)
        case Act.APPROVE:
            return await verbs.approve(desk, request)
        case Act.PUBLISH:
            return await verbs.publish(desk, request, why)
        case Act.DRAFT:
            return await verbs.give_back(desk, request, why)
        case Act.RESTORE:
            return await writing.restore(desk, request, _number(line.text))
        case Act.FACTS:
            return await writing.give_back(desk, request, section_meant(incident, line.text))
    return await _arranged(tools, asker, request, line)


async def _arranged(tools: Tools, asker: Asker, request: Request, line: ReviewLine) -> Changed:
    """Whose it is, and when it is talked about."""
    match line.act:
        case Act.SCHEDULE:
            return await _scheduled(tools, asker, request, line.text)
        case Act.REFUSE:
            return await verbs.refuse(tools.desk, request)
        case Act.TAKE:
            return await verbs.name_owner(tools.desk, request, asker.user)
    if not line.people:
        raise NothingSaid("postmortem owner @ben")
    return await verbs.name_owner(tools.desk, request, line.people[0])


async def _scheduled(tools: Tools, asker: Asker, request: Request, text: str) -> Changed:
    if folded(text) in OFF:
        return await verbs.schedule(tools.desk, request, None)
    at = time_ahead(text, tools.desk.clock.now(), await zone_of(tools, asker))
    return await verbs.schedule(tools.desk, request, at)


def _reason(text: str) -> str:
    for lead in _BECAUSE:
        if text.lower().startswith(lead):
            return text[len(lead) :].strip()
    return text


def _number(text: str) -> int:
    if not text.lstrip("#").isdecimal():
        raise NothingSaid("postmortem restore 3")
    return int(text.lstrip("#")[:9])
