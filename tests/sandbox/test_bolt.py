"""A Bolt app, connected in either way, plays a small incident against the local Slack."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import aiohttp
import pytest
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.call import Call, Phase
from bot.sandbox.slack import LocalSlack
from tests.sandbox.listening import client_of

Connection = Callable[[LocalSlack, AsyncApp], AbstractAsyncContextManager[None]]

BUTTON = {
    "type": "actions",
    "elements": [
        {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
    ],
}
TITLE = {
    "type": "input",
    "block_id": "title",
    "label": {"type": "plain_text", "text": "Title"},
    "element": {"type": "plain_text_input", "action_id": "title"},
}
FORM = {
    "type": "modal",
    "callback_id": "declare",
    "title": {"type": "plain_text", "text": "Declare"},
    "submit": {"type": "plain_text", "text": "Declare"},
    "blocks": [TITLE],
}


class SmallBot:
    """Opens a form on a command, a channel on its submission, and counts what it hears."""

    def __init__(self, slack: LocalSlack, client: AsyncWebClient) -> None:
        self.heard: list[str] = []
        self.app = AsyncApp(
            client=client,
            signing_secret=slack.signing_secret,
            ignoring_self_events_enabled=False,
        )
        self.app.command("/incident")(self.on_command)
        self.app.view("declare")(self.on_form)
        self.app.action("go")(self.on_button)
        self.app.event("message")(self.on_message)
        self.app.event("app_mention")(self.on_mention)
        self.app.event("member_joined_channel")(self.on_join)

    async def on_command(self, args: AsyncArgs) -> None:
        await args.client.views_open(trigger_id=args.body["trigger_id"], view=FORM)
        await args.ack("A form is open.")

    async def on_form(self, args: AsyncArgs) -> None:
        title = args.body["view"]["state"]["values"]["title"]["title"]["value"]
        if title == "?":
            await args.ack(response_action="errors", errors={"title": "Say what is broken."})
            return
        await args.ack()
        made = await args.client.conversations_create(name="inc-1")
        channel = made["channel"]["id"]
        await args.client.conversations_invite(channel=channel, users=args.body["user"]["id"])
        await args.client.chat_postMessage(channel=channel, text=title, blocks=[BUTTON])

    async def on_button(self, args: AsyncArgs) -> None:
        await args.ack()
        await args.respond("You pressed.", replace_original=False)

    async def on_message(self, args: AsyncArgs) -> None:
        self.heard.append(str(args.event.get("text") if args.event else None))

    async def on_mention(self, args: AsyncArgs) -> None:
        self.heard.append("mentioned")

    async def on_join(self, args: AsyncArgs) -> None:
        self.heard.append("joined")


@asynccontextmanager
async def over_socket(slack: LocalSlack, app: AsyncApp) -> AsyncIterator[None]:
    handler = AsyncSocketModeHandler(app, slack.app_token)
    handler.client.web_client = AsyncWebClient(slack.app_token, base_url=slack.api_url)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


@asynccontextmanager
async def over_http(slack: LocalSlack, app: AsyncApp) -> AsyncIterator[None]:
    async def take(request: web.Request) -> web.Response:
        response = await app.async_dispatch(await to_bolt_request(request))
        return await to_aiohttp_response(response)

    site = web.Application()
    site.router.add_post("/slack/events", take)
    runner = web.AppRunner(site, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.http_events(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
    try:
        yield
    finally:
        await runner.cleanup()


class Signals:
    """Tells when a method of the Web API has had its effect."""

    def __init__(self, slack: LocalSlack) -> None:
        self._seen: dict[str, asyncio.Event] = {}
        slack.faults.on_call.append(self._watch)

    def _watch(self, call: Call, phase: Phase) -> None:
        if phase == "after effect":
            self._of(call.method).set()

    def _of(self, method: str) -> asyncio.Event:
        return self._seen.setdefault(method, asyncio.Event())

    async def wait(self, method: str) -> None:
        await asyncio.wait_for(self._of(method).wait(), 5)


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    events = {"message.channels", "app_mention", "member_joined_channel"}
    async with LocalSlack(events=events) as slack:
        yield slack


@pytest.mark.parametrize("connected", [over_socket, over_http], ids=["socket", "http"])
async def test_an_incident_from_command_to_button(
    slack: LocalSlack, session: aiohttp.ClientSession, connected: Connection
) -> None:
    bot, signals = SmallBot(slack, client_of(slack, session)), Signals(slack)
    ana = slack.person("ana")

    async with connected(slack, bot.app):
        command = await ana.slash("/incident declare")
        refused = await ana.submit(title="?")
        await ana.submit(title="Checkout is failing")
        await signals.wait("chat.postMessage")
        room = slack.workspace.channel_named("inc-1")
        await ana.click(room.messages[0], "go")
        await signals.wait("response_url")
        await ana.mention("hello", channel=room)
        await slack.settle()

    assert command.text == "A form is open."
    assert refused.errors == {"title": "Say what is broken."}
    assert ana.view() is None
    assert room.messages[0].text == "Checkout is failing"
    assert ana.id in room.members
    assert [message.text for message in ana.private] == ["A form is open.", "You pressed."]
    assert {"joined", "mentioned", "Checkout is failing"} <= set(bot.heard)
    assert slack.given_up == []
    assert {call.outcome for call in slack.calls} == {"ok"}
