"""What a story looks at: everything that stands anywhere, and everything Slack has refused."""

from __future__ import annotations

import json
from collections.abc import Iterable

from bot.sandbox import payloads
from bot.sandbox.answer import Answer
from bot.sandbox.people import Person
from bot.sandbox.workspace import Channel, Message, View
from tests.stage import Stage


def patient(scene: Stage) -> Stage:
    """Settling then also waits for what is told after an ack."""
    run = scene.bot
    scene.clock.settle += [run.bot.boundary.idle, scene.slack.settle, run.bot.scheduler.idle]
    return scene


def refusals(scene: Stage) -> list[str]:
    """The calls that did not go well; each is a mistake of ours, unless a test made it."""
    return [f"{call.method}: {call.outcome}" for call in scene.slack.calls if call.outcome != "ok"]


def calls(scene: Stage, method: str) -> int:
    return sum(1 for call in scene.slack.calls if call.method == method)


def from_bot(scene: Stage) -> list[Message]:
    """Whatever the bot has posted, to whomever, that still stands."""
    workspace = scene.slack.workspace
    public = [m for c in workspace.channels.values() for m in c.everything.values()]
    private = [m for messages in workspace.private.values() for m in messages]
    return [m for m in (*public, *private) if m.bot_id and not m.deleted and not m.subtype]


def shown(seen: Message | View | Answer) -> str:
    """Everything a reader could see of it, as one text."""
    if isinstance(seen, View):
        return json.dumps(seen.body, ensure_ascii=False)
    body = seen.body.get("view", {}) if isinstance(seen, Answer) else {}
    return seen.text + json.dumps([seen.blocks, body], ensure_ascii=False)


def labels(blocks: Iterable[dict[str, object]]) -> list[str]:
    """What stands on the buttons."""
    found: list[str] = []
    for block in blocks:
        elements = block.get("elements") or []
        accessory = block.get("accessory")
        for element in [*(elements if isinstance(elements, list) else []), accessory]:
            if isinstance(element, dict) and element.get("type") == "button":
                found.append(element["text"]["text"])
    return found


def card(room: Channel) -> Message:
    """The one pinned message of a room."""
    [pin] = room.pins
    return pin.message


def last(person: Person) -> Message:
    """What this person was last told in private."""
    return person.private[-1]


def form(person: Person) -> View:
    view = person.view()
    assert view is not None, f"{person.name} sees no form"
    return view


def disturbed(scene: Stage) -> list[str]:
    """Whoever a post of the bot has called, and with which text."""
    return [f"{m.broadcasts} {m.mentions} {m.text}" for m in from_bot(scene) if _calls_somebody(m)]


def _calls_somebody(message: Message) -> bool:
    return bool(message.broadcasts or message.mentions) and message.ephemeral_to is None


def typed(scene: Stage, person: Person, words: str, name: str = "/incident") -> dict[str, object]:
    """A command as Slack sends it, to be delivered more than once."""
    backstage, workspace = scene.slack.backstage, scene.slack.workspace
    place = workspace.channel_named("general")
    ways = {
        "trigger_id": backstage.triggers.mint(person.id),
        "response_url": backstage.base_url + backstage.replies.mint(person.id, place.id),
    }
    return payloads.command(workspace, person.member, place, name, words, **ways)
