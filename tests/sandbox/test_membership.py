"""Who is in a channel, and direct conversations."""

from __future__ import annotations

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import LocalSlack
from tests.sandbox.listening import refusal


async def test_people_are_invited_together(slack: LocalSlack, client: AsyncWebClient) -> None:
    ana, bo = slack.person("ana"), slack.person("bo")
    channel = slack.channel("inc-1", with_bot=True)

    await client.conversations_invite(channel=channel.id, users=[ana.id, bo.id])

    assert channel.members == {slack.bot.id, ana.id, bo.id}


async def test_one_who_cannot_be_invited_stops_all_unless_forced(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    ana, gone = slack.person("ana"), slack.person("gone", deactivated=True)
    channel = slack.channel("inc-1", with_bot=True)

    with pytest.raises(SlackApiError) as caught:
        await client.conversations_invite(channel=channel.id, users=[gone.id, ana.id])

    assert caught.value.response["errors"] == [
        {"ok": False, "error": "cant_invite", "user": gone.id}
    ]
    assert ana.id not in channel.members

    forced = await client.conversations_invite(
        channel=channel.id, users=[gone.id, ana.id], force=True
    )
    assert [error["user"] for error in forced["errors"]] == [gone.id]
    assert ana.id in channel.members


async def test_the_reasons_against_an_invitation(slack: LocalSlack, client: AsyncWebClient) -> None:
    ana, stranger = slack.person("ana"), slack.person("sam", foreign=True)
    channel = slack.channel("inc-1", members=[ana], with_bot=True)

    async def inviting(user: str) -> str:
        return await refusal(client.conversations_invite(channel=channel.id, users=[user]))

    assert await inviting(ana.id) == "already_in_channel"
    assert await inviting(slack.bot.id) == "cant_invite_self"
    assert await inviting("U404") == "user_not_found"
    assert await inviting(stranger.id) == "cant_invite"


async def test_the_bot_must_be_in_the_channel_to_invite(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    ana, channel = slack.person("ana"), slack.channel("ops")

    call = client.conversations_invite(channel=channel.id, users=[ana.id])

    assert await refusal(call) == "not_in_channel"


async def test_the_bot_joins_and_leaves_public_channels(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    channel = slack.channel("ops", members=[slack.person("ana")])

    await client.conversations_join(channel=channel.id)
    again = await client.conversations_join(channel=channel.id)
    inside = slack.bot.id in channel.members
    await client.conversations_leave(channel=channel.id)
    left = await client.conversations_leave(channel=channel.id)

    assert inside
    assert again["warning"] == "already_in_channel"
    assert left["not_in_channel"] is True
    assert slack.bot.id not in channel.members


async def test_where_the_bot_cannot_join_or_leave(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    secret, old = slack.channel("secret", private=True), slack.channel("old")
    old.is_archived = True
    alone = slack.channel("alone", with_bot=True)
    general = slack.workspace.general.id

    assert await refusal(client.conversations_join(channel=secret.id)) == "channel_not_found"
    assert await refusal(client.conversations_join(channel=old.id)) == "is_archived"
    assert await refusal(client.conversations_leave(channel=alone.id)) == "last_member"
    assert await refusal(client.conversations_leave(channel=general)) == "cant_leave_general"


async def test_kicking(slack: LocalSlack, client: AsyncWebClient) -> None:
    ana = slack.person("ana")
    channel = slack.channel("inc-1", members=[ana], with_bot=True)

    await client.conversations_kick(channel=channel.id, user=ana.id)

    assert channel.members == {slack.bot.id}
    again = client.conversations_kick(channel=channel.id, user=ana.id)
    assert await refusal(again) == "not_in_channel"
    self_ = client.conversations_kick(channel=channel.id, user=slack.bot.id)
    assert await refusal(self_) == "cant_kick_self"


async def test_members_are_listed_in_pages(slack: LocalSlack, client: AsyncWebClient) -> None:
    people = [slack.person(name) for name in ("ana", "bo", "cy")]
    channel = slack.channel("inc-1", members=people)

    first = await client.conversations_members(channel=channel.id, limit=2)
    cursor = first["response_metadata"]["next_cursor"]
    second = await client.conversations_members(channel=channel.id, cursor=cursor)

    assert {*first["members"], *second["members"]} == {person.id for person in people}


async def test_a_direct_conversation_is_opened_once(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    ana, gone = slack.person("ana"), slack.person("gone", deactivated=True)

    first = await client.conversations_open(users=ana.id)
    second = await client.conversations_open(users=[ana.id], return_im=True)

    assert first["channel"]["id"] == second["channel"]["id"] == ana.direct.id
    assert second["channel"]["user"] == ana.id
    assert await refusal(client.conversations_open(users=gone.id)) == "user_disabled"
    assert await refusal(client.conversations_open(users="")) == "users_list_not_supplied"
