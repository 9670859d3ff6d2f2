"""Messages posted, changed, deleted, whispered, linked to and read back."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import LocalSlack
from tests.sandbox.listening import client_of, refusal

BUTTON = {
    "type": "actions",
    "elements": [
        {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
    ],
}
METADATA = {"event_type": "outbox", "event_payload": {"id": "7"}}


async def test_a_post_stands_in_the_channel_with_blocks_and_metadata(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    channel = slack.channel("inc-1", with_bot=True)

    answer = await client.chat_postMessage(
        channel=channel.id, text="card", blocks=[BUTTON], metadata=METADATA
    )

    (message,) = channel.messages
    assert message.ts == answer["ts"]
    assert (message.user, message.bot_id) == (slack.bot.id, slack.bot.bot_id)
    assert message.blocks[0]["elements"][0]["action_id"] == "go"
    assert message.blocks[0]["block_id"]
    assert message.metadata == METADATA


async def test_times_of_messages_never_repeat_on_a_clock_that_stands_still(
    session: aiohttp.ClientSession,
) -> None:
    async with LocalSlack(clock=lambda: 1_800_000_000.0) as slack:
        client = client_of(slack, session)
        channel = slack.channel("inc-1", with_bot=True)

        posts = [await client.chat_postMessage(channel=channel.id, text="x") for _ in range(3)]

        times = [post["ts"] for post in posts]
        assert len(set(times)) == 3
        assert times == sorted(times)
        assert times[0].startswith("1800000000.")


async def test_what_a_post_is_refused_for(slack: LocalSlack, client: AsyncWebClient) -> None:
    channel, old = slack.channel("inc-1", with_bot=True), slack.channel("old", with_bot=True)
    old.is_archived = True

    async def posting(**arguments: Any) -> str:
        payload = {"channel": channel.id, **arguments}
        return await refusal(client.api_call("chat.postMessage", json=payload))

    assert await posting(text="") == "no_text"
    assert await posting(text="x", channel="C404") == "channel_not_found"
    assert await posting(text="x", channel=old.id) == "is_archived"
    assert await posting(text="x", thread_ts="1.000001") == "cannot_reply_to_message"
    assert await posting(text="x", blocks=[{"type": "nonsense"}]) == "invalid_blocks"
    assert await posting(text="x", metadata={"event_type": "x"}) == "invalid_metadata_format"
    assert channel.messages == []


async def test_a_public_channel_takes_posts_from_outside_only_with_the_scope_for_it(
    session: aiohttp.ClientSession,
) -> None:
    async with LocalSlack(scopes={"chat:write"}) as slack:
        channel = slack.channel("ops")
        call = client_of(slack, session).chat_postMessage(channel=channel.id, text="x")
        assert await refusal(call) == "not_in_channel"

    async with LocalSlack(scopes={"chat:write", "chat:write.public"}) as slack:
        channel = slack.channel("ops")
        await client_of(slack, session).chat_postMessage(channel=channel.id, text="x")
        assert len(channel.messages) == 1


async def test_a_post_to_a_person_lands_in_their_direct_conversation(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    ana = slack.person("ana")

    answer = await client.chat_postMessage(channel=ana.id, text="for you")

    assert answer["channel"] == ana.direct.id
    assert [message.text for message in ana.inbox()] == ["for you"]


async def test_an_update_without_blocks_removes_them_and_keeps_the_metadata(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    channel = slack.channel("inc-1", with_bot=True)
    post = await client.chat_postMessage(
        channel=channel.id, text="one", blocks=[BUTTON], metadata=METADATA
    )

    await client.chat_update(channel=channel.id, ts=post["ts"], text="two")

    (message,) = channel.messages
    assert (message.text, message.blocks, message.metadata) == ("two", [], METADATA)
    assert message.edited is not None


async def test_what_an_update_is_refused_for(slack: LocalSlack, client: AsyncWebClient) -> None:
    ana = slack.person("ana")
    channel = slack.channel("inc-1", members=[ana], with_bot=True)
    hers = await ana.say("mine", channel=channel)
    own = (await client.chat_postMessage(channel=channel.id, text="x"))["ts"]

    async def updating(ts: str, text: str = "y") -> str:
        return await refusal(client.chat_update(channel=channel.id, ts=ts, text=text))

    assert await updating(hers.ts) == "cant_update_message"
    assert await updating("1.000001") == "message_not_found"
    assert await updating(own, "x" * 4001) == "msg_too_long"
    channel.is_archived = True
    assert await updating(own) == "is_inactive"


async def test_a_deleted_message_is_gone(slack: LocalSlack, client: AsyncWebClient) -> None:
    ana = slack.person("ana")
    channel = slack.channel("inc-1", members=[ana], with_bot=True)
    hers = await ana.say("mine", channel=channel)
    own = (await client.chat_postMessage(channel=channel.id, text="x"))["ts"]
    await client.pins_add(channel=channel.id, timestamp=own)

    await client.chat_delete(channel=channel.id, ts=own)

    assert channel.messages == [hers]
    assert channel.pins == []
    assert await refusal(client.chat_delete(channel=channel.id, ts=own)) == "message_not_found"
    assert await refusal(client.chat_delete(channel=channel.id, ts=hers.ts)) == (
        "cant_delete_message"
    )


async def test_an_ephemeral_message_is_seen_by_one_member_only(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    ana, bo = slack.person("ana"), slack.person("bo")
    channel = slack.channel("inc-1", members=[ana], with_bot=True)

    await client.chat_postEphemeral(channel=channel.id, user=ana.id, text="psst")

    assert [message.text for message in ana.private] == ["psst"]
    assert channel.messages == []
    to_bo = client.chat_postEphemeral(channel=channel.id, user=bo.id, text="psst")
    assert await refusal(to_bo) == "user_not_in_channel"


async def test_replies_stay_out_of_the_channel_unless_broadcast(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    channel = slack.channel("inc-1", with_bot=True)
    root = (await client.chat_postMessage(channel=channel.id, text="root"))["ts"]

    await client.chat_postMessage(channel=channel.id, text="aside", thread_ts=root)
    await client.chat_postMessage(
        channel=channel.id, text="for all", thread_ts=root, reply_broadcast=True
    )

    assert [message.text for message in channel.messages] == ["root", "for all"]
    assert [message.text for message in channel.thread(root)] == ["root", "aside", "for all"]


async def test_a_permalink_leads_to_message_and_thread(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    channel = slack.channel("inc-1", with_bot=True)
    root = (await client.chat_postMessage(channel=channel.id, text="root"))["ts"]
    reply = (await client.chat_postMessage(channel=channel.id, text="r", thread_ts=root))["ts"]

    of_root = await client.chat_getPermalink(channel=channel.id, message_ts=root)
    of_reply = await client.chat_getPermalink(channel=channel.id, message_ts=reply)

    assert of_root["permalink"].endswith(f"/archives/{channel.id}/p{root.replace('.', '')}")
    assert f"thread_ts={root}" in of_reply["permalink"]


async def test_history_is_read_back_newest_first_in_pages(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    channel = slack.channel("inc-1", with_bot=True)
    times = [
        (await client.chat_postMessage(channel=channel.id, text=str(n), metadata=METADATA))["ts"]
        for n in range(4)
    ]

    page = await client.conversations_history(channel=channel.id, limit=3)
    cursor = page["response_metadata"]["next_cursor"]
    rest = await client.conversations_history(channel=channel.id, cursor=cursor)
    exact = await client.conversations_history(
        channel=channel.id, latest=times[1], inclusive=True, limit=1, include_all_metadata=True
    )
    since = await client.conversations_history(channel=channel.id, oldest=times[2])

    assert [message["text"] for message in page["messages"]] == ["3", "2", "1"]
    assert page["has_more"] is True
    assert "metadata" not in page["messages"][0]
    assert [m["text"] for m in rest["messages"] if "subtype" not in m] == ["0"]
    assert exact["messages"][0]["metadata"] == METADATA
    assert exact["messages"][0]["ts"] == times[1]
    assert [message["ts"] for message in since["messages"]] == [times[3]]
    bad = client.conversations_history(channel=channel.id, oldest="soon")
    assert await refusal(bad) == "invalid_ts_oldest"


async def test_replies_are_read_with_their_root_first(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    channel = slack.channel("inc-1", with_bot=True)
    root = (await client.chat_postMessage(channel=channel.id, text="root"))["ts"]
    reply = (await client.chat_postMessage(channel=channel.id, text="re", thread_ts=root))["ts"]

    thread = await client.conversations_replies(channel=channel.id, ts=reply)
    newer = await client.conversations_replies(channel=channel.id, ts=root, oldest=reply)

    assert [message["text"] for message in thread["messages"]] == ["root", "re"]
    assert thread["messages"][0]["reply_count"] == 1
    assert [message["text"] for message in newer["messages"]] == ["root"]
    missing = client.conversations_replies(channel=channel.id, ts="1.000001")
    assert await refusal(missing) == "thread_not_found"


async def test_history_needs_membership(slack: LocalSlack, client: AsyncWebClient) -> None:
    call = client.conversations_history(channel=slack.channel("ops").id)

    assert await refusal(call) == "not_in_channel"


@pytest.mark.parametrize(
    ("payload", "broadcasts"),
    [
        ({"text": "all quiet, &lt;!channel&gt;"}, []),
        ({"text": "<!channel> wake up"}, ["channel"]),
        ({"text": "plain @here"}, []),
        ({"text": "plain @here", "link_names": True}, ["here"]),
        ({"text": "<!subteam^S0LOCAL001|@sre>"}, ["S0LOCAL001"]),
    ],
)
async def test_whom_a_text_wakes(
    slack: LocalSlack, client: AsyncWebClient, payload: dict[str, Any], broadcasts: list[str]
) -> None:
    channel = slack.channel("inc-1", with_bot=True)

    await client.chat_postMessage(channel=channel.id, **payload)

    assert channel.messages[0].broadcasts == broadcasts


@pytest.mark.parametrize(
    ("text", "broadcasts"),
    [
        ({"type": "mrkdwn", "text": "@here it burns"}, ["here"]),
        ({"type": "mrkdwn", "text": "@here it burns", "verbatim": True}, []),
        ({"type": "mrkdwn", "text": "<!everyone>", "verbatim": True}, ["everyone"]),
        ({"type": "mrkdwn", "text": "mail a@here.org", "verbatim": False}, []),
        ({"type": "plain_text", "text": "@channel <!here>"}, []),
    ],
)
async def test_whom_a_block_wakes(
    slack: LocalSlack, client: AsyncWebClient, text: dict[str, Any], broadcasts: list[str]
) -> None:
    channel = slack.channel("inc-1", with_bot=True)

    blocks = [{"type": "section", "text": text}]
    await client.chat_postMessage(channel=channel.id, text="x", blocks=blocks)

    assert channel.messages[0].broadcasts == broadcasts


async def test_whom_rich_text_mentions(slack: LocalSlack, client: AsyncWebClient) -> None:
    ana, channel = slack.person("ana"), slack.channel("inc-1", with_bot=True)
    parts = [
        {"type": "text", "text": "@here <!channel>"},
        {"type": "user", "user_id": ana.id},
        {"type": "broadcast", "range": "channel"},
    ]
    section = {"type": "rich_text_section", "elements": parts}

    await client.chat_postMessage(
        channel=channel.id, text="x", blocks=[{"type": "rich_text", "elements": [section]}]
    )

    (message,) = channel.messages
    assert (message.broadcasts, message.mentions) == (["channel"], [ana.id])
