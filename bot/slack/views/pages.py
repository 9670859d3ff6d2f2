"""A page in Slack: by direct message, as a mention, or shouted where nobody could be reached."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from bot.incident.ahead import Ahead
from bot.incident.on_call import Callee
from bot.incident.pages import Page
from bot.incident.severity import Severity
from bot.slack.views import blocks
from bot.slack.views.blocks import Block, Mrkdwn, Part, tell
from bot.slack.views.names import severity_name
from bot.slack.views.on_call import callee
from bot.slack.views.page_words import rule, who_named, why_paged
from bot.slack.views.scene import Scene
from bot.slack.words import labelled

ON_IT = "page.on_it"
NOT_NEEDED = "page.not_needed"

SHOWN = 5

Drawn = dict[str, Any]


def direct(scene: Scene, page: Page) -> Drawn:
    """To one of those who are called. Of what is private it tells nothing."""
    head = _private(scene) if scene.incident.private else _head(scene, page)
    return _drawn(scene, page, [head, *([] if scene.incident.private else [_why(scene, page)])])


def mention(scene: Scene, page: Page, people: Sequence[Callee]) -> Drawn:
    """In the channel, where everybody may read it."""
    who = Part(" ".join(blocks.user(one.user) for one in people if one.user))
    said = tell(
        scene.tongue,
        ":rotating_light: {who}, you are needed ({why}).",
        who=who,
        why=_rule(scene, page),
    )
    return _drawn(scene, page, [said])


def shout(scene: Scene, page: Page, people: Sequence[Callee]) -> Drawn:
    """Nobody of them could be reached: whoever reads it has to."""
    tongue, why = scene.tongue, _rule(scene, page)
    if people:
        said = tell(
            tongue,
            ":rotating_light: *I could not reach {who}* ({why}). Please call them, or"
            " `{command} page` somebody else.",
            who=_all_of(people),
            why=why,
        )
    else:
        said = tell(
            tongue,
            ":rotating_light: *I know of nobody to page* ({why}). Please `{command} page`"
            " somebody.",
            why=why,
        )
    reference = labelled(scene.policy.prefix, scene.incident.reference)
    return _drawn(scene, page, [tell(tongue, "*{reference}*", reference=reference), said])


def _all_of(people: Sequence[Callee]) -> Part:
    """The first with their numbers; everybody in Slack is called, however many there are."""
    rest = people[SHOWN:]
    named = [*map(callee, people[:SHOWN]), *(blocks.user(one.user) for one in rest if one.user)]
    more = sum(1 for one in rest if one.user is None)
    return Part(", ".join(named) + (f" +{more}" if more else ""))


def soon(scene: Scene, ahead: Ahead) -> Drawn:
    """To whoever is in command, while it can still be stopped."""
    tongue, incident, step = scene.tongue, scene.incident, ahead.step
    text = tell(
        tongue,
        "*{reference}*: at {at} I page {who}, by the rule “{rule}”.",
        reference=incident.reference,
        at=blocks.moment(ahead.at),
        who=who_named(scene, step.who),
        rule=rule(tongue, step.when, step.after),
    )
    pressed = blocks.button(tongue.say("Not needed"), NOT_NEEDED, f"{incident.id} {step.key}")
    why = blocks.button(tongue.say("Why?"), "run.0", f"why {incident.reference}")
    return {"text": text, "blocks": [blocks.section(text), blocks.buttons(pressed, why)]}


def _drawn(scene: Scene, page: Page, lines: Iterable[Mrkdwn]) -> Drawn:
    end = _end(scene, page)
    text = blocks.joined([*lines, *([end] if end else [])])
    shown: list[Block] = blocks.sections(text)
    if page.is_open:
        value = f"{scene.incident.id} {page.id}"
        on_it = blocks.button(scene.tongue.say("On it"), ON_IT, value, style="primary")
        shown.append(blocks.buttons(on_it))
    return {"text": text, "blocks": shown}


def _private(scene: Scene) -> Mrkdwn:
    reference = scene.incident.reference
    return tell(scene.tongue, "{reference}, private, open Slack", reference=reference)


def _head(scene: Scene, page: Page) -> Mrkdwn:
    level = scene.policy.severities.get(page.severity) or Severity(key=page.severity, rank=9)
    shown = {
        "reference": scene.incident.reference,
        "title": page.title,
        "severity": severity_name(scene.tongue, level),
    }
    if scene.room is None:
        return tell(scene.tongue, ":rotating_light: *{reference}* {title} ({severity})", **shown)
    room = blocks.room(scene.room)
    return tell(
        scene.tongue,
        ":rotating_light: *{reference}* {title} ({severity}) {room}",
        **shown,
        room=room,
    )


def _why(scene: Scene, page: Page) -> Mrkdwn:
    """By which rule, or by whom and why."""
    tongue, why = scene.tongue, why_paged(scene, page)
    if page.cause is not None:
        who = who_named(scene, page.who)
        return tell(tongue, "You are needed, as {who}: {why}.", who=who, why=why)
    name = scene.name_of(page.by) if page.by else ""
    if not why:
        return tell(tongue, "{name} asks for you.", name=name)
    return tell(tongue, "{name} asks for you: {why}", name=name, why=why)


def _rule(scene: Scene, page: Page) -> str:
    """The same in short, for those who stand around."""
    why = why_paged(scene, page)
    if page.cause is not None:
        return f"{who_named(scene, page.who)}: {why}"
    name = scene.name_of(page.by) if page.by else ""
    return f"{name}: {why}" if why else name


def _end(scene: Scene, page: Page) -> Mrkdwn:
    tongue = scene.tongue
    if page.taken_by is not None:
        name = scene.name_of(page.taken_by)
        return tell(tongue, ":white_check_mark: {name} is on it.", name=name)
    if page.ended_at is not None:
        return tell(tongue, ":white_check_mark: It is over; nobody needs to come.")
    return Mrkdwn("")
