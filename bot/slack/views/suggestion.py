"""The card of a suggestion: what it is about, the buttons, and in the end what was decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bot.incident.due_suggestions import is_folded, paging_at
from bot.incident.incident import Incident
from bot.incident.pages import Page
from bot.incident.suggestion import Suggestion, SuggestionState
from bot.incident.text import shortened
from bot.language import N_, Tongue
from bot.slack.views import blocks
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import Block, Mrkdwn, Part, tell
from bot.slack.views.names import severity_name
from bot.slack.views.suggestion_scene import OFFERED, SuggestionScene, guides
from bot.slack.words import labelled

DECLARES = tuple(f"suggest.declare.{place}" for place in range(OFFERED))
EDIT, LINK, DISMISS = "suggest.edit", "suggest.link", "suggest.dismiss"
NEAR, DECIDE = "suggest.near", "suggest.decide"
TITLE = 300
TOLD = 5
"""So many alerts are named one by one."""


def card(scene: SuggestionScene) -> dict[str, Any]:
    suggestion = scene.suggestion
    if not suggestion.is_waiting:
        said = outcome(scene)
        return {"text": said, "blocks": [blocks.section(_with_title(scene, said))]}
    if is_folded(suggestion, scene.now):
        return _folded(scene)
    asked = _asked(scene)
    shown: list[Block] = [blocks.section(asked)]
    shown += [blocks.context(line) for line in _details(scene)]
    shown += _near(scene)
    shown.append(blocks.buttons(*_buttons(scene)))
    return {"text": shortened(asked, blocks.SECTION_LIMIT), "blocks": shown}


def _asked(scene: SuggestionScene) -> Mrkdwn:
    tongue, suggestion = scene.tongue, scene.suggestion
    title = _titled(scene)
    if callers := suggestion.callers if suggestion.asked else ():
        who = Part(" ".join(map(blocks.user, callers[:1])))
        return tell(tongue, "{who} Is this an incident? *{title}*", who=who, title=title)
    if suggestion.storm:
        return tell(
            tongue,
            ":rotating_light: *Many alerts at once.* Are they an incident? First: *{title}*",
            title=title,
        )
    return tell(tongue, ":rotating_light: Is this an incident? *{title}*", title=title)


def _titled(scene: SuggestionScene) -> str:
    return labelled(scene.policy.prefix, shortened(scene.suggestion.title, TITLE))


def _details(scene: SuggestionScene) -> Iterator[Mrkdwn]:
    tongue, suggestion = scene.tongue, scene.suggestion
    if suggestion.gathered:
        yield Mrkdwn(" · ".join(_facts(scene)))
        yield from _named(scene)
        if links := list(guides(tongue, suggestion.gathered)):
            yield Mrkdwn(" · ".join(links))
    yield from _paged(scene)


def _facts(scene: SuggestionScene) -> Iterator[Mrkdwn]:
    tongue, suggestion = scene.tongue, scene.suggestion
    first = suggestion.gathered[0]
    yield tell(tongue, "from {source}", source=first.source)
    if first.severity_told:
        yield tell(tongue, "severity there: {told}", told=first.severity_told)
    if service := suggestion.service:
        yield tell(tongue, "service: {service}", service=service)
    if began := suggestion.began_at:
        yield tell(tongue, "since {at}", at=blocks.moment(began))
    yield from counted(tongue, suggestion)


def counted(tongue: Tongue, suggestion: Suggestion) -> Iterator[Mrkdwn]:
    """How many, how often; and how they are."""
    if suggestion.alerts > 1:
        firing = suggestion.firing + suggestion.more
        yield tell(
            tongue, "alerts: {alerts}, firing: {firing}", alerts=suggestion.alerts, firing=firing
        )
    if suggestion.fired > suggestion.alerts:
        yield tell(tongue, "reported {count} times", count=suggestion.fired)
    if any(one.flapping for one in suggestion.gathered):
        yield tell(tongue, ":left_right_arrow: flapping: it comes and goes")
    if suggestion.is_clear:
        yield tell(tongue, ":white_check_mark: cleared")
    elif suggestion.gathered and not suggestion.opens:
        names = {one.acknowledged_by for one in suggestion.gathered if one.acknowledged_by}
        who = ", ".join(sorted(names)) or "?"
        yield tell(tongue, "acknowledged at its source by {who}", who=who)


def _named(scene: SuggestionScene) -> Iterator[Mrkdwn]:
    others = scene.suggestion.gathered[1:]
    lines = [tell(scene.tongue, "• {title}", title=one.title) for one in others[:TOLD]]
    left = scene.suggestion.alerts - 1 - len(lines)
    if left > 0 and lines:
        lines.append(tell(scene.tongue, "• and {count} more", count=left))
    if lines:
        yield blocks.joined(lines)


def _paged(scene: SuggestionScene) -> Iterator[Mrkdwn]:
    tongue, suggestion = scene.tongue, scene.suggestion
    for page in suggestion.pages:
        names = ", ".join(one.name for one in page.people) or tongue.say("nobody is on call")
        at = blocks.moment(page.at)
        yield tell(
            tongue,
            ":pager: Nobody had decided, so at {at} I paged: {names}",
            at=at,
            names=names,
        )
        if page.taken_at is not None:
            yield taken_up(scene, page)
    if (at_ := paging_at(suggestion)) and scene.policy.pages_people:
        yield tell(tongue, "Unless somebody decides, I page at {at}.", at=blocks.moment(at_))


def taken_up(scene: SuggestionScene, page: Page) -> Mrkdwn:
    if page.taken_by is None:
        return tell(scene.tongue, ":white_check_mark: The page was taken up where it rang.")
    name = scene.name_of(page.taken_by)
    return tell(scene.tongue, ":white_check_mark: {name} is on it.", name=name)


def _near(scene: SuggestionScene) -> Iterator[Block]:
    near, tongue = scene.near, scene.tongue
    if near is None:
        return
    if near.is_open:
        said = N_("*{reference}* is open and seems to be about it: {title}")
        label = N_("Link to {reference}")
    else:
        said = N_("*{reference}* was resolved just before: {title}")
        label = N_("Reopen {reference}")
    told = tell(tongue, said, reference=near.reference, title=near.title)
    button = blocks.button(
        tongue.say(label, reference=near.reference), NEAR, f"{scene.suggestion.id} {near.id}"
    )
    yield blocks.section(told, accessory=button)


def _buttons(scene: SuggestionScene) -> Iterator[Block]:
    tongue, id = scene.tongue, scene.suggestion.id
    for place, level in enumerate(scene.offered):
        style = "primary" if level.key == scene.suggestion.severity else ""
        name = shortened(level.key.upper(), blocks.BUTTON_LIMIT)
        yield blocks.button(name, DECLARES[place], f"{id} {level.key}", style=style)
    yield blocks.button(tongue.say("Edit…"), EDIT, id)
    yield blocks.button(tongue.say("Link to…"), LINK, id)
    yield blocks.button(tongue.say("Not an incident"), DISMISS, id)


def _folded(scene: SuggestionScene) -> dict[str, Any]:
    """One line, which can still do all that the card could."""
    tongue, id = scene.tongue, scene.suggestion.id
    said = tell(tongue, ":rotating_light: *{title}*: nobody has decided.", title=_titled(scene))
    choices = [(level.key.upper(), f"declare {id} {level.key}") for level in scene.offered]
    choices += [
        (tongue.say("Edit…"), f"edit {id}"),
        (tongue.say("Link to…"), f"link {id}"),
        (tongue.say("Not an incident"), f"dismiss {id}"),
    ]
    picked = blocks.pick(tongue.say("Decide…"), DECIDE, choices)
    return {"text": said, "blocks": [blocks.section(said, accessory=picked)]}


def outcome(scene: SuggestionScene) -> Mrkdwn:
    """What was decided, by whom."""
    tongue, suggestion = scene.tongue, scene.suggestion
    name, incident = scene.name_of(suggestion.decided_by), scene.incident
    if suggestion.state is SuggestionState.DISMISSED:
        return tell(tongue, ":heavy_multiplication_x: {name}: this is not an incident.", name=name)
    if incident is None:
        return tell(tongue, ":white_check_mark: This is being taken care of.")
    parts = {"reference": incident.reference, "name": name, "room": _room(scene)}
    if suggestion.rule:
        parts["name"] = suggestion.rule
        said = N_(":rotating_light: *{reference}* is about this {room} (by the rule “{name}”)")
    elif suggestion.state is SuggestionState.LINKED:
        said = N_(":link: {name} linked this to *{reference}* {room}")
    else:
        parts["severity"] = _severity(scene, incident)
        said = N_(":rotating_light: {name} declared *{reference}* for this, {severity} {room}")
    return tell(tongue, said, **parts)


def taken(scene: SuggestionScene) -> dict[str, Any]:
    """Under a message whose card stands elsewhere."""
    said = outcome(scene)
    return {"text": said, "blocks": [blocks.section(said)]}


def told(scene: SuggestionScene, tongue: Tongue) -> Answer:
    """To whoever has just decided, or came too late."""
    return Answer(outcome(replace(scene, tongue=tongue)))


def _severity(scene: SuggestionScene, incident: Incident) -> str:
    level = scene.policy.severities.get(incident.severity)
    return severity_name(scene.tongue, level) if level else incident.severity


def _room(scene: SuggestionScene) -> Part:
    channel = scene.incident.channel if scene.incident else None
    return blocks.room(channel) if channel else Part("")


def _with_title(scene: SuggestionScene, said: Mrkdwn) -> Mrkdwn:
    """Where the card does not stand under its message, it says what it was about."""
    if scene.suggestion.source is not None and not scene.suggestion.place:
        return said
    return tell(scene.tongue, "{said}\n_{title}_", said=Part(said), title=_titled(scene))


def whisper(scene: SuggestionScene) -> dict[str, Any]:
    """For whoever marked a message about which there is a card, or an incident, already."""
    tongue = scene.tongue
    if not scene.suggestion.is_waiting:
        said = outcome(scene)
    elif scene.card:
        card_ = blocks.link(scene.card, tongue.say("the card"))
        said = tell(tongue, "Somebody asks about this already: {card}", card=card_)
    else:
        said = tell(tongue, "Somebody asks about this already; the card comes in a moment.")
    return {"text": said, "blocks": [blocks.section(said)]}
