"""Action items made of messages: by the shortcut, and by the mark that people put on them."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from typing import Any

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.incident.errors import IncidentError
from bot.incident.ids import ChannelId, UserId
from bot.incident.incident import Incident
from bot.incident.task import TaskKind
from bot.response.change import Request
from bot.response.outcomes import Refused
from bot.response.task_marks import is_made_from, mark, unmark
from bot.slack import open_form, targets
from bot.slack.intake import masked_content
from bot.slack.tools import Tools
from bot.slack.views import task_forms
from bot.slack.words import plain_text
from bot.telemetry.logs import logger

Event = Mapping[str, Any]
CREATE_ACTION = "create_action"
_NOT_THERE = frozenset({"thread_not_found", "message_not_found", "channel_not_found"})

log = logger(__name__)


async def shortcut(tools: Tools, args: AsyncArgs) -> None:
    """The form, with what the message says."""
    asker = tools.shortcut_asker(args)
    message, place = args.body["message"], args.body["channel"]["id"]
    typed = {
        "kind": TaskKind.ACTION.value,
        "text": _text(tools, message),
        "source": f"{place}:{message['ts']}",
    }
    action = TaskKind.ACTION.value
    await open_form.offer(
        tools,
        asker,
        task_forms.ADD,
        lambda: targets.incident_meant(tools, asker, action, None),
        typed,
    )


async def marked(tools: Tools, event: Event) -> None:
    """Somebody put the mark on a message of an incident's channel."""
    incident = await _incident_of(tools, event)
    if incident is None or await is_made_from(tools.desk, incident.id, _source(event)):
        return
    message = await _message(tools, event)
    if message is not None:
        tongue = tools.boundary.tongue_of(event["user"])
        text = _text(tools, message) or tongue.say("See the message")
        await _quietly(mark(tools.desk, _request(incident, event), text, _source(event)))


async def unmarked(tools: Tools, event: Event) -> None:
    """Somebody took the mark away; while others leave theirs, nothing changes."""
    incident = await _incident_of(tools, event)
    if incident is None or not await is_made_from(tools.desk, incident.id, _source(event)):
        return
    message = await _message(tools, event)
    if message is None or not _is_marked(message, tools.desk.policy().action_mark):
        await _quietly(unmark(tools.desk, _request(incident, event), _source(event)))


async def _incident_of(tools: Tools, event: Event) -> Incident | None:
    """None when this is not the mark, or not on a message of an incident's channel."""
    name, item = str(event["reaction"]).partition("::")[0], event["item"]
    if name != tools.desk.policy().action_mark or item.get("type") != "message":
        return None
    if event["user"] == tools.bot_user:
        return None
    async with tools.desk.ledger.look() as work:
        return await work.incidents.in_channel(ChannelId(item["channel"]))


async def _message(tools: Tools, event: Event) -> Mapping[str, Any] | None:
    """Asked as part of its thread: the channel's history does not show what stands in threads."""
    channel, ts = event["item"]["channel"], event["item"]["ts"]
    try:
        answer = await tools.gateway.call(
            "conversations.replies", channel=channel, ts=ts, oldest=ts, latest=ts, inclusive=True
        )
    except Refused as refused:
        if refused.why in _NOT_THERE:
            return None
        raise
    return next((message for message in answer["messages"] if message["ts"] == ts), None)


async def _quietly(act: Awaitable[object]) -> None:
    """A mark of somebody who may not act here is a reaction like any other."""
    try:
        await act
    except IncidentError as refused:
        log.info("mark left alone", why=type(refused).__name__)


def _is_marked(message: Mapping[str, Any], name: str) -> bool:
    names = (str(one["name"]).partition("::")[0] for one in message.get("reactions") or ())
    return name in names


def _request(incident: Incident, event: Event) -> Request:
    """Each delivery of one event is the same intent; marking again later is another."""
    user = UserId(event["user"])
    key = f"{event['type']}:{_source(event)}:{user}:{event.get('event_ts')}"
    return Request(incident.id, user, key)


def _source(event: Event) -> str:
    return f"{event['item']['channel']}:{event['item']['ts']}"


def _text(tools: Tools, message: Mapping[str, Any]) -> str:
    """What it says without its secrets, or the name of the file that it is."""
    content = masked_content(tools, message)
    said = plain_text(content.text)
    return said or next((file.name for file in content.files), "")


SHORTCUTS = {CREATE_ACTION: shortcut}
