"""Events, commands and interactions over signed HTTP requests."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from urllib.parse import parse_qs

import pytest
from aiohttp import web
from slack_sdk.signature import SignatureVerifier

from bot.sandbox.slack import LocalSlack
from bot.sandbox.workspace import Channel
from tests.sandbox.listening import RequestUrl


@pytest.fixture
async def bot(slack: LocalSlack) -> AsyncIterator[RequestUrl]:
    async with RequestUrl() as bot:
        slack.http_retry_delays = (0, 0.01, 0.01)
        slack.http_events(bot.url)
        yield bot


@pytest.fixture
def channel(slack: LocalSlack, bot: RequestUrl) -> Channel:
    return slack.channel("inc-1", members=[slack.person("ana")], with_bot=True)


async def test_an_event_is_posted_and_signed(
    slack: LocalSlack, bot: RequestUrl, channel: Channel
) -> None:
    await slack.person("ana").say("x", channel=channel)
    await slack.settle()

    ((headers, body),) = bot.requests
    payload = json.loads(body)
    assert (payload["type"], payload["event"]["text"]) == ("event_callback", "x")
    assert "x-slack-retry-num" not in headers
    assert SignatureVerifier(slack.signing_secret).is_valid_request(body, headers)
    assert not SignatureVerifier("another").is_valid_request(body, headers)


async def test_an_event_that_is_not_accepted_comes_three_times_more(
    slack: LocalSlack, bot: RequestUrl, channel: Channel
) -> None:
    bot.answer = lambda body: web.Response(status=500)

    await slack.person("ana").say("x", channel=channel)
    await slack.settle()

    retries = [headers.get("x-slack-retry-num") for headers, _ in bot.requests]
    reasons = {headers.get("x-slack-retry-reason") for headers, _ in bot.requests[1:]}
    assert retries == [None, "1", "2", "3"]
    assert reasons == {"http_error"}
    assert len({json.loads(body)["event_id"] for _, body in bot.requests}) == 1
    assert len(slack.given_up) == 1


async def test_a_repetition_ends_with_success(
    slack: LocalSlack, bot: RequestUrl, channel: Channel
) -> None:
    bot.answer = lambda body: web.Response(status=200 if len(bot.requests) > 1 else 500)

    await slack.person("ana").say("x", channel=channel)
    await slack.settle()

    assert len(bot.requests) == 2
    assert slack.given_up == []


async def test_a_receiver_may_ask_not_to_be_told_again(
    slack: LocalSlack, bot: RequestUrl, channel: Channel
) -> None:
    bot.answer = lambda body: web.Response(status=500, headers={"X-Slack-No-Retry": "1"})

    await slack.person("ana").say("x", channel=channel)
    await slack.settle()

    assert len(bot.requests) == 1


async def test_a_receiver_that_is_not_there_is_tried_again_when_it_is(
    slack: LocalSlack, bot: RequestUrl, channel: Channel
) -> None:
    slack.http_events("http://127.0.0.1:9/slack/events")

    await slack.person("ana").say("x", channel=channel)
    await slack.settle()
    answer = await slack.person("ana").slash("/incident")

    assert [payload["event"]["text"] for payload in slack.given_up] == ["x"]
    assert (answer.status, answer.problem) == ("error", "connection_failed")


async def test_a_command_is_a_form_and_its_answer_is_text_or_json(
    slack: LocalSlack, bot: RequestUrl
) -> None:
    ana = slack.person("ana")

    bot.answer = lambda body: web.Response(text="opening")
    first = await ana.slash("/incident declare bad payload in queue")
    bot.answer = lambda body: web.json_response({"text": "in json"})
    second = await ana.slash("/incident")

    headers, body = bot.requests[0]
    assert headers["content-type"] == "application/x-www-form-urlencoded"
    assert parse_qs(body)["text"] == ["declare bad payload in queue"]
    assert SignatureVerifier(slack.signing_secret).is_valid_request(body, headers)
    assert (first.text, second.text) == ("opening", "in json")
    assert [message.text for message in ana.private] == ["opening", "in json"]


async def test_commands_and_interactions_are_told_once(slack: LocalSlack, bot: RequestUrl) -> None:
    ana = slack.person("ana")
    bot.answer = lambda body: web.Response(status=500)

    command = await ana.slash("/incident")
    shortcut = await ana.shortcut("declare")

    assert (command.status, shortcut.status) == ("error", "error")
    assert len(bot.requests) == 2
    assert json.loads(parse_qs(bot.requests[1][1])["payload"][0])["callback_id"] == "declare"


async def test_a_request_url_is_verified_by_a_challenge(slack: LocalSlack, bot: RequestUrl) -> None:
    deaf = await slack.verify_url()
    bot.answer = lambda body: web.json_response({"challenge": json.loads(body)["challenge"]})
    as_json = await slack.verify_url()
    bot.answer = lambda body: web.Response(text=json.loads(body)["challenge"])
    as_text = await slack.verify_url()
    slack.http_events(None)
    nowhere = await slack.verify_url()

    assert (deaf, as_json, as_text, nowhere) == (False, True, True, False)
