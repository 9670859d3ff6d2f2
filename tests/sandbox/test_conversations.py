"""Channels made, named, described, archived, listed."""

from __future__ import annotations

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import LocalSlack
from tests.sandbox.listening import refusal


async def test_a_created_channel_is_there_with_the_bot_in_it(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    made = (await client.conversations_create(name="inc-1-checkout"))["channel"]

    channel = slack.workspace.channel_named("inc-1-checkout")
    assert made["id"] == channel.id
    assert made["is_private"] is False
    assert made["creator"] == slack.bot.id
    assert channel.members == {slack.bot.id}
    assert channel.messages == []


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("", "invalid_name_required"),
        ("Inc", "invalid_name_specials"),
        ("x" * 81, "invalid_name_maxlength"),
        ("general", "name_taken"),
    ],
)
async def test_a_channel_name_that_slack_refuses(
    client: AsyncWebClient, name: str, error: str
) -> None:
    assert await refusal(client.conversations_create(name=name)) == error


async def test_an_archived_channel_still_holds_its_name(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    channel = (await client.conversations_create(name="inc-1"))["channel"]["id"]
    await client.conversations_archive(channel=channel)

    assert await refusal(client.conversations_create(name="inc-1")) == "name_taken"
    assert await refusal(client.conversations_archive(channel=channel)) == "already_archived"
    assert await refusal(client.conversations_setTopic(channel=channel, topic="x")) == "is_archived"


async def test_people_undo_archiving_and_bots_cannot(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    ana, channel = slack.person("ana"), slack.channel("inc-1", with_bot=True)
    await client.conversations_archive(channel=channel.id)

    assert await refusal(client.conversations_unarchive(channel=channel.id)) == "not_in_channel"
    assert channel.is_archived

    await ana.unarchive(channel)
    assert not channel.is_archived
    assert await refusal(client.conversations_unarchive(channel=channel.id)) == "not_archived"


async def test_topic_and_purpose_have_250_characters(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    channel = slack.channel("inc-1", with_bot=True)

    await client.conversations_setTopic(channel=channel.id, topic="t" * 250)
    await client.conversations_setPurpose(channel=channel.id, purpose="why")

    assert (channel.topic, channel.purpose) == ("t" * 250, "why")
    long = client.conversations_setTopic(channel=channel.id, topic="t" * 251)
    assert await refusal(long) == "too_long"


async def test_the_bot_describes_only_channels_it_is_in(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    outside = slack.channel("ops")

    call = client.conversations_setTopic(channel=outside.id, topic="x")

    assert await refusal(call) == "not_in_channel"


async def test_a_private_channel_without_the_bot_does_not_exist_for_it(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    ana = slack.person("ana")
    secret = slack.channel("secret", private=True, members=[ana])

    assert await refusal(client.conversations_info(channel=secret.id)) == "channel_not_found"
    assert await refusal(client.chat_postMessage(channel=secret.id, text="x")) == (
        "channel_not_found"
    )
    listed = await client.conversations_list(types="public_channel,private_channel")
    assert secret.id not in [channel["id"] for channel in listed["channels"]]


async def test_only_the_creator_renames_and_the_old_name_is_free_again(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    channel = (await client.conversations_create(name="old"))["channel"]["id"]

    renamed = await client.conversations_rename(channel=channel, name="new")

    assert renamed["channel"]["previous_names"] == ["old"]
    await client.conversations_create(name="old")
    taken = client.conversations_rename(channel=channel, name="old")
    assert await refusal(taken) == "name_taken"
    theirs = slack.channel("theirs", with_bot=True)
    assert await refusal(client.conversations_rename(channel=theirs.id, name="x")) == (
        "not_authorized"
    )


async def test_lists_come_in_pages(slack: LocalSlack, client: AsyncWebClient) -> None:
    for number in range(5):
        slack.channel(f"ops-{number}")

    first = await client.conversations_list(limit=4)
    cursor = first["response_metadata"]["next_cursor"]
    second = await client.conversations_list(limit=4, cursor=cursor)

    names = [channel["name"] for page in (first, second) for channel in page["channels"]]
    assert names == ["general", "ops-0", "ops-1", "ops-2", "ops-3", "ops-4"]
    assert second["response_metadata"]["next_cursor"] == ""
    assert await refusal(client.conversations_list(cursor="?")) == "invalid_cursor"
    assert await refusal(client.conversations_list(types="nonsense")) == "invalid_types"


async def test_a_users_conversations_are_the_bots_own_unless_named(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    ana = slack.person("ana")
    slack.channel("ours", private=True, members=[ana], with_bot=True)
    slack.channel("hers", private=True, members=[ana])
    archived = slack.channel("done", with_bot=True)
    archived.is_archived = True

    both = "public_channel,private_channel"
    own = await client.users_conversations(types=both, exclude_archived=True)
    hers = await client.users_conversations(types=both, user=ana.id)

    assert [channel["name"] for channel in own["channels"]] == ["ours"]
    assert [channel["name"] for channel in hers["channels"]] == ["general", "ours"]


async def test_info_counts_members_when_asked(slack: LocalSlack, client: AsyncWebClient) -> None:
    channel = slack.channel("inc-1", members=[slack.person("ana")], with_bot=True)

    info = await client.conversations_info(channel=channel.id, include_num_members=True)

    assert info["channel"]["num_members"] == 2
    assert info["channel"]["is_member"] is True
