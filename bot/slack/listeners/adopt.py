"""Adopt: the channel one stands in becomes an incident's."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.incident.adoption import Place
from bot.incident.adoption_errors import NoChannel, NotInvited, Unknown
from bot.incident.ids import ChannelId
from bot.incident.incident import Incident
from bot.incident.question import Declaration
from bot.language import Tongue
from bot.response.adopt import Doubt, adopt
from bot.response.outcomes import NotDone, Refused
from bot.slack.askers import Asker
from bot.slack.declaration_line import Line
from bot.slack.grammar import spine as grammar
from bot.slack.tools import Tools
from bot.slack.views import adopted as views
from bot.slack.views import opened
from bot.slack.views.answer import Answer
from bot.slack.words import plain_text

PATIENCE = 1.5
"""Seconds that Slack may take to say what a channel is, of the two in which one is answered."""
_NOT_SEEN = frozenset({"channel_not_found", "method_not_supported_for_channel_type"})


async def typed(tools: Tools, asker: Asker, rest: str) -> None:
    line = tools.line(rest)
    unsure = tools.desk.policy().severities.unsure
    said = Declaration(
        key=asker.key,
        title=line.title,
        severity=(line.severity or unsure).key,
        severity_assumed=line.severity is None,
        by=asker.user,
        origin=asker.origin,
        private=line.private,
        one_line=True,
    )
    await _adopt(tools, asker, said, line)


async def for_sure(tools: Tools, args: AsyncArgs) -> None:
    """The button under the doubt whether everybody may read of it."""
    asker = tools.button_asker(args)
    said = Declaration(
        key=asker.key, by=asker.user, origin=asker.origin, one_line=True, **json.loads(asker.value)
    )
    await _adopt(tools, asker, said, Line(), sure=True)


async def _adopt(
    tools: Tools, asker: Asker, said: Declaration, line: Line, *, sure: bool = False
) -> None:
    async def act() -> Incident | Doubt:
        return await adopt(tools.desk, await _place(tools, asker), said, sure=sure)

    def show(outcome: Incident | Doubt, tongue: Tongue) -> Answer:
        notes = [opened.p0_note(tongue)] if line.from_p0 else []
        if isinstance(outcome, Doubt):
            return views.doubt(tongue, outcome.declaration).noting(*notes)
        return views.adopted(tools.scene(outcome, tongue), *notes)

    await tools.boundary.commit(asker, "adopt", act, show)


async def _place(tools: Tools, asker: Asker) -> Place:
    if asker.channel is None or asker.channel.startswith("D"):
        raise NoChannel()
    try:
        async with asyncio.timeout(PATIENCE):
            answer = await tools.gateway.call("conversations.info", channel=asker.channel)
    except Refused as refused:
        if refused.why in _NOT_SEEN:
            raise NotInvited() from refused
        raise Unknown(refused.why) from refused
    except (NotDone, TimeoutError) as failure:
        why = failure.why if isinstance(failure, NotDone) else "timeout"
        raise Unknown(why) from failure
    return place_of(answer["channel"])


def place_of(channel: Mapping[str, Any]) -> Place:
    return Place(
        channel=ChannelId(channel["id"]),
        name=str(channel.get("name") or ""),
        topic=plain_text(str((channel.get("topic") or {}).get("value") or "")),
        private=bool(channel.get("is_private")),
        direct=bool(channel.get("is_im") or channel.get("is_mpim")),
        general=bool(channel.get("is_general")),
        archived=bool(channel.get("is_archived")),
        shared=any(channel.get(how) for how in ("is_ext_shared", "is_pending_ext_shared")),
        inside=bool(channel.get("is_member")),
    )


VERBS = {grammar.ADOPT: typed}
BUTTONS = {views.FOR_SURE: for_sure}
