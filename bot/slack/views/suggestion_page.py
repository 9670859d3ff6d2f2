"""A page because nobody has decided about a suggestion: by direct message, and by a pager."""

from __future__ import annotations

from typing import Any

from bot.incident.pages import OURS, Page
from bot.incident.text import shortened
from bot.language import Tongue
from bot.slack.views import blocks
from bot.slack.views.blocks import Block, Mrkdwn, Part, tell
from bot.slack.views.suggestion import outcome, taken_up
from bot.slack.views.suggestion_scene import SuggestionScene, guides


def direct(scene: SuggestionScene, page: Page) -> dict[str, Any]:
    """It follows: whoever was called sees when somebody has decided."""
    tongue, suggestion = scene.tongue, scene.suggestion
    card = blocks.link(scene.card, tongue.say("the card")) if scene.card else Part("")
    said = tell(
        tongue,
        ":pager: Nobody has decided yet whether this is an incident: *{title}* {card}",
        title=shortened(page.title, 300),
        card=card,
    )
    shown: list[Block] = [blocks.section(said)]
    if links := list(guides(tongue, suggestion.gathered)):
        shown.append(blocks.context(Mrkdwn(" · ".join(links))))
    if page.ended_at is not None:
        shown.append(blocks.context(_ended(scene)))
    elif page.taken_at is not None:
        shown.append(blocks.context(taken_up(scene, page)))
    return {"text": said, "blocks": shown}


def _ended(scene: SuggestionScene) -> Mrkdwn:
    if scene.suggestion.hidden and scene.incident is None:
        return tell(scene.tongue, ":white_check_mark: This is being taken care of.")
    return outcome(scene)


def _action(page: Page) -> str:
    if page.ended_at is not None:
        return "resolve"
    return "trigger" if page.is_open else "acknowledge"


def mention(scene: SuggestionScene, page: Page) -> dict[str, Any]:
    """Where no other way has reached them."""
    who = Part(" ".join(blocks.user(user) for user in page.users))
    said = tell(
        scene.tongue, ":pager: {who} Nobody has decided yet whether this is an incident.", who=who
    )
    return {"text": said, "blocks": [blocks.section(said)]}


def call(scene: SuggestionScene, page: Page, tongue: Tongue) -> dict[str, Any]:
    """For a pager outside of Slack."""
    level = scene.policy.severities.get(page.severity)
    name = level.named(tongue.locale) if level else page.severity
    why = tongue.say("nobody has decided whether this is an incident")
    return {
        "action": _action(page),
        "page": page.id,
        "at": page.at.isoformat(),
        "reference": OURS,
        "private": False,
        "summary": shortened(f"[{name}] {OURS}: {page.title} ({why})", 1000),
        "severity": page.severity,
        "rank": level.rank if level else 1,
        "title": page.title,
        "who": page.who,
        "why": why,
        "room": page.room or "",
        "key_from": page.pager,
        "people": [
            {"name": one.name, "slack": one.user, "email": one.email, "phone": one.phone}
            for one in page.people
        ],
    }
