"""*Create action item* in a message's menu: a form that holds what the message says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.incident.task import TaskKind
from bot.slack import open_form, targets
from bot.slack.intake import masked_content
from bot.slack.tools import Tools
from bot.slack.views import task_forms
from bot.slack.words import plain_text

CREATE_ACTION = "create_action"


async def shortcut(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.shortcut_asker(args)
    message, place = args.body["message"], args.body["channel"]["id"]
    action = TaskKind.ACTION.value
    typed = {"kind": action, "text": _text(tools, message), "source": f"{place}:{message['ts']}"}
    await open_form.offer(
        tools,
        asker,
        task_forms.ADD,
        lambda: targets.incident_meant(tools, asker, action, None),
        typed,
    )


def _text(tools: Tools, message: Mapping[str, Any]) -> str:
    """What it says without its secrets, or the name of the file that it is."""
    content = masked_content(tools, message)
    said = plain_text(content.text)
    return said or next((file.name for file in content.files), "")


SHORTCUTS = {CREATE_ACTION: shortcut}
