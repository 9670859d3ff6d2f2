"""The few Block Kit shapes we use, and the one way in which text gets into them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NewType

from bot.incident.text import shortened
from bot.language import Tongue

Block = dict[str, Any]
View = dict[str, Any]
Mrkdwn = NewType("Mrkdwn", str)
"""Slack markup that is safe to show: foreign text in it has been escaped."""

SECTION_LIMIT = 3000
BUTTON_LIMIT = 75
VALUE_LIMIT = 2000


def escape(text: str) -> Mrkdwn:
    """Foreign text made inert: no mention, link or command of it acts (slack.md 6.1)."""
    return Mrkdwn(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


class Part(str):
    """A part of a sentence that is markup of our own and goes in as it is."""

    __slots__ = ()


def tell(tongue: Tongue, message: str, **parts: object) -> Mrkdwn:
    """Say it with every part escaped, but for those that are markup of our own."""
    safe = {name: _safe(tongue.part(part)) for name, part in parts.items()}
    return Mrkdwn(tongue.say(message, **safe))


def _safe(part: object) -> str:
    return part if isinstance(part, Part) else escape(str(part))


def user(id: str) -> Part:
    return Part(f"<@{id}>")


def room(id: str) -> Part:
    return Part(f"<#{id}>")


def link(url: str, label: str) -> Part:
    """A link with a label; a `|` or `>` in either cannot end it early."""
    address = escape(url).replace("|", "%7C")
    return Part(f"<{address}|{escape(label).replace('|', '¦')}>")


def moment(at: datetime) -> Part:
    """A time that each reader sees in their own zone; the fallback names UTC."""
    fallback = at.strftime("%Y-%m-%d %H:%M UTC")
    return Part(f"<!date^{int(at.timestamp())}^{{date_short_pretty}} {{time}}|{fallback}>")


def section(text: Mrkdwn, accessory: Block | None = None, block_id: str = "") -> Block:
    block: Block = {"type": "section", "text": mrkdwn(text)}
    if accessory:
        block["accessory"] = accessory
    if block_id:
        block["block_id"] = block_id
    return block


def sections(text: Mrkdwn) -> list[Block]:
    """As many sections as it takes, cut between lines."""
    parts: list[str] = []
    for line in text.split("\n"):
        if parts and len(parts[-1]) + 1 + len(line) <= SECTION_LIMIT:
            parts[-1] += f"\n{line}"
        else:
            parts.append(line)
    return [section(Mrkdwn(part)) for part in parts if part.strip()]


def fields(*texts: Mrkdwn) -> Block:
    return {"type": "section", "fields": [mrkdwn(text, 2000) for text in texts]}


def context(*texts: Mrkdwn) -> Block:
    return {"type": "context", "elements": [mrkdwn(text) for text in texts]}


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text, 150)}


def button(label: str, action: str, value: str = "", *, style: str = "", url: str = "") -> Block:
    made: Block = {"type": "button", "text": plain(label, BUTTON_LIMIT), "action_id": action}
    if value:
        made["value"] = value
    if style:
        made["style"] = style
    if url:
        made["url"] = url
    return made


def pick(label: str, action: str, options: Sequence[tuple[str, str]]) -> Block:
    """A button that unfolds: what people read, and the value that is sent."""
    return {
        "type": "static_select",
        "action_id": action,
        "placeholder": plain(label, 150),
        "options": [{"text": plain(read, BUTTON_LIMIT), "value": value} for read, value in options],
    }


def buttons(*elements: Block, block_id: str = "") -> Block:
    row: Block = {"type": "actions", "elements": list(elements)}
    return {**row, "block_id": block_id} if block_id else row


def runs(*lines: tuple[str, str], block_id: str = "") -> Block:
    """Buttons that stand for typed lines: each a label and what is typed."""
    typed = [(label, line[:VALUE_LIMIT]) for label, line in lines]
    pressed = [button(label, f"run.{n}", line) for n, (label, line) in enumerate(typed)]
    return buttons(*pressed, block_id=block_id)


def opens(label: str, form: str, incident: str, *, style: str = "") -> Block:
    """A button that opens a form about an incident."""
    return button(label, f"open.{form}", incident, style=style)


def mrkdwn(text: Mrkdwn, limit: int = SECTION_LIMIT) -> Block:
    """`verbatim`: Slack must not go looking for `@here` and addresses by itself."""
    return {"type": "mrkdwn", "text": shortened(text, limit), "verbatim": True}


def plain(text: str, limit: int = SECTION_LIMIT) -> Block:
    return {"type": "plain_text", "text": shortened(text, limit), "emoji": True}


def joined(lines: Sequence[Mrkdwn]) -> Mrkdwn:
    return Mrkdwn("\n".join(lines))
