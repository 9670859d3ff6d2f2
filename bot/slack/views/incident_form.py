"""Forms about one incident: prefilled with how it stands, and aware of what they showed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.incident.fields import fields_of
from bot.incident.ids import IncidentId
from bot.language import Tongue
from bot.slack.views import blocks, inputs
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import Block, Mrkdwn, Part, View, tell
from bot.slack.views.scene import Scene

Typed = Mapping[str, str]


def _nothing(scene: Scene, typed: Typed) -> Typed:
    return {}


@dataclass(frozen=True, slots=True)
class IncidentForm:
    """`title` and `submit` are messages of at most 24 characters in every language."""

    name: str
    title: str
    submit: str
    draw: Callable[[Scene, Typed], Sequence[Block]]
    """From how things stand, and what somebody has typed already, by the inputs' names."""
    keep: Callable[[Scene, Typed], Mapping[str, str]] = _nothing
    """What comes back with the values though no input shows it."""

    def view(self, scene: Scene, typed: Typed | None = None, *notes: Mrkdwn) -> View:
        tongue = scene.tongue
        drawn = list(self.draw(scene, typed or {}))
        names = {block["block_id"] for block in drawn if block["type"] == "input"}
        seen = {k: v for k, v in fields_of(scene.incident).items() if k in names}
        kept = {"incident": scene.incident.id, "seen": seen, **self._unseen(scene, typed)}
        about = tell(
            tongue,
            "*{reference}* {title}",
            reference=scene.incident.reference,
            title=scene.incident.title,
        )
        return {
            "type": "modal",
            "callback_id": self.name,
            "title": blocks.plain(tongue.say(self.title), 24),
            "submit": blocks.plain(tongue.say(self.submit), 24),
            "close": blocks.plain(tongue.say("Cancel"), 24),
            "private_metadata": json.dumps(kept),
            "blocks": [blocks.context(about, *notes), *drawn],
        }

    def _unseen(self, scene: Scene, typed: Typed | None) -> dict[str, Any]:
        unseen = dict(self.keep(scene, typed or {}))
        return {"unseen": unseen} if unseen else {}


@dataclass(frozen=True, slots=True)
class Submitted:
    """What came back: the values, and what the fields of the incident were when it was drawn."""

    incident: IncidentId
    values: Mapping[str, str]
    seen: Mapping[str, str]

    @property
    def changed(self) -> dict[str, str]:
        """The fields whose value is another than the form showed."""
        return {k: v for k, v in self.values.items() if k in self.seen and v != self.seen[k]}

    @property
    def typed(self) -> dict[str, str]:
        """Without what was left as it was shown: drawn again, that follows how things stand."""
        return {k: v for k, v in self.values.items() if k not in self.seen or v != self.seen[k]}

    @property
    def own(self) -> dict[str, str]:
        """What its sender has put in, without what the form showed anyway."""
        return {k: v for k, v in self.values.items() if v != self.seen.get(k)}


def submitted(view: View) -> Submitted:
    kept: dict[str, Any] = json.loads(view["private_metadata"])
    values = {**kept.get("unseen", {}), **inputs.values_of(view)}
    return Submitted(IncidentId(kept["incident"]), values, kept["seen"])


@dataclass(frozen=True, slots=True)
class FormAgain(Answer):
    """The same form with how things stand now, and what was typed into it."""

    view: View | None = None

    def form(self, tongue: Tongue) -> View:
        return self.view or Answer.form(self, tongue)


def drawn_again(form: IncidentForm, scene: Scene, typed: Typed, stale: Sequence[str]) -> Answer:
    """For whoever was second: what changed meanwhile stands above what they typed."""
    now = fields_of(scene.incident)
    note = tell(
        scene.tongue,
        ":warning: Somebody was faster. Now it is: {what}. Submit again to have it your way.",
        what=Part("; ".join(_said(name, now[name]) for name in stale)),
    )
    view = form.view(scene, typed, note)
    return FormAgain(note, view={**view, "blocks": _renamed(view["blocks"], scene)})


def _said(name: str, value: str) -> Mrkdwn:
    """People by a mention, which in a form calls nobody; times in the reader's zone."""
    if value and name.startswith("role."):
        return Mrkdwn(blocks.user(value))
    if value and name.startswith("moment."):
        return Mrkdwn(blocks.moment(datetime.fromtimestamp(int(value), UTC)))
    return blocks.escape(value or "-")


def _renamed(drawn: Sequence[Block], scene: Scene) -> list[Block]:
    """Where a block keeps its id, Slack shows what was in it before, not what we say."""
    fresh = f"@{scene.incident.version}"
    return [{**b, "block_id": b["block_id"] + fresh} if b["type"] == "input" else b for b in drawn]
