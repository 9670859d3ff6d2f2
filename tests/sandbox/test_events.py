"""What the bot is told of what happens, and what it is not."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import rooms, staff
from bot.sandbox.slack import LocalSlack
from tests.sandbox.listening import Ear

Json = dict[str, Any]


def kinds(events: list[Json]) -> list[tuple[str, str | None]]:
    return [(event["type"], event.get("subtype")) for event in events]


async def test_a_message_is_told_with_all_that_a_recorder_needs(
    slack: LocalSlack, ear: Ear
) -> None:
    ana, channel = slack.person("ana"), slack.channel("inc-1", with_bot=True)
    channel.members.add(ana.id)

    message = await ana.say("hello @ana & <all>", channel=channel)
    await slack.settle()

    event = ear.callback["event"]
    assert event["text"] == f"hello <@{ana.id}> &amp; &lt;all&gt;"
    assert event["ts"] == event["event_ts"] == message.ts
    assert (event["user"], event["channel"]) == (ana.id, channel.id)
    assert event["channel_type"] == "channel"
    assert event["blocks"][0]["elements"][0]["elements"] == [
        {"type": "text", "text": "hello "},
        {"type": "user", "user_id": ana.id},
        {"type": "text", "text": " & <all>"},
    ]
    assert ear.callback["event_id"].startswith("Ev")
    assert ear.callback["authorizations"][0]["user_id"] == slack.bot.id


async def test_the_bots_own_posts_come_back_with_their_metadata(
    slack: LocalSlack, client: AsyncWebClient, ear: Ear
) -> None:
    channel = slack.channel("inc-1", with_bot=True)
    metadata = {"event_type": "outbox", "event_payload": {"id": "7"}}

    post = await client.chat_postMessage(channel=channel.id, text="x", metadata=metadata)
    await slack.settle()

    event = ear.events[-1]
    assert (event["ts"], event["metadata"]) == (post["ts"], metadata)
    assert event["bot_id"] == slack.bot.bot_id
    assert "subtype" not in event


async def test_edits_and_deletions_carry_the_message_before(slack: LocalSlack, ear: Ear) -> None:
    ana, channel = slack.person("ana"), slack.channel("inc-1", with_bot=True)
    message = await ana.say("on", channel=channel)

    await ana.edit(message, "one")
    await ana.delete(message)
    await slack.settle()

    changed, deleted = ear.of("message")[-2:]
    assert changed["subtype"] == "message_changed"
    assert (changed["previous_message"]["text"], changed["message"]["text"]) == ("on", "one")
    assert changed["message"]["edited"]["user"] == ana.id
    assert changed["hidden"] is True
    assert changed["ts"] != message.ts
    assert deleted["subtype"] == "message_deleted"
    assert deleted["deleted_ts"] == message.ts
    assert deleted["previous_message"]["text"] == "one"


async def test_of_a_deleted_message_with_replies_a_tombstone_stays_until_the_last_is_gone(
    slack: LocalSlack, client: AsyncWebClient, ear: Ear
) -> None:
    ana, channel = slack.person("ana"), slack.channel("inc-1", with_bot=True)
    root = await ana.say("root", channel=channel)
    replies = [await ana.say(text, channel=channel, thread=root) for text in ("one", "two")]

    await ana.delete(root)
    await slack.settle()

    buried = ear.of("message")[-1]
    assert buried["subtype"] == "message_changed"
    assert (buried["message"]["subtype"], buried["message"]["user"]) == ("tombstone", "USLACKBOT")
    assert (buried["message"]["ts"], buried["message"]["reply_count"]) == (root.ts, 2)
    assert buried["previous_message"]["text"] == "root"
    history = (await client.conversations_history(channel=channel.id))["messages"]
    thread = (await client.conversations_replies(channel=channel.id, ts=root.ts))["messages"]
    assert history[0]["subtype"] == thread[0]["subtype"] == "tombstone"
    assert [one["text"] for one in thread[1:]] == ["one", "two"]
    assert "root" not in [message.text for message in channel.messages]

    for reply in replies:
        await ana.delete(reply)
    await slack.settle()

    assert [event["subtype"] for event in ear.of("message")[-2:]] == ["message_deleted"] * 2
    assert ear.of("message")[-1]["previous_message"]["subtype"] == "tombstone"
    assert channel.message(root.ts) is None


async def test_a_mention_is_told_twice_and_is_one_message(slack: LocalSlack, ear: Ear) -> None:
    ana, channel = slack.person("ana"), slack.channel("inc-1", with_bot=True)
    root = await ana.say("root", channel=channel)

    message = await ana.mention("log errors gone", thread=root)
    await slack.settle()

    plain, mention = ear.of("message")[-1], ear.of("app_mention")[-1]
    assert plain["ts"] == mention["ts"] == message.ts
    assert mention["text"] == f"<@{slack.bot.id}> log errors gone"
    assert mention["thread_ts"] == root.ts
    assert plain["parent_user_id"] == ana.id


async def test_a_mention_may_be_typed_with_the_bots_name(slack: LocalSlack) -> None:
    ana = slack.person("ana")

    message = await ana.mention("@incident help")

    assert message.text == f"<@{slack.bot.id}> help"


async def test_reactions_and_pins_are_told(
    slack: LocalSlack, client: AsyncWebClient, ear: Ear
) -> None:
    ana, channel = slack.person("ana"), slack.channel("inc-1", with_bot=True)
    message = await ana.say("look", channel=channel)

    await ana.react(message, "eyes")
    await ana.unreact(message, "eyes")
    await ana.pin(message)
    await ana.unpin(message)
    await slack.settle()

    added, removed, pinned, unpinned = ear.events[-4:]
    assert (added["type"], added["reaction"], added["user"]) == ("reaction_added", "eyes", ana.id)
    assert added["item"] == {"type": "message", "channel": channel.id, "ts": message.ts}
    assert added["item_user"] == ana.id
    assert removed["type"] == "reaction_removed"
    assert pinned["type"] == "pin_added"
    assert (pinned["channel_id"], pinned["item"]["message"]["ts"]) == (channel.id, message.ts)
    assert unpinned["type"] == "pin_removed"


async def test_making_and_describing_a_channel_is_told_as_slack_tells_it(
    slack: LocalSlack, client: AsyncWebClient, ear: Ear
) -> None:
    channel = (await client.conversations_create(name="inc-1"))["channel"]["id"]
    await client.conversations_setTopic(channel=channel, topic="t")
    await client.conversations_setPurpose(channel=channel, purpose="p")
    await client.conversations_rename(channel=channel, name="inc-2")
    await client.conversations_archive(channel=channel)
    await slack.person("ana").unarchive(slack.workspace.channels[channel])
    await slack.settle()

    assert kinds(ear.events) == [
        ("channel_created", None),
        ("member_joined_channel", None),
        ("message", "channel_join"),
        ("message", "channel_topic"),
        ("message", "channel_purpose"),
        ("channel_rename", None),
        ("message", "channel_name"),
        ("channel_archive", None),
        ("channel_unarchive", None),
    ]
    assert ear.of("message")[1]["topic"] == "t"
    assert ear.of("message")[3]["old_name"] == "inc-1"


async def test_a_private_channel_has_events_of_its_own_names(
    slack: LocalSlack, client: AsyncWebClient, ear: Ear
) -> None:
    made = await client.conversations_create(name="inc-1", is_private=True)
    channel = made["channel"]["id"]
    await client.conversations_archive(channel=channel)
    await slack.settle()

    assert kinds(ear.events) == [
        ("member_joined_channel", None),
        ("message", "group_join"),
        ("group_archive", None),
    ]
    assert ear.of("message")[0]["channel_type"] == "group"


async def test_people_who_come_and_go_are_told(
    slack: LocalSlack, client: AsyncWebClient, ear: Ear
) -> None:
    ana, channel = slack.person("ana"), slack.channel("inc-1", with_bot=True)

    await client.conversations_invite(channel=channel.id, users=ana.id)
    await ana.leave(channel)
    await slack.settle()

    joined, left = ear.of("member_joined_channel")[-1], ear.of("member_left_channel")[-1]
    assert (joined["user"], joined["inviter"]) == (ana.id, slack.bot.id)
    assert left["user"] == ana.id


async def test_the_bot_hears_nothing_of_where_it_is_not(slack: LocalSlack, ear: Ear) -> None:
    ana, bo = slack.person("ana"), slack.person("bo")
    channel = slack.channel("ops", members=[ana])

    message = await ana.say("@incident hello", channel=channel)
    await ana.react(message, "eyes")
    await ana.pin(message)
    await ana.edit(message, "hi")
    await bo.join(channel)
    await ana.leave(channel)
    await slack.settle()

    assert ear.events == []


async def test_the_bot_hears_of_its_own_coming_and_leaving(
    slack: LocalSlack, client: AsyncWebClient, ear: Ear
) -> None:
    ana = slack.person("ana")
    channel = slack.channel("ops", members=[ana])

    await ana.invite(channel, slack.bot)
    await client.conversations_leave(channel=channel.id)
    await slack.settle()

    assert kinds(ear.events) == [
        ("member_joined_channel", None),
        ("message", "channel_join"),
        ("channel_left", None),
    ]
    assert ear.events[0]["inviter"] == ana.id


async def test_direct_messages_are_told_as_such_and_never_as_mentions(
    slack: LocalSlack, ear: Ear
) -> None:
    ana = slack.person("ana")

    await ana.mention("help", channel=ana.direct)
    await slack.settle()

    assert [event["channel_type"] for event in ear.events] == ["im"]


async def test_a_broadcast_reply_carries_its_root(
    slack: LocalSlack, client: AsyncWebClient, ear: Ear
) -> None:
    channel = slack.channel("inc-1", with_bot=True)
    root = (await client.chat_postMessage(channel=channel.id, text="root"))["ts"]

    await client.chat_postMessage(
        channel=channel.id, text="re", thread_ts=root, reply_broadcast=True
    )
    await slack.settle()

    event = ear.events[-1]
    assert (event["subtype"], event["root"]["ts"]) == ("thread_broadcast", root)


async def test_a_shared_file_is_told_with_its_message(slack: LocalSlack, ear: Ear) -> None:
    ana, channel = slack.person("ana"), slack.channel("inc-1", with_bot=True)

    await ana.say("graph", channel=channel, files=[{"name": "errors.png"}])
    await slack.settle()

    event = ear.events[-1]
    assert (event["subtype"], event["files"][0]["name"]) == ("file_share", "errors.png")


async def test_a_channel_that_becomes_shared_changes_its_id(slack: LocalSlack, ear: Ear) -> None:
    ana, channel = slack.person("ana"), slack.channel("inc-1", private=True, with_bot=True)
    channel.members.add(ana.id)
    message = await ana.say("x", channel=channel)
    old = channel.id

    rooms.change_id(slack.workspace, channel)
    await slack.settle()

    event = ear.events[-1]
    assert (event["old_channel_id"], event["new_channel_id"]) == (old, channel.id)
    assert slack.workspace.channels[channel.id] is channel
    assert message.channel == channel.id


async def test_changes_among_people_and_groups_are_told(slack: LocalSlack, ear: Ear) -> None:
    ana = slack.newcomer("ana")
    await ana.change(tz="Europe/Paris")
    group = slack.user_group("sre", ana)
    slack.user_group("sre")
    staff.disable_group(slack.workspace, slack.workspace.user_groups[group])
    await slack.settle()

    assert [event["type"] for event in ear.events] == [
        "team_join",
        "user_change",
        "subteam_created",
        "subteam_updated",
        "subteam_members_changed",
        "subteam_updated",
    ]
    assert ear.of("user_change")[0]["user"]["tz"] == "Europe/Paris"
    assert ear.of("subteam_members_changed")[0]["removed_users"] == [ana.id]
    assert ear.of("subteam_updated")[1]["subteam"]["date_delete"] != 0


async def test_looking_at_the_home_tab_is_told(
    slack: LocalSlack, client: AsyncWebClient, ear: Ear
) -> None:
    ana = slack.person("ana")
    blocks = [{"type": "section", "text": {"type": "plain_text", "text": "Nothing is open."}}]
    await client.views_publish(user_id=ana.id, view={"type": "home", "blocks": blocks})

    await ana.open_home()
    await slack.settle()

    event = ear.events[-1]
    assert (event["type"], event["tab"], event["user"]) == ("app_home_opened", "home", ana.id)
    assert event["view"]["blocks"][0]["text"]["text"] == "Nothing is open."


@pytest.mark.parametrize(
    ("scopes", "events", "told"),
    [
        ({"channels:history"}, {"message.channels"}, True),
        ({"channels:history"}, {"message.groups"}, False),
        ({"groups:history"}, {"message.channels"}, False),
        (None, {"message.channels"}, True),
    ],
)
async def test_only_what_is_subscribed_and_granted_is_told(
    session: aiohttp.ClientSession, scopes: set[str] | None, events: set[str], told: bool
) -> None:
    async with LocalSlack(scopes=scopes, events=events) as slack, Ear(slack, session) as ear:
        await slack.person("ana").say("x", channel=slack.channel("inc-1", with_bot=True))
        await slack.settle()

        assert bool(ear.of("message")) is told


async def test_what_happened_before_anybody_listened_is_told_to_nobody(
    slack: LocalSlack, session: aiohttp.ClientSession
) -> None:
    await slack.person("ana").say("x", channel=slack.channel("inc-1", with_bot=True))
    await slack.settle()

    async with Ear(slack, session) as ear:
        await slack.settle()

        assert ear.events == []


async def test_events_keep_their_order(slack: LocalSlack, ear: Ear) -> None:
    ana, channel = slack.person("ana"), slack.channel("inc-1", with_bot=True)
    await ana.join(channel)

    for number in range(50):
        await ana.say(str(number), channel=channel)
    await slack.settle()

    said = [event["text"] for event in ear.of("message") if "subtype" not in event]
    assert said == [str(number) for number in range(50)]
