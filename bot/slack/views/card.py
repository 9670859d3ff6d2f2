"""The incident card: pinned in its channel, edited in place, the only set-up message."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from bot.incident.text import shortened
from bot.language import N_
from bot.slack.views import blocks, state, task_forms, update_form
from bot.slack.views.alerts import alerts
from bot.slack.views.blocks import Block, Mrkdwn, Part, tell
from bot.slack.views.card_ends import ends, ways_back
from bot.slack.views.card_guides import checklist, service
from bot.slack.views.card_pages import pages
from bot.slack.views.card_roles import roles
from bot.slack.views.card_severity import severity_asked
from bot.slack.views.card_tasks import tasks
from bot.slack.views.card_times import times
from bot.slack.views.card_updates import updates
from bot.slack.views.names import severity_name, status_name
from bot.slack.views.quiet import card_quiet
from bot.slack.views.repeats import repeats
from bot.slack.views.resolving import RESOLVE
from bot.slack.views.review_card import on_the_card
from bot.slack.views.scene import Scene
from bot.slack.views.sentences import entry_line
from bot.slack.words import labelled

RECENT_SHOWN = 3

Section = Callable[[Scene], Iterator[Block]]


def card(scene: Scene) -> dict[str, Any]:
    incident = scene.incident
    title = labelled(scene.policy.prefix, f"{incident.reference} {incident.title}")
    shown: list[Block] = [blocks.header(title), blocks.fields(*_state(scene))]
    shown += [block for section in SECTIONS for block in section(scene)]
    return {"text": _spoken(scene), "blocks": shown}


def _state(scene: Scene) -> tuple[Mrkdwn, ...]:
    tongue, incident = scene.tongue, scene.incident
    emoji = Part(scene.severity.emoji)
    severity = severity_name(tongue, scene.severity)
    status = status_name(tongue, incident.status)
    by, at = scene.name_of(incident.declared_by), blocks.moment(incident.declared_at)
    return (
        tell(tongue, "*Severity*\n{emoji} {severity}", emoji=emoji, severity=severity),
        tell(tongue, "*Status*\n{status}", status=status),
        tell(tongue, "*Declared*\n{at}", at=at),
        tell(tongue, "*By*\n{name}", name=by),
        *([tell(tongue, "*Visible to*\ninvited people only :lock:")] if incident.private else []),
    )


def _impact(scene: Scene) -> Iterator[Block]:
    if scene.incident.impact:
        impact = shortened(scene.incident.impact, 500)
        yield blocks.section(tell(scene.tongue, "*Impact*\n{impact}", impact=impact))


def _links(scene: Scene) -> Iterator[Block]:
    links = [blocks.link(str(link.url), link.title) for link in scene.policy.links]
    if page := scene.policy.without_the_bot:
        links.append(blocks.link(str(page), scene.tongue.say("When the bot is down")))
    if links:
        yield blocks.section(Mrkdwn(" · ".join(links)))


def _changes(scene: Scene) -> Iterator[Block]:
    lines = [entry_line(scene, entry) for entry in scene.recent[:RECENT_SHOWN]]
    if lines:
        yield blocks.context(blocks.joined([tell(scene.tongue, "Latest:"), *lines]))


def _alike(scene: Scene) -> Iterator[Block]:
    if scene.incident.alike:
        references = ", ".join(f"INC-{number}" for number in scene.incident.alike)
        yield blocks.context(
            tell(
                scene.tongue,
                "Perhaps the same as {references}: they are alike and nobody has said.",
                references=references,
            )
        )


def _acts(scene: Scene) -> Iterator[Block]:
    incident, tongue = scene.incident, scene.tongue
    if incident.is_open:
        yield blocks.buttons(
            blocks.opens(tongue.say("Status"), state.CHANGE.name, incident.id),
            blocks.opens(tongue.say("Update"), update_form.FORM.name, incident.id),
            blocks.opens(tongue.say("Resolve"), RESOLVE.name, incident.id),
            blocks.opens(tongue.say("Add task"), task_forms.ADD.name, incident.id),
        )


def _recorded(scene: Scene) -> Iterator[Block]:
    """Whoever writes here is to know what becomes of it."""
    kept = N_("What is said here is recorded; words of deleted messages are kept for auditors.")
    erased = N_("What is said here is recorded; deleting a message erases its words there too.")
    yield blocks.context(tell(scene.tongue, kept if scene.policy.keep_deleted else erased))


SECTIONS: tuple[Section, ...] = (
    severity_asked,
    _impact,
    service,
    alerts,
    roles,
    times,
    updates,
    checklist,
    tasks,
    pages,
    card_quiet,
    _links,
    ends,
    on_the_card,
    _changes,
    _alike,
    repeats,
    _acts,
    ways_back,
    _recorded,
)
"""From top to bottom; each chapter draws its own."""


def _spoken(scene: Scene) -> Mrkdwn:
    """For notifications and screen readers, complete by itself."""
    return tell(
        scene.tongue,
        "{reference}, {severity}, {status}: {title}",
        reference=labelled(scene.policy.prefix, scene.incident.reference),
        severity=severity_name(scene.tongue, scene.severity),
        status=status_name(scene.tongue, scene.incident.status),
        title=scene.incident.title,
    )
