"""Where Slack shows a message."""

from __future__ import annotations

from bot.incident.ids import ChannelId, MessageTs


def permalink(site: str, channel: ChannelId, ts: MessageTs, thread: MessageTs | None = None) -> str:
    """A reply opens in its thread. `site`: the workspace's address."""
    place = f"{site.rstrip('/')}/archives/{channel}/p{ts.replace('.', '')}"
    return f"{place}?thread_ts={thread}&cid={channel}" if thread else place
