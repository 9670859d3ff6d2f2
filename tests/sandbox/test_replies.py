"""Answers through a response_url."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.sandbox.slack import LocalSlack
from tests.sandbox.listening import Ear

BUTTON = {
    "type": "actions",
    "elements": [
        {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
    ],
}


class Hands:
    """A clock to be set by hand."""

    def __init__(self) -> None:
        self.time = 1_800_000_000.0

    def __call__(self) -> float:
        return self.time


async def posted(session: aiohttp.ClientSession, url: str, **payload: Any) -> tuple[int, str]:
    response = await AsyncWebhookClient(url, session=session).send_dict(payload)
    return response.status_code, response.body


async def test_a_command_is_answered_again_privately_or_for_all(
    slack: LocalSlack, session: aiohttp.ClientSession, ear: Ear
) -> None:
    ana = slack.person("ana")
    await ana.slash("/incident")
    url = ear.payload["response_url"]

    first = await posted(session, url, text="ready")
    await posted(session, url, text="for all", response_type="in_channel")

    assert first == (200, "ok")
    assert [message.text for message in ana.private] == ["ready"]
    assert [message.text for message in slack.workspace.general.messages] == ["for all"]


async def test_it_works_where_the_bot_is_no_member(
    slack: LocalSlack, session: aiohttp.ClientSession, ear: Ear
) -> None:
    ana = slack.person("ana")
    secret = slack.channel("secret", private=True, members=[ana])
    await ana.slash("/incident", channel=secret)

    status, _ = await posted(session, ear.payload["response_url"], text="ready")

    assert status == 200
    assert ana.private[0].channel == secret.id


async def test_five_answers_and_no_more(
    slack: LocalSlack, session: aiohttp.ClientSession, ear: Ear
) -> None:
    await slack.person("ana").slash("/incident")
    url = ear.payload["response_url"]

    answers = [await posted(session, url, text=str(number)) for number in range(6)]

    assert [status for status, _ in answers] == [200] * 5 + [404]
    assert "used_url" in answers[5][1]
    assert slack.calls[-1].outcome == "used_url"


async def test_after_half_an_hour_it_is_too_late(session: aiohttp.ClientSession) -> None:
    hands = Hands()
    async with LocalSlack(clock=hands) as slack, Ear(slack, session) as ear:
        await slack.person("ana").slash("/incident")
        url = ear.payload["response_url"]

        hands.time += 30 * 60
        in_time = await posted(session, url, text="x")
        hands.time += 1
        late = await posted(session, url, text="x")

        assert in_time[0] == 200
        assert (late[0], "expired_url" in late[1]) == (404, True)


@pytest.mark.parametrize("wish", ["replace_original", "delete_original"])
async def test_a_commands_answer_cannot_be_replaced(
    slack: LocalSlack, session: aiohttp.ClientSession, ear: Ear, wish: str
) -> None:
    ear.answer = lambda envelope: {"text": "opening"}
    ana = slack.person("ana")
    await ana.slash("/incident")

    status, body = await posted(session, ear.payload["response_url"], text="x", **{wish: True})

    assert (status, "no_original" in body) == (404, True)
    assert [message.text for message in ana.private] == ["opening"]


async def test_after_a_button_the_message_itself_is_replaced_or_deleted(
    slack: LocalSlack, session: aiohttp.ClientSession, client: AsyncWebClient, ear: Ear
) -> None:
    ana, channel = slack.person("ana"), slack.channel("inc-1", with_bot=True)
    await client.chat_postMessage(channel=channel.id, text="card", blocks=[BUTTON])
    await slack.settle()
    await ana.click(channel.messages[0], "go")
    url = ear.payload["response_url"]

    await posted(session, url, text="done", replace_original=True)
    replaced = [(message.text, message.blocks) for message in channel.messages]
    await posted(session, url, delete_original=True)
    await slack.settle()
    after, again = channel.messages, await posted(session, url, delete_original=True)

    assert replaced == [("done", [])]
    assert after == []
    assert again[0] == 404
    subtypes = [event.get("subtype") for event in ear.of("message")]
    assert subtypes[-2:] == ["message_changed", "message_deleted"]


async def test_after_a_button_the_plain_answer_is_a_new_private_message(
    slack: LocalSlack, session: aiohttp.ClientSession, client: AsyncWebClient, ear: Ear
) -> None:
    ana, channel = slack.person("ana"), slack.channel("inc-1", with_bot=True)
    await client.chat_postMessage(channel=channel.id, text="card", blocks=[BUTTON])
    await slack.settle()
    await ana.click(channel.messages[0], "go")

    await posted(session, ear.payload["response_url"], text="noted")

    assert [message.text for message in ana.private] == ["noted"]
    assert [message.text for message in channel.messages] == ["card"]


async def test_an_ephemeral_message_replaces_and_deletes_itself_after_its_own_button(
    slack: LocalSlack, session: aiohttp.ClientSession, ear: Ear
) -> None:
    ana = slack.person("ana")
    ear.answer = lambda e: {"text": "?", "blocks": [BUTTON]} if "command" in e["payload"] else None
    await ana.slash("/incident")
    await ana.click(ana.private[0], "go")
    url = ear.payload["response_url"]

    await posted(session, url, text="done", replace_original=True)
    replaced = [message.text for message in ana.private]
    await posted(session, url, delete_original=True)

    assert replaced == ["done"]
    assert ana.private == []
    assert ear.of("message") == []


async def test_what_no_message_may_hold_no_answer_may_either(
    slack: LocalSlack, session: aiohttp.ClientSession, ear: Ear
) -> None:
    await slack.person("ana").slash("/incident")
    url = ear.payload["response_url"]

    assert (await posted(session, url, text=""))[0] == 404
    assert (await posted(session, url + "x", text="hi"))[0] == 404
    async with session.post(url, data="no json") as response:
        assert (response.status, (await response.json())["error"]) == (404, "invalid_json")
