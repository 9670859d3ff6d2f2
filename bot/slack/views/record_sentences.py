"""A sentence a fact of the record: what was not heard, and what was read back."""

from __future__ import annotations

from bot.incident.chores import GapNoted
from bot.incident.record_facts import HistoryRead
from bot.incident.timeline import Fact
from bot.language import Tongue
from bot.slack.views import blocks
from bot.slack.views.blocks import Mrkdwn, tell


def of_the_record(tongue: Tongue, fact: Fact) -> Mrkdwn:
    match fact:
        case GapNoted():
            return _gap(tongue, fact)
        case HistoryRead(since=None):
            return tell(tongue, "Nothing was said in this channel before")
        case HistoryRead(since=since, messages=messages) if since:
            return tell(
                tongue,
                "Read back what was said here since {since}: messages {messages}",
                since=blocks.moment(since),
                messages=messages,
            )
    return Mrkdwn("")


def _gap(tongue: Tongue, gap: GapNoted) -> Mrkdwn:
    return tell(
        tongue,
        "Not heard from {since} to {until}, read back: messages {messages}, changes {changes}."
        " What was written and undone meanwhile cannot be read",
        since=blocks.moment(gap.since),
        until=blocks.moment(gap.until),
        messages=gap.messages,
        changes=gap.changes,
    )
