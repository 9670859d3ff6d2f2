"""The forms of the timeline: something new, a message, and an entry that is changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from bot.incident.entry import ENTRY_LIMIT, Correction, Entry, EntryKind
from bot.incident.ids import UserId
from bot.language import N_, Tongue
from bot.slack.views import inputs
from bot.slack.views.blocks import Block
from bot.slack.views.entries import EMOJI, kind_name
from bot.slack.views.incident_form import IncidentForm, Typed
from bot.slack.views.scene import Scene

CHOSEN = tuple(kind for kind in EntryKind if kind not in (EntryKind.PARKED, EntryKind.OBJECTION))
"""The kinds that people choose; the others come about in ways of their own."""
SHOWN, HIDDEN, DROPPED = "shown", "hidden", "dropped"
_FIELDS = ("kind", "occurred", "state")


def values_of(entry: Entry) -> dict[str, str]:
    """As the form's inputs have them; to the minute, as its picker does."""
    state = HIDDEN if entry.hidden else DROPPED if entry.dropped else SHOWN
    at = int(entry.occurred_at.timestamp())
    return {
        "entry": entry.id,
        "text": "" if entry.struck else entry.text,
        "kind": entry.kind.value,
        "occurred": str(at - at % 60),
        "state": state,
        "seen": str(len(entry.corrections)),
    }


def time_of(values: Mapping[str, str]) -> datetime | None:
    seconds = values.get("occurred")
    return datetime.fromtimestamp(int(seconds), UTC) if seconds else None


def correction_of(values: Mapping[str, str], by: UserId, at: datetime) -> Correction:
    """What somebody has changed; what they left as the form showed it is left."""
    was: dict[str, str] = json.loads(values["was"])
    new = {name: values.get(name, "") for name in _FIELDS if values.get(name) != was[name]}
    state, text = new.get("state"), values.get("text", "").strip()
    return Correction(
        by=by,
        at=at,
        text=text if text and _digest(text) != was["text"] else None,
        kind=EntryKind(new["kind"]) if new.get("kind") else None,
        occurred_at=time_of(new),
        hidden=None if state is None else state == HIDDEN,
        dropped=None if state is None else state == DROPPED,
    )


def _add(scene: Scene, typed: Typed) -> Sequence[Block]:
    tongue = scene.tongue
    return [_text(scene, typed), _time(tongue, typed), _kind(tongue, typed)]


def _of_message(scene: Scene, typed: Typed) -> Sequence[Block]:
    return [_time(scene.tongue, typed), _kind(scene.tongue, typed)]


def _edit(scene: Scene, typed: Typed) -> Sequence[Block]:
    tongue = scene.tongue
    states = [
        (SHOWN, tongue.say("It stands on the timeline")),
        (HIDDEN, tongue.say("Take it off the timeline")),
    ]
    if typed["kind"] == EntryKind.HYPOTHESIS or typed["state"] == DROPPED:
        states.append((DROPPED, tongue.say("Ruled out; it stays, marked")))
    about = inputs.choice("state", tongue.say("What becomes of it?"), states, typed["state"])
    return [_text(scene, typed), _time(tongue, typed), _kind(tongue, typed), about]


def _text(scene: Scene, typed: Typed) -> Block:
    return inputs.text(
        "text",
        scene.tongue.say("What happened?"),
        typed.get("text", ""),
        limit=ENTRY_LIMIT,
        multiline=True,
    )


def _time(tongue: Tongue, typed: Typed) -> Block:
    return inputs.moment("occurred", tongue.say("When? (empty: now)"), time_of(typed))


def _kind(tongue: Tongue, typed: Typed) -> Block:
    known = typed.get("kind") or EntryKind.NOTE.value
    kinds = CHOSEN if known in CHOSEN else (*CHOSEN, EntryKind(known))
    options = [(kind.value, f"{EMOJI[kind]} {kind_name(tongue, kind)}") for kind in kinds]
    return inputs.choice("kind", tongue.say("What is it?"), options, known)


def _source(scene: Scene, typed: Typed) -> Typed:
    return {"source": typed["source"]}


def _which(scene: Scene, typed: Typed) -> Typed:
    """As the form shows it, to tell what somebody has changed."""
    was = {name: typed.get(name, "") for name in _FIELDS}
    was["text"] = _digest(typed.get("text", ""))
    return {"entry": typed["entry"], "seen": typed["seen"], "was": json.dumps(was)}


def _digest(text: str) -> str:
    """Of its words alone: a form has room for no second copy, and may lay them out otherwise."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]


ADD = IncidentForm("entry_add", N_("Timeline"), N_("Add"), _add)
OF_MESSAGE = IncidentForm("entry_message", N_("Add to timeline"), N_("Add"), _of_message, _source)
EDIT = IncidentForm("entry", N_("Change the entry"), N_("Save"), _edit, _which)
