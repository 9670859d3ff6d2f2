"""What people type, and what Slack makes of it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.slack import LocalSlack
from bot.sandbox.typing_by_hand import as_blocks, as_sent


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("mail me@ana.org", "mail me@ana.org"),
        ("@nobody and #nowhere", "@nobody and #nowhere"),
        ("@here", "<!here>"),
        ("see https://x.org/?a&b", "see <https://x.org/?a&amp;b>"),
        ("<https://x.org|label> stays", "<https://x.org|label> stays"),
        ("<@U123> stays", "<@U123> stays"),
    ],
)
def test_text_is_escaped_and_linked(slack: LocalSlack, typed: str, sent: str) -> None:
    assert as_sent(slack.workspace, typed, labelled=False) == sent


def test_people_groups_and_channels_become_links(slack: LocalSlack) -> None:
    ana, group = slack.person("ana"), slack.user_group("sre")
    general = slack.workspace.general.id

    sent = as_sent(slack.workspace, "@ana @sre #general", labelled=False)

    assert sent == f"<@{ana.id}> <!subteam^{group}|@sre> <#{general}|general>"


@pytest.mark.parametrize(
    ("sent", "parts"),
    [
        ("a &amp; b", [{"type": "text", "text": "a & b"}]),
        ("<#C1|general>", [{"type": "channel", "channel_id": "C1"}]),
        ("<!here>", [{"type": "broadcast", "range": "here"}]),
        ("<!subteam^S1|@sre>", [{"type": "usergroup", "usergroup_id": "S1"}]),
        ("<https://x.org/?a&amp;b>", [{"type": "link", "url": "https://x.org/?a&b"}]),
        ("<https://x|see>", [{"type": "link", "url": "https://x", "text": "see"}]),
    ],
)
def test_the_same_text_as_rich_text(sent: str, parts: list[dict[str, Any]]) -> None:
    (block,) = as_blocks(sent)

    assert block["elements"][0]["elements"] == parts


def test_no_text_is_no_block() -> None:
    assert as_blocks("") == []


async def test_who_is_mentioned_by_a_person_is_noted(slack: LocalSlack) -> None:
    bo = slack.person("bo")

    message = await slack.person("ana").say("@bo @channel")

    assert (message.mentions, message.broadcasts) == ([bo.id], ["channel"])
