"""Incidents in a private answer: many in a line each, a page at a time, or one in full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.incident.moments import Moment
from bot.incident.text import shortened
from bot.language import Tongue
from bot.slack.views import blocks
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import Block, Mrkdwn, Part, tell
from bot.slack.views.names import (
    moment_name,
    reason_said,
    role_name,
    severity_name,
    status_name,
)
from bot.slack.views.scene import Scene

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed after `list`, which page of it is shown, and how many there are in all."""

    line: str
    page: int
    total: int
    is_open: bool

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // SHOWN))


def listing(scenes: Sequence[Scene], asked: Asked, tongue: Tongue) -> Answer:
    if not asked.total:
        return Answer(_none(asked, tongue))
    head = Mrkdwn(f"*{_count(asked, tongue)}*")
    if asked.pages > 1:
        page = tell(tongue, "page {page} of {pages}", page=asked.page, pages=asked.pages)
        head = Mrkdwn(f"{head} · {page}")
    return in_sections([head, *map(incident_line, scenes)], *_pager(asked, tongue))


def shown(scene: Scene) -> Answer:
    """Everything that is known of one incident's state."""
    incident, tongue = scene.incident, scene.tongue
    lines = [incident_line(scene)]
    if incident.impact:
        impact = shortened(incident.impact, 500)
        lines.append(tell(tongue, "Impact: {impact}", impact=impact))
    by, at = blocks.user(incident.declared_by), blocks.moment(incident.declared_at)
    lines.append(tell(tongue, "Declared {at} by {user}", at=at, user=by))
    lines += [*role_lines(scene), *_moments(scene), *_ends(scene)]
    return in_sections(lines)


def in_sections(lines: Sequence[Mrkdwn], *more: Block) -> Answer:
    """As many sections as it takes to leave no line cut."""
    first, *others = _chunks(lines)
    sections = (blocks.section(blocks.joined(chunk)) for chunk in others)
    return Answer(blocks.joined(first), (*sections, *more))


def _chunks(lines: Sequence[Mrkdwn]) -> list[list[Mrkdwn]]:
    chunks: list[list[Mrkdwn]] = [[]]
    used = 0
    for line in lines:
        used += len(line) + 1
        if used > blocks.SECTION_LIMIT and chunks[-1]:
            chunks.append([])
            used = len(line) + 1
        chunks[-1].append(line)
    return chunks


def incident_line(scene: Scene, title: int = 80) -> Mrkdwn:
    incident, tongue = scene.incident, scene.tongue
    lock = Part(" :lock:") if incident.private else Part("")
    return tell(
        tongue,
        "{emoji} *{reference}*{lock} {severity}, {status}: {title} {room}",
        emoji=Part(scene.severity.emoji),
        reference=incident.reference,
        lock=lock,
        severity=severity_name(tongue, scene.severity),
        status=status_name(tongue, incident.status),
        title=shortened(incident.title, title),
        room=blocks.room(scene.room) if scene.room else "",
    )


def role_lines(scene: Scene) -> Iterator[Mrkdwn]:
    """Who holds what, by name."""
    for role, holding in scene.incident.roles.items():
        said, at = role_name(scene.tongue, role).capitalize(), blocks.moment(holding.since)
        name = scene.name_of(holding.user)
        yield tell(scene.tongue, "{role}: {name}, since {at}", role=said, name=name, at=at)


def _moments(scene: Scene) -> Iterator[Mrkdwn]:
    known = [(moment, scene.incident.moments.at(moment)) for moment in Moment]
    told = [
        tell(
            scene.tongue,
            "{moment}: {at}",
            moment=moment_name(scene.tongue, moment).capitalize(),
            at=blocks.moment(at),
        )
        for moment, at in known
        if at is not None and moment is not Moment.DECLARED
    ]
    if told:
        yield Mrkdwn(" · ".join(told))


def _ends(scene: Scene) -> Iterator[Mrkdwn]:
    incident, tongue = scene.incident, scene.tongue
    if incident.resolution:
        yield tell(tongue, "Resolution: {what}", what=shortened(incident.resolution, 500))
    if incident.lasting:
        yield tell(tongue, "What stays behind: {what}", what=shortened(incident.lasting, 300))
    if incident.ended_because:
        reason = shortened(reason_said(tongue, incident.ended_because), 300)
        yield tell(tongue, "Because: {reason}", reason=reason)
    if incident.merged_hidden:
        yield tell(tongue, "Goes on elsewhere, with invited people only")
    elif incident.merged_into:
        yield tell(tongue, "Goes on in INC-{number}", number=incident.merged_into)


def _none(asked: Asked, tongue: Tongue) -> Mrkdwn:
    if asked.is_open:
        return tell(tongue, "No open incident. `{command} declare` opens one.")
    return tell(tongue, "No incident. `{command} declare` opens one.")


def _count(asked: Asked, tongue: Tongue) -> str:
    if asked.is_open:
        return tongue.count("{n} open incident", "{n} open incidents", asked.total)
    return tongue.count("{n} incident", "{n} incidents", asked.total)


def _pager(asked: Asked, tongue: Tongue) -> Iterator[Block]:
    """Buttons that stand for the typed line with another page."""
    steps = ((tongue.say("Previous"), asked.page - 1), (tongue.say("Next"), asked.page + 1))
    lines = [
        (label, " ".join(f"list {asked.line} page {page}".split()))
        for label, page in steps
        if 1 <= page <= asked.pages
    ]
    if lines:
        yield blocks.runs(*lines)
