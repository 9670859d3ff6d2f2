"""The form that resolves: everything is filled in but the final message."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from bot.incident.moments import Moment
from bot.language import N_
from bot.response.ends import TEXT_LIMIT
from bot.slack.views import inputs
from bot.slack.views.blocks import Block
from bot.slack.views.incident_form import IncidentForm, Typed
from bot.slack.views.scene import Scene

LATER, YES = "later", "yes"


def _draw(scene: Scene, typed: Typed) -> Sequence[Block]:
    return [*_texts(scene, typed), *_moments(scene, typed), *_later(scene, typed)]


def _texts(scene: Scene, typed: Typed) -> Iterator[Block]:
    tongue, incident = scene.tongue, scene.incident
    yield inputs.text(
        "resolution",
        tongue.say("What was done? This is the final message"),
        typed.get("resolution", incident.resolution),
        limit=TEXT_LIMIT,
        multiline=True,
    )
    yield inputs.text(
        "lasting",
        tongue.say("What stays behind? (optional)"),
        typed.get("lasting", incident.lasting),
        limit=TEXT_LIMIT,
        optional=True,
        multiline=True,
    )


def _moments(scene: Scene, typed: Typed) -> Iterator[Block]:
    """When it was mitigated is asked only if nobody has said so yet."""
    tongue, moments, now = scene.tongue, scene.incident.moments, scene.facts.now
    asked = [(Moment.RESOLVED, tongue.say("Resolved at"))]
    if moments.mitigated is None:
        asked.insert(0, (Moment.MITIGATED, tongue.say("Mitigated at")))
    for moment, label in asked:
        name = f"moment.{moment.value}"
        shown = _typed(typed.get(name)) or moments.at(moment) or now
        yield inputs.moment(name, label, shown)


def _later(scene: Scene, typed: Typed) -> Iterator[Block]:
    """Ticked outside of the working hours of whoever resolves, unless the team has it otherwise."""
    at = f"{scene.policy.review.morning:%H:%M}"
    said = scene.tongue.say("Finish in the morning: ask me for the rest at {at}", at=at)
    ticked = [YES] if typed.get(LATER) == YES else []
    yield inputs.ticks(LATER, scene.tongue.say("And the rest?"), [(YES, said)], ticked)


def _typed(seconds: str | None) -> datetime | None:
    return datetime.fromtimestamp(int(seconds), UTC) if seconds else None


RESOLVE = IncidentForm("resolve", N_("Resolve the incident"), N_("Resolve"), _draw)
