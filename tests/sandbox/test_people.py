"""People type commands, fill in forms, press buttons and use shortcuts."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import LocalSlack
from tests.sandbox.listening import Ear, refusal

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(value: str) -> Json:
    return {"text": plain(value), "value": value}


def form(**more: Any) -> Json:
    title = {"type": "plain_text_input", "action_id": "title", "max_length": 20}
    severity = {
        "type": "static_select",
        "action_id": "severity",
        "options": [option("sev1"), option("sev2")],
        "initial_option": option("sev2"),
    }
    private = {"type": "checkboxes", "action_id": "private", "options": [option("yes")]}
    return {
        "type": "modal",
        "callback_id": "declare",
        "private_metadata": "{}",
        "title": plain("Declare"),
        "submit": plain("Declare"),
        "blocks": [
            {"type": "input", "block_id": "title", "label": plain("Title"), "element": title},
            {"type": "input", "block_id": "severity", "label": plain("Sev"), "element": severity},
            {
                "type": "input",
                "block_id": "private",
                "label": plain("Private"),
                "element": private,
                "optional": True,
            },
        ],
        **more,
    }


async def opened(slack: LocalSlack, client: AsyncWebClient, name: str, **more: Any) -> Json:
    """Have a form opened for this person; returns it as Slack shows it."""
    trigger = slack.backstage.triggers.mint(slack.person(name).id)
    view: Json = (await client.views_open(trigger_id=trigger, view=form(**more)))["view"]
    return view


async def test_a_command_carries_who_where_and_what(slack: LocalSlack, ear: Ear) -> None:
    ana, channel = slack.person("ana"), slack.channel("ops")

    answer = await ana.slash("/incident declare sev1 Checkout is failing", channel=channel)

    payload = ear.payload
    assert ear.heard[-1]["type"] == "slash_commands"
    assert payload["command"] == "/incident"
    assert payload["text"] == "declare sev1 Checkout is failing"
    assert (payload["user_id"], payload["channel_id"]) == (ana.id, channel.id)
    assert (answer.status, answer.text, answer.message) == ("ok", "", None)


async def test_names_in_a_command_are_escaped_as_the_manifest_asks(
    slack: LocalSlack, ear: Ear
) -> None:
    ana, group = slack.person("ana"), slack.user_group("sre")
    general = slack.workspace.general.id

    await ana.slash("/incident log @ana & <b> #general @sre @here @nobody https://x.org/?a=1&b=2")
    escaped = ear.payload["text"]
    slack.should_escape = False
    await ana.slash("/incident log @ana & <b>")

    assert escaped == (
        f"log <@{ana.id}|ana> &amp; &lt;b&gt; <#{general}|general> <!subteam^{group}|@sre> "
        "<!here> @nobody <https://x.org/?a=1&amp;b=2>"
    )
    assert ear.payload["text"] == "log @ana & <b>"


async def test_the_answer_in_the_ack_is_seen_by_the_typist_only(
    slack: LocalSlack, ear: Ear
) -> None:
    ana, bo = slack.person("ana"), slack.person("bo")
    ear.answer = lambda envelope: {"text": "opening INC-1"}

    answer = await ana.slash("/incident declare x")

    assert answer.text == "opening INC-1"
    assert answer.message is ana.private[0]
    assert bo.private == []
    assert slack.workspace.general.messages == []


async def test_an_answer_for_all_is_posted_in_the_channel(slack: LocalSlack, ear: Ear) -> None:
    ear.answer = lambda envelope: {"text": "hello", "response_type": "in_channel"}

    await slack.person("ana").slash("/incident")

    assert [message.text for message in slack.workspace.general.messages] == ["hello"]


async def test_an_answer_with_bad_blocks_is_an_error_to_the_person(
    slack: LocalSlack, ear: Ear
) -> None:
    ear.answer = lambda envelope: {"text": "x", "blocks": [{"type": "nonsense"}]}
    ana = slack.person("ana")

    answer = await ana.slash("/incident")

    assert (answer.status, answer.problem) == ("error", "invalid_blocks")
    assert ana.private == []


async def test_a_command_nobody_hears_is_an_error(slack: LocalSlack) -> None:
    answer = await slack.person("ana").slash("/incident")

    assert (answer.status, answer.problem) == ("error", "no connection")


async def test_a_command_nobody_acks_times_out_and_is_not_repeated(
    slack: LocalSlack, ear: Ear
) -> None:
    default, ear.acks = slack.patience, False
    slack.patience = slack.redeliver_after = 0.05

    answer = await slack.person("ana").slash("/incident")

    assert default == 3.0
    assert answer.status == "timeout"
    assert answer.seconds >= 0.05
    assert [one["type"] for one in ear.heard] == ["hello", "slash_commands"]


async def test_nobody_writes_where_they_cannot(slack: LocalSlack) -> None:
    ana = slack.person("ana")
    secret, old = slack.channel("secret", private=True), slack.channel("old", members=[ana])
    old.is_archived = True

    for place in (secret, old):
        with pytest.raises(PermissionError):
            await ana.say("x", channel=place)
    with pytest.raises(LookupError, match=r"no channel #nowhere; there are \['general'"):
        await ana.say("x", channel="nowhere")
    with pytest.raises(PermissionError):
        await ana.edit(await slack.person("bo").say("his"), "hers")


async def test_a_form_is_open_for_the_person_who_acted(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    shown = await opened(slack, client, "ana")

    view = slack.person("ana").view()
    assert view is not None
    assert (view.id, view.title, view.callback_id) == (shown["id"], "Declare", "declare")
    assert slack.person("bo").view() is None
    assert shown["state"]["values"]["severity"]["severity"]["selected_option"]["value"] == "sev2"


async def test_a_submitted_form_carries_what_was_filled_in_and_closes(
    slack: LocalSlack, client: AsyncWebClient, ear: Ear
) -> None:
    ana = slack.person("ana")
    await opened(slack, client, "ana")

    answer = await ana.submit(title="Checkout", private=True)

    assert (answer.status, ana.view()) == ("ok", None)
    payload = ear.payload
    assert (payload["type"], payload["user"]["id"]) == ("view_submission", ana.id)
    values = payload["view"]["state"]["values"]
    assert values["title"]["title"] == {"type": "plain_text_input", "value": "Checkout"}
    assert values["severity"]["severity"]["selected_option"]["value"] == "sev2"
    chosen = values["private"]["private"]["selected_options"]
    assert [one["value"] for one in chosen] == ["yes"]
    assert payload["view"]["private_metadata"] == "{}"


@pytest.mark.parametrize(
    ("title", "complaint"),
    [("", "Please complete this required field."), ("x" * 21, "Please enter at most 20")],
)
async def test_slacks_own_client_keeps_back_what_is_incomplete(
    slack: LocalSlack, client: AsyncWebClient, ear: Ear, title: str, complaint: str
) -> None:
    ana = slack.person("ana")
    await opened(slack, client, "ana")

    answer = await ana.submit(title=title)

    assert answer.status == "error"
    assert answer.errors["title"].startswith(complaint)
    assert [one["type"] for one in ear.heard] == ["hello"]
    assert ana.view() is not None


async def test_the_bots_errors_land_on_their_fields_and_the_form_stays(
    slack: LocalSlack, client: AsyncWebClient, ear: Ear
) -> None:
    ana = slack.person("ana")
    await opened(slack, client, "ana")
    errors = {"title": "Say what is broken."}
    ear.answer = lambda envelope: {"response_action": "errors", "errors": errors}

    answer = await ana.submit(title="x")

    assert (answer.status, answer.response_action, answer.errors) == ("ok", "errors", errors)
    view = ana.view()
    assert view is not None
    assert view.errors == errors


async def test_errors_for_fields_that_are_not_there_are_refused(
    slack: LocalSlack, client: AsyncWebClient, ear: Ear
) -> None:
    await opened(slack, client, "ana")
    ear.answer = lambda envelope: {"response_action": "errors", "errors": {"nope": "x"}}

    answer = await slack.person("ana").submit(title="x")

    assert answer.status == "error"


async def test_a_form_may_be_redrawn_pushed_or_cleared_by_the_answer(
    slack: LocalSlack, client: AsyncWebClient, ear: Ear
) -> None:
    ana = slack.person("ana")
    await opened(slack, client, "ana")

    ear.answer = lambda e: {"response_action": "update", "view": form(title=plain("Second"))}
    await ana.submit(title="x")
    redrawn = ana.view()
    ear.answer = lambda e: {"response_action": "push", "view": form(title=plain("Third"))}
    await ana.submit(title="x")
    pushed = ana.view()
    ear.answer = lambda e: {"response_action": "clear"}
    await ana.submit(title="x")

    assert redrawn is not None
    assert pushed is not None
    assert (redrawn.title, pushed.title) == ("Second", "Third")
    assert (pushed.previous_id, pushed.root_id) == (redrawn.id, redrawn.id)
    assert ana.view() is None


async def test_a_bad_view_in_an_answer_is_an_error_to_the_person(
    slack: LocalSlack, client: AsyncWebClient, ear: Ear
) -> None:
    await opened(slack, client, "ana")
    ear.answer = lambda e: {"response_action": "update", "view": form(title=plain("x" * 25))}

    answer = await slack.person("ana").submit(title="x")

    assert (answer.status, answer.problem) == ("error", "invalid_arguments")


async def test_what_a_form_does_not_have_cannot_be_filled_in(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    ana = slack.person("ana")
    with pytest.raises(LookupError, match="no form is open for ana"):
        await ana.submit(title="x")
    await opened(slack, client, "ana")

    with pytest.raises(LookupError, match=r"no \['impact'\]"):
        await ana.submit(impact="x")
    with pytest.raises(LookupError, match=r"no option 'sev9'; there are \['sev1', 'sev2'\]"):
        await ana.submit(severity="sev9")


async def test_closing_a_form_is_told_when_asked_for(
    slack: LocalSlack, client: AsyncWebClient, ear: Ear
) -> None:
    ana = slack.person("ana")
    await opened(slack, client, "ana")
    await ana.close()
    await opened(slack, client, "ana", notify_on_close=True)
    await ana.close()

    closed = [one["payload"]["type"] for one in ear.heard if "payload" in one]
    assert closed == ["view_closed"]
    assert ana.view() is None


async def test_a_trigger_opens_one_form_and_only_soon(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    ana = slack.person("ana")
    trigger = slack.backstage.triggers.mint(ana.id)
    bad = form(title=plain("x" * 25))

    assert await refusal(client.views_open(trigger_id=trigger, view=bad)) == "invalid_arguments"
    await client.views_open(trigger_id=trigger, view=form())
    assert await refusal(client.views_open(trigger_id=trigger, view=form())) == (
        "exchanged_trigger_id"
    )
    assert await refusal(client.views_open(trigger_id="1.2.3", view=form())) == (
        "invalid_trigger_id"
    )
    slack.trigger_lifetime = 0.0
    late = slack.backstage.triggers.mint(ana.id)
    assert await refusal(client.views_open(trigger_id=late, view=form())) == "expired_trigger_id"


async def test_a_form_is_redrawn_in_place_and_keeps_what_was_typed(
    slack: LocalSlack, client: AsyncWebClient, ear: Ear
) -> None:
    ana = slack.person("ana")
    shown = await opened(slack, client, "ana")
    ear.answer = lambda e: {"response_action": "errors", "errors": {"title": "no"}}
    await ana.submit(title="typed")

    updated = await client.views_update(
        view_id=shown["id"], hash=shown["hash"], view=form(title=plain("Again"))
    )

    assert updated["view"]["state"]["values"]["title"]["title"]["value"] == "typed"
    stale = client.views_update(view_id=shown["id"], hash=shown["hash"], view=form())
    assert await refusal(stale) == "hash_conflict"
    await ana.close()
    assert await refusal(client.views_update(view_id=shown["id"], view=form())) == "not_found"


async def test_forms_stack_three_high(slack: LocalSlack, client: AsyncWebClient) -> None:
    ana = slack.person("ana")
    trigger = slack.backstage.triggers.mint
    assert await refusal(client.views_push(trigger_id=trigger(ana.id), view=form())) == "not_found"
    await opened(slack, client, "ana", external_id="one")

    await client.views_push(trigger_id=trigger(ana.id), view=form())
    await client.views_push(trigger_id=trigger(ana.id), view=form())

    fourth = client.views_push(trigger_id=trigger(ana.id), view=form())
    assert await refusal(fourth) == "push_limit_reached"
    await ana.close()
    twin = client.views_push(trigger_id=trigger(ana.id), view=form(external_id="one"))
    assert await refusal(twin) == "duplicate_external_id"
    by_name = await client.views_update(external_id="one", view=form(external_id="one"))
    assert by_name["ok"] is True


async def test_the_home_tab_is_drawn_for_one_person(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    ana = slack.person("ana")
    home = {"type": "home", "blocks": [{"type": "header", "text": plain("Open incidents")}]}

    first = await client.views_publish(user_id=ana.id, view=home)
    await client.views_publish(user_id=ana.id, view=home, hash=first["view"]["hash"])

    assert ana.home is not None
    assert ana.home.blocks[0]["text"]["text"] == "Open incidents"
    assert slack.person("bo").home is None
    stale = client.views_publish(user_id=ana.id, view=home, hash=first["view"]["hash"])
    assert await refusal(stale) == "hash_conflict"
    nobody = client.views_publish(user_id="U404", view=home)
    assert await refusal(nobody) == "invalid_arguments"


def button(value: str, action_id: str = "go") -> Json:
    return {"type": "button", "action_id": action_id, "text": plain(value), "value": value}


async def test_a_pressed_button_tells_who_where_and_which(
    slack: LocalSlack, client: AsyncWebClient, ear: Ear
) -> None:
    ana, channel = slack.person("ana"), slack.channel("inc-1", with_bot=True)
    blocks = [
        {"type": "actions", "block_id": "one", "elements": [button("1")]},
        {"type": "actions", "block_id": "two", "elements": [button("2")]},
    ]
    await client.chat_postMessage(channel=channel.id, text="card", blocks=blocks)
    await slack.settle()

    answer = await ana.click(channel.messages[0], "go", value="2")

    payload = ear.payload
    assert answer.status == "ok"
    assert payload["type"] == "block_actions"
    assert payload["message"]["text"] == "card"
    assert payload["container"]["message_ts"] == channel.messages[0].ts
    assert (payload["channel"]["id"], payload["user"]["id"]) == (channel.id, ana.id)
    (action,) = payload["actions"]
    assert (action["action_id"], action["block_id"], action["value"]) == ("go", "two", "2")
    assert action["action_ts"]
    assert payload["response_url"].startswith(slack.backstage.base_url)


async def test_what_is_not_there_cannot_be_pressed(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    channel = slack.channel("inc-1", with_bot=True)
    blocks = [{"type": "actions", "elements": [button("1")]}]
    await client.chat_postMessage(channel=channel.id, text="card", blocks=blocks)

    with pytest.raises(LookupError, match=r"there are .*go="):
        await slack.person("ana").click(channel.messages[0], "stop")
    with pytest.raises(LookupError):
        await slack.person("ana").click(channel.messages[0], "go", value="3")


async def test_options_are_chosen_in_messages_menus_and_forms(
    slack: LocalSlack, client: AsyncWebClient, ear: Ear
) -> None:
    ana, channel = slack.person("ana"), slack.channel("inc-1", with_bot=True)
    select = {
        "type": "static_select",
        "action_id": "sev",
        "placeholder": plain("Severity"),
        "options": [option("sev1"), option("sev2")],
    }
    more = {"type": "overflow", "action_id": "more", "options": [option("a"), option("b")]}
    blocks: list[Json] = [
        {"type": "actions", "elements": [select]},
        {"type": "section", "text": plain("x"), "accessory": more},
    ]
    await client.chat_postMessage(channel=channel.id, text="card", blocks=blocks)
    await opened(slack, client, "ana")

    await ana.click(channel.messages[0], "sev", value="sev1")
    in_message = ear.payload["actions"][0]["selected_option"]["value"]
    await ana.click(channel.messages[0], "more", value="b")
    in_menu = ear.payload["actions"][0]["selected_option"]["value"]
    view = ana.view()
    assert view is not None
    await ana.click(view, "severity", value="sev1")
    in_form = ear.payload["view"]["state"]["values"]["severity"]["severity"]

    assert (in_message, in_menu) == ("sev1", "b")
    assert in_form["selected_option"]["value"] == "sev1"
    assert ear.payload["container"] == {"type": "view", "view_id": view.id}


async def test_only_its_reader_presses_what_is_on_an_ephemeral_message(
    slack: LocalSlack, ear: Ear
) -> None:
    ana = slack.person("ana")
    blocks = [{"type": "actions", "elements": [button("1")]}]
    ear.answer = lambda e: {"text": "x", "blocks": blocks} if "command" in e["payload"] else None
    await ana.slash("/incident")

    await ana.click(ana.private[0], "go")

    assert ear.payload["container"]["is_ephemeral"] is True
    assert "message" not in ear.payload
    with pytest.raises(PermissionError):
        await slack.person("bo").click(ana.private[0], "go")


async def test_shortcuts_global_and_on_a_message(
    slack: LocalSlack, client: AsyncWebClient, ear: Ear
) -> None:
    ana = slack.person("ana")
    message = await ana.say("this one")

    await ana.shortcut("declare_incident")
    everywhere = ear.payload
    await ana.shortcut("add_to_timeline", message)
    on_message = ear.payload

    assert (everywhere["type"], everywhere["callback_id"]) == ("shortcut", "declare_incident")
    assert "response_url" not in everywhere
    assert on_message["type"] == "message_action"
    assert on_message["message"]["ts"] == message.ts
    await client.views_open(trigger_id=everywhere["trigger_id"], view=form())
    assert ana.view() is not None
