"""Tokens, scopes, arguments and the ways in which a client may send them."""

from __future__ import annotations

import json
import time
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import LocalSlack
from tests.sandbox.listening import client_of, refusal


async def call(
    session: aiohttp.ClientSession, slack: LocalSlack, method: str, **how: Any
) -> dict[str, Any]:
    async with session.post(slack.api_url + method, **how) as response:
        answer: dict[str, Any] = await response.json()
        return answer


async def test_the_bot_learns_who_it_is(slack: LocalSlack, client: AsyncWebClient) -> None:
    who = await client.auth_test()

    assert who["user_id"] == slack.bot.id
    assert who["bot_id"] == slack.bot.bot_id
    assert who["team_id"] == "T0LOCAL"


async def test_a_local_slack_starts_at_once_and_serves_on_a_port_of_its_own() -> None:
    before = time.perf_counter()
    async with LocalSlack() as one, LocalSlack() as other:
        elapsed = time.perf_counter() - before

        assert one.api_url != other.api_url
        assert one.bot_token != other.bot_token
    assert elapsed < 1.0


@pytest.mark.parametrize(
    "how",
    [
        {"data": {"channel": "general", "text": "hi", "blocks": json.dumps([])}},
        {"json": {"channel": "general", "text": "hi", "blocks": []}},
        {"params": {"channel": "general", "text": "hi"}},
    ],
    ids=["form", "json", "query"],
)
async def test_arguments_come_as_form_json_or_query(
    slack: LocalSlack, session: aiohttp.ClientSession, how: dict[str, Any]
) -> None:
    headers = {"Authorization": f"Bearer {slack.bot_token}"}

    answer = await call(session, slack, "chat.postMessage", headers=headers, **how)

    assert answer["ok"] is True
    assert slack.workspace.general.messages[0].text == "hi"


async def test_a_token_may_also_come_as_an_argument(
    slack: LocalSlack, session: aiohttp.ClientSession
) -> None:
    answer = await call(session, slack, "auth.test", data={"token": slack.bot_token})

    assert answer["ok"] is True
    assert slack.calls[-1].arguments == {}


@pytest.mark.parametrize(
    ("method", "token", "error"),
    [
        ("auth.test", "", "not_authed"),
        ("auth.test", "xoxb-wrong", "invalid_auth"),
        ("auth.test", "app", "not_allowed_token_type"),
        ("apps.connections.open", "bot", "not_allowed_token_type"),
        ("no.such.method", "bot", "unknown_method"),
    ],
)
async def test_a_wrong_token_or_method_is_refused(
    slack: LocalSlack, session: aiohttp.ClientSession, method: str, token: str, error: str
) -> None:
    token = {"app": slack.app_token, "bot": slack.bot_token}.get(token, token)

    answer = await call(session, slack, method, headers={"Authorization": f"Bearer {token}"})

    assert answer["error"] == error


async def test_a_missing_scope_is_named(session: aiohttp.ClientSession) -> None:
    async with LocalSlack(scopes={"chat:write", "channels:read"}) as slack:
        client = client_of(slack, session)

        answer = await call(
            session,
            slack,
            "pins.add",
            headers={"Authorization": f"Bearer {slack.bot_token}"},
            json={"channel": "C1"},
        )

        assert (answer["error"], answer["needed"]) == ("missing_scope", "pins:write")
        assert answer["provided"] == "channels:read,chat:write"
        assert await refusal(client.conversations_create(name="x")) == "missing_scope"


async def test_private_and_public_channels_need_scopes_of_their_own(
    session: aiohttp.ClientSession,
) -> None:
    async with LocalSlack(scopes={"channels:manage", "channels:read"}) as slack:
        client = client_of(slack, session)
        secret = slack.channel("secret", private=True, with_bot=True)

        await client.conversations_create(name="open")

        assert await refusal(client.conversations_create(name="x", is_private=True)) == (
            "missing_scope"
        )
        assert await refusal(client.conversations_info(channel=secret.id)) == "missing_scope"
        assert await refusal(client.users_conversations(types="private_channel")) == (
            "missing_scope"
        )


async def test_every_answer_lists_the_granted_scopes(session: aiohttp.ClientSession) -> None:
    async with LocalSlack(scopes={"chat:write", "commands"}) as slack:
        answer = await client_of(slack, session).auth_test()

        assert answer.headers["x-oauth-scopes"] == "chat:write,commands"


async def test_a_required_argument_is_missed(
    slack: LocalSlack, session: aiohttp.ClientSession
) -> None:
    headers = {"Authorization": f"Bearer {slack.bot_token}"}

    answer = await call(session, slack, "conversations.invite", headers=headers, json={})

    assert answer["error"] == "invalid_arguments"
    assert "[ERROR] missing required field: users" in answer["response_metadata"]["messages"]


@pytest.mark.parametrize(("body", "error"), [("{", "invalid_json"), ("[]", "json_not_object")])
async def test_a_body_that_is_no_json_object_is_refused(
    slack: LocalSlack, session: aiohttp.ClientSession, body: str, error: str
) -> None:
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {slack.bot_token}"}

    answer = await call(session, slack, "auth.test", headers=headers, data=body)

    assert answer["error"] == error


async def test_calls_are_kept_in_order_with_their_outcome(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    await client.conversations_create(name="inc-1")
    await refusal(client.conversations_create(name="inc-1"))

    assert [(call.method, call.outcome) for call in slack.calls] == [
        ("conversations.create", "ok"),
        ("conversations.create", "name_taken"),
    ]
    assert slack.calls[0].arguments["name"] == "inc-1"


async def test_the_team_and_the_bot_can_be_looked_up(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    assert (await client.team_info())["team"]["id"] == "T0LOCAL"
    assert (await client.bots_info(bot=str(slack.bot.bot_id)))["bot"]["user_id"] == slack.bot.id
    assert (await client.api_test())["ok"] is True
    assert await refusal(client.api_test(error="boo")) == "boo"
    assert await refusal(client.bots_info(bot="B1")) == "bot_not_found"
    assert await refusal(client.team_info(team="T1")) == "team_not_found"


async def test_a_nested_argument_that_is_no_json_is_refused(
    slack: LocalSlack, session: aiohttp.ClientSession
) -> None:
    headers = {"Authorization": f"Bearer {slack.bot_token}"}
    data = {"channel": "general", "text": "hi", "blocks": "{no json"}

    answer = await call(session, slack, "chat.postMessage", headers=headers, data=data)

    assert answer["error"] == "invalid_blocks_format"


async def test_a_number_that_is_none_is_refused(client: AsyncWebClient) -> None:
    many = client.api_call("conversations.list", params={"limit": "many"})
    none = client.conversations_list(limit=-1)

    assert await refusal(many) == "invalid_arguments"
    assert await refusal(none) == "invalid_limit"


async def test_nothing_is_uploaded_where_nothing_was_asked_for(
    slack: LocalSlack, session: aiohttp.ClientSession
) -> None:
    async with session.post(f"{slack.backstage.base_url}/upload/nowhere", data=b"x") as response:
        assert response.status == 404
