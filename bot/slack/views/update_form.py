"""The form of an update: who is told what, and how it will read in each place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from bot.incident.audience import Audience, AudienceKind, Email, StatuspagePage
from bot.incident.cadence import TOGETHER, dues, next_after
from bot.incident.composing import Wish, compose
from bot.incident.reach import audiences_of
from bot.incident.update_contents import Around
from bot.incident.update_words import Rendered
from bot.incident.updates import Letter, Told
from bot.language import N_
from bot.response.updates_ports import Renderer
from bot.slack.views import blocks, inputs
from bot.slack.views.audiences import audience_name, places
from bot.slack.views.blocks import Block, Mrkdwn, tell
from bot.slack.views.bulletins import quoted
from bot.slack.views.incident_form import IncidentForm, Typed
from bot.slack.views.scene import Scene
from bot.slack.views.update_cautions import cautioned

PREVIEW = "open.update_preview"
CORRECT = "open.update_correct"
TEXT_LIMIT = 2500
FIELD_LIMIT = 600
QUOTED = 1200
MOST = 10
"""Slack's limit for boxes; a team with more audiences names them in the line."""
_LABELS = {
    "workaround": N_("Workaround"),
    "next_steps": N_("Next steps"),
    "cause": N_("Cause"),
    "done": N_("What was done"),
}
_ONLY_FOR = {
    AudienceKind.RESPONDERS: {
        "conditions": N_("What is seen? For responders, one thing on each line"),
        "needs": N_("What is missing? For responders, one thing on each line"),
    },
    AudienceKind.EXECUTIVES: {
        "risk": N_("Risk"),
        "decision": N_("What do the executives have to decide?"),
    },
}
"""Only their templates say it."""
_LISTS = frozenset({"conditions", "needs"})


def _draw(scene: Scene, typed: Typed) -> list[Block]:
    every = _every(scene)
    if not every:
        nobody = tell(scene.tongue, "Nobody can be told: no audience has a destination here.")
        return [blocks.section(nobody)]
    ticked, filled = _filled(scene, every, typed)
    return [_boxes(scene, every, ticked), *_inputs(scene, every, filled)]


def _kept(scene: Scene, typed: Typed) -> Mapping[str, str]:
    """Which draft it answers, and which update it corrects."""
    return {name: typed[name] for name in ("draft", "corrects") if typed.get(name)}


FORM = IncidentForm("update", N_("Tell stakeholders"), N_("Send"), _draw, _kept)


def with_preview(renderer: Renderer) -> IncidentForm:
    """The same form, and below it how each audience will read it."""

    def draw(scene: Scene, typed: Typed) -> Sequence[Block]:
        every, drawn = _every(scene), _draw(scene, typed)
        if not every:
            return drawn
        ticked, filled = _filled(scene, every, typed)
        chosen = [one for one in every if one.key in ticked]
        return [*drawn, *_preview(scene, renderer, chosen, filled)]

    return replace(FORM, draw=draw)


def letter_of(values: Mapping[str, str]) -> Letter:
    """All of it stood in the form: what is empty holds no longer."""
    names = ("text", *_LABELS, *(name for labels in _ONLY_FOR.values() for name in labels))
    return Letter(
        **{name: values.get(name, "") for name in names}, eta=moment_in(values, "eta"), whole=True
    )


def moment_in(values: Mapping[str, str], name: str) -> datetime | None:
    seconds = values.get(name)
    return datetime.fromtimestamp(int(seconds), UTC) if seconds else None


def values_of(letter: Letter) -> dict[str, str]:
    """As the form's inputs have them."""
    said = letter.model_dump(exclude={"eta", "whole"})
    return {**said, "eta": str(int(letter.eta.timestamp())) if letter.eta else ""}


def _every(scene: Scene) -> list[Audience]:
    return list(audiences_of(scene.incident, scene.policy))[:MOST]


def _filled(
    scene: Scene, every: Sequence[Audience], typed: Typed
) -> tuple[list[str], dict[str, str]]:
    ticked = _ticked(scene, every, typed)
    return ticked, {**_prefilled(scene, every, ticked), **typed}


def _ticked(scene: Scene, every: Sequence[Audience], typed: Typed) -> list[str]:
    """Those who are due now or soon, else whoever hears by itself; or as it was ticked."""
    if "audiences" in typed:
        return typed["audiences"].split()
    found = dues(scene.incident, scene.policy)
    now = scene.facts.now
    due = [one.audience.key for one in found if now is None or one.at <= now + TOGETHER]
    return due or [one.key for one in every if one.auto] or [every[0].key]


def _prefilled(scene: Scene, every: Sequence[Audience], ticked: Sequence[str]) -> dict[str, str]:
    """What was said last; where somebody outside is told, only what was said outside."""
    chosen = [one for one in every if one.key in ticked] or every
    outside = any(one.outside for one in chosen)
    fitting = [one for one in chosen if one.outside] if outside else chosen
    told = max((scene.incident.updates.of(one.key) for one in fitting), key=_when)
    return {**values_of(told.letter), "text": ""}


def _when(told: Told) -> float:
    return told.at.timestamp() if told.at else 0.0


def _boxes(scene: Scene, every: Sequence[Audience], ticked: Sequence[str]) -> Block:
    tongue = scene.tongue
    options = [(one.key, _box(scene, one)) for one in every]
    return inputs.ticks("audiences", tongue.say("Who is told?"), options, ticked)


def _box(scene: Scene, audience: Audience) -> str:
    name, there = audience_name(scene.tongue, audience), places(scene, audience)
    return scene.tongue.say("{audience}: {places}", audience=name, places=there)


def _inputs(scene: Scene, every: Sequence[Audience], filled: Typed) -> Iterator[Block]:
    tongue = scene.tongue
    label, text = tongue.say("What is new?"), filled.get("text", "")
    yield inputs.text("text", label, text, limit=TEXT_LIMIT, optional=True, multiline=True)
    if scene.incident.is_open:
        label = tongue.say("Next update (empty: {usual})", usual=_usual(scene, every))
        yield inputs.moment("next_at", label, moment_in(filled, "next_at"))
    for name, label in _labels(every).items():
        said, lines = filled.get(name, ""), name in _LISTS
        label = tongue.say(label)
        yield inputs.text(name, label, said, limit=FIELD_LIMIT, optional=True, multiline=lines)
    if scene.incident.is_open:
        label = tongue.say("Expected end, which is a promise")
        yield inputs.moment("eta", label, moment_in(filled, "eta"))


def _labels(every: Sequence[Audience]) -> dict[str, str]:
    kinds = {one.kind for one in every}
    only = [labels for kind, labels in _ONLY_FOR.items() if kind in kinds]
    return dict(item for labels in (_LABELS, *only) for item in labels.items())


def _usual(scene: Scene, every: Sequence[Audience]) -> str:
    """In minutes from now: a label shows no time in its reader's zone."""
    now = scene.facts.now
    if now is None:
        return scene.tongue.say("as usual")
    nexts = [next_after(scene.incident, one.key, scene.policy, now) for one in every]
    soonest = min((at for at in nexts if at), default=None)
    if soonest is None:
        return scene.tongue.say("none is announced")
    return scene.tongue.say("in {minutes} min", minutes=round((soonest - now).total_seconds() / 60))


def _preview(
    scene: Scene, renderer: Renderer, chosen: Sequence[Audience], filled: Typed
) -> Iterator[Block]:
    button = blocks.button(scene.tongue.say("Show it anew"), PREVIEW, scene.incident.id)
    yield blocks.section(tell(scene.tongue, "*So it will read*"), button)
    wish = Wish(letter=letter_of(filled), next_at=moment_in(filled, "next_at"))
    now = scene.facts.now or scene.incident.declared_at
    around = Around(now, scene.facts.names, scene.tasks)
    made = [compose(scene.incident, one, scene.policy, wish, around) for one in chosen]
    if notes := list(cautioned(scene, wish.letter, chosen, (one.moment for one in made))):
        yield blocks.context(blocks.joined(notes))
    for one in made:
        rendered = renderer.render(one.audience, one.moment, one.facts)
        yield blocks.section(_previewed(scene, one.audience, rendered))


def _previewed(scene: Scene, audience: Audience, rendered: Rendered) -> Mrkdwn:
    tongue = scene.tongue
    head = tell(
        tongue,
        "*{audience}* · {places}",
        audience=audience_name(tongue, audience),
        places=places(scene, audience),
    )
    lines = [head, quoted(rendered.slack, QUOTED)]
    if any(isinstance(one, Email | StatuspagePage) for one in audience.destinations):
        lines.insert(1, tell(tongue, "Subject: {subject}", subject=rendered.subject))
    return blocks.joined(lines)
