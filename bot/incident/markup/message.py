"""A message of Slack's, read from the form that tells most."""

from __future__ import annotations

from bot.incident.markup.mrkdwn import read_mrkdwn
from bot.incident.markup.rich_text import read_rich_text
from bot.incident.markup.tree import Document


def read_message(text: str, blocks: object = None) -> Document:
    """`text` and `blocks` as Slack gave them; nothing in either makes this raise.

    Rich text loses nothing on its way, and so it counts. Where it is not all of the message, or
    holds anything we cannot read, `text` counts: Slack keeps it complete.
    """
    rich = read_rich_text(blocks)
    if rich.complete and rich.document.blocks:
        return rich.document
    return read_mrkdwn(text) if text.strip() else rich.document
