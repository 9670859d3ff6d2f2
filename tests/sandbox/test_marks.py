"""Pins, reactions and bookmarks."""

from __future__ import annotations

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import LocalSlack
from tests.sandbox.listening import refusal


async def test_a_message_is_pinned_once(slack: LocalSlack, client: AsyncWebClient) -> None:
    channel = slack.channel("inc-1", with_bot=True)
    ts = (await client.chat_postMessage(channel=channel.id, text="card"))["ts"]

    await client.pins_add(channel=channel.id, timestamp=ts)

    assert [pin.message.ts for pin in channel.pins] == [ts]
    listed = await client.pins_list(channel=channel.id)
    assert listed["items"][0]["message"]["text"] == "card"
    assert listed["items"][0]["message"]["pinned_to"] == [channel.id]
    (read,) = (await client.conversations_history(channel=channel.id))["messages"]
    assert read["pinned_info"][channel.id]["pinned_by"] == slack.bot.id
    again = client.pins_add(channel=channel.id, timestamp=ts)
    assert await refusal(again) == "already_pinned"

    await client.pins_remove(channel=channel.id, timestamp=ts)
    assert channel.pins == []
    (read,) = (await client.conversations_history(channel=channel.id))["messages"]
    assert "pinned_to" not in read
    assert await refusal(client.pins_remove(channel=channel.id, timestamp=ts)) == "no_pin"


async def test_what_cannot_be_pinned(slack: LocalSlack, client: AsyncWebClient) -> None:
    ana = slack.person("ana")
    channel, outside = slack.channel("inc-1", with_bot=True), slack.channel("ops", members=[ana])
    message = await ana.say("hers", channel=outside)

    async def pinning(channel_id: str, ts: str) -> str:
        return await refusal(client.pins_add(channel=channel_id, timestamp=ts))

    assert await pinning(channel.id, "1.000001") == "message_not_found"
    assert await pinning(outside.id, message.ts) == "not_in_channel"
    assert await refusal(client.pins_add(channel=channel.id)) == "no_item_specified"


async def test_reactions_come_and_go(slack: LocalSlack, client: AsyncWebClient) -> None:
    channel = slack.channel("inc-1", with_bot=True)
    ts = (await client.chat_postMessage(channel=channel.id, text="card"))["ts"]

    await client.reactions_add(channel=channel.id, timestamp=ts, name="eyes")

    got = await client.reactions_get(channel=channel.id, timestamp=ts)
    assert got["message"]["reactions"] == [{"name": "eyes", "users": [slack.bot.id], "count": 1}]
    again = client.reactions_add(channel=channel.id, timestamp=ts, name="eyes")
    assert await refusal(again) == "already_reacted"
    odd = client.reactions_add(channel=channel.id, timestamp=ts, name="no such")
    assert await refusal(odd) == "invalid_name"

    await client.reactions_remove(channel=channel.id, timestamp=ts, name="eyes")
    assert channel.messages[0].reactions == {}
    gone = client.reactions_remove(channel=channel.id, timestamp=ts, name="eyes")
    assert await refusal(gone) == "no_reaction"


async def test_bookmarks_are_added_edited_listed_removed(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    channel = slack.channel("inc-1", with_bot=True)
    link = "https://status.example.org"

    made = await client.bookmarks_add(channel_id=channel.id, title="Status", type="link", link=link)
    bookmark = made["bookmark"]["id"]
    await client.bookmarks_edit(channel_id=channel.id, bookmark_id=bookmark, title="Status page")

    listed = (await client.bookmarks_list(channel_id=channel.id))["bookmarks"]
    assert [(one["title"], one["link"]) for one in listed] == [("Status page", link)]
    await client.bookmarks_remove(channel_id=channel.id, bookmark_id=bookmark)
    assert channel.bookmarks == []
    gone = client.bookmarks_remove(channel_id=channel.id, bookmark_id=bookmark)
    assert await refusal(gone) == "not_found"


@pytest.mark.parametrize(
    "link", ["mailto:a@example.org", "javascript:alert(1)", "https://", "https://x/" + "y" * 2048]
)
async def test_a_bookmark_leads_to_the_web(
    slack: LocalSlack, client: AsyncWebClient, link: str
) -> None:
    channel = slack.channel("inc-1", with_bot=True)

    call = client.bookmarks_add(channel_id=channel.id, title="x", type="link", link=link)

    assert await refusal(call) == "invalid_link"


async def test_what_else_a_bookmark_is_refused_for(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    channel = slack.channel("inc-1", with_bot=True)
    link = "https://example.org"

    async def adding(title: str = "x", type: str = "link", channel_id: str = channel.id) -> str:
        call = client.bookmarks_add(channel_id=channel_id, title=title, type=type, link=link)
        return await refusal(call)

    assert await adding(title="x" * 257) == "invalid_arguments"
    assert await adding(type="folder") == "invalid_bookmark_type"
    assert await adding(channel_id=slack.channel("ops").id) == "channel_not_found"
    for number in range(100):
        await client.bookmarks_add(channel_id=channel.id, title=str(number), type="link", link=link)
    assert await adding() == "too_many_bookmarks"
