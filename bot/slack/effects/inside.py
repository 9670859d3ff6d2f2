"""What only a member of a channel may do: whoever removed the bot did not mean the incident."""

from __future__ import annotations

from typing import Any

from bot.response.outcomes import Refused
from bot.slack.gateway import Gateway


async def inside(
    gateway: Gateway, method: str, channel: str, *, named: str = "channel", **arguments: Any
) -> Any:
    """Call; if the bot is no longer in the channel, come back and call again. `named`: how the
    method names the channel.

    A private channel cannot be joined: that it takes an /invite is what Slack's refusal says.
    """
    arguments[named] = channel
    try:
        return await gateway.call(method, **arguments)
    except Refused as refused:
        if refused.why != "not_in_channel":
            raise
    await gateway.call("conversations.join", channel=channel)
    return await gateway.call(method, **arguments)
