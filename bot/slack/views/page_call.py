"""A page as a pager outside of Slack gets it: in the team's language, and of what is private
nothing but that it is."""

from __future__ import annotations

from typing import Any

from bot.incident.guides import rank_of
from bot.incident.pages import Page
from bot.incident.text import shortened
from bot.slack.views.page_words import who_named, why_paged
from bot.slack.views.scene import Scene

SUMMARY = 1000
"""PagerDuty takes 1024."""


def call(scene: Scene, page: Page) -> dict[str, Any]:
    """All of it as it was when the page was made; only what is done with it changes."""
    reference, private = scene.incident.reference, scene.incident.private
    return {
        "action": _action(page),
        "page": page.id,
        "at": page.at.isoformat(),
        "reference": reference,
        "private": private,
        "summary": _summary(scene, page),
        "severity": page.severity,
        "rank": rank_of(
            scene.policy, scene.incident.model_copy(update={"severity": page.severity})
        ),
        "title": "" if private else page.title,
        "who": who_named(scene, page.who),
        "why": "" if private else why_paged(scene, page),
        "room": "" if private else page.room or "",
        "key_from": page.pager,
        "people": [
            {"name": one.name, "slack": one.user, "email": one.email, "phone": one.phone}
            for one in page.people
        ],
    }


def _action(page: Page) -> str:
    if page.ended_at is not None:
        return "resolve"
    return "trigger" if page.taken_at is None else "acknowledge"


def _summary(scene: Scene, page: Page) -> str:
    tongue, reference = scene.tongue, scene.incident.reference
    if scene.incident.private:
        return tongue.say("{reference}, private, open Slack", reference=reference)
    level = scene.policy.severities.get(page.severity)
    severity = level.named(tongue.locale) if level else page.severity
    why = why_paged(scene, page)
    said = f"[{severity}] {reference} {page.title}" + (f" ({why})" if why else "")
    return shortened(said, SUMMARY)
