"""How Slack's markup and blocks look in a terminal."""

from __future__ import annotations

import io
import time
from typing import Any

import pytest
from rich.console import Console

from bot.sandbox.demo_buttons import of
from bot.sandbox.demo_markup import Markup, with_emoji
from bot.sandbox.demo_screen import Screen
from bot.sandbox.workspace import Message, Workspace


@pytest.fixture
def workspace() -> Workspace:
    return Workspace(time.time, "T0LOCAL")


@pytest.fixture
def screen(workspace: Workspace) -> Screen:
    return Screen(Console(file=io.StringIO(), width=60), workspace)


def shown(screen: Screen) -> str:
    assert isinstance(screen.console.file, io.StringIO)
    return screen.console.file.getvalue()


def text(words: str, kind: str = "mrkdwn") -> dict[str, str]:
    return {"type": kind, "text": words}


def button(label: str, action: str, **more: str) -> dict[str, Any]:
    return {"type": "button", "text": text(label, "plain_text"), "action_id": action, **more}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("plain &lt;b&gt; &amp; simple", "plain <b> & simple"),
        ("*bold* _italic_ ~gone~ `code`", "bold italic gone code"),
        ("*bold with `code` inside*", "bold with code inside"),
        ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
        (":red_circle: :large_orange_circle:", "🔴 🟠"),
        (":no_such_emoji: at 10:30:15", ":no_such_emoji: at 10:30:15"),
        ("<https://example.com|a link> <https://example.com>", "a link https://example.com"),
        ("<!channel> <!here|@here>", "@channel @here"),
        ("<!date^0^{date_short_pretty} {time}|1970-01-01 00:00 UTC>", "01 Jan 1970 00:00 UTC"),
        ("<!date^soon^{time}|later>", "later"),
        ("<@U404> <#C404|gone>", "@U404 #gone"),
        ("```\none\ntwo\n```", "one\ntwo"),
    ],
)
def test_markup_reads_as_people_see_it(workspace: Workspace, written: str, read: str) -> None:
    assert Markup(workspace).text(written).plain == read


def test_mentions_are_names(workspace: Workspace) -> None:
    ana = workspace.add_member("ana")

    said = Markup(workspace).text(f"<@{ana.id}> in <#{workspace.general.id}>")

    assert said.plain == "@ana in #general"


def test_plain_text_keeps_its_asterisks() -> None:
    assert with_emoji(":lock: *not bold*") == "🔒 *not bold*"


def test_a_message_is_drawn_block_by_block(workspace: Workspace, screen: Screen) -> None:
    blocks: list[dict[str, Any]] = [
        {"type": "header", "text": text("INC-1 Search", "plain_text")},
        {"type": "section", "fields": [text("*Status*\nopen"), text("*By*\nana")]},
        {"type": "section", "text": text("*Impact*"), "accessory": button("Join", "join")},
        {"type": "divider"},
        {"type": "context", "elements": [text("one"), text("two")]},
        {"type": "actions", "elements": [button("Yes", "yes"), button("No", "no")]},
    ]

    screen.message(Message(workspace.general.id, "1.0", "spoken", bot_id="B1", blocks=blocks))

    lines = [line.strip("│ ") for line in shown(screen).splitlines()]
    assert lines[0].startswith("╭─ #general ")
    assert lines[1:-1] == [
        "INC-1 Search",
        "Status   By",
        "open     ana",
        "Impact",
        "[ Join ]",
        "─" * 56,
        "one  two",
        "[ Yes ]  [ No ]",
    ]


def test_a_private_answer_says_who_sees_it(workspace: Workspace, screen: Screen) -> None:
    ana = workspace.add_member("ana")
    place = workspace.general.id

    screen.message(Message(place, "1.0", "psst", bot_id="B1", ephemeral_to=ana.id), changed=True)

    assert "#general, only ana sees this, changed in place" in shown(screen)


def test_a_button_keeps_its_number_and_loses_it_with_its_message(screen: Screen) -> None:
    row = {"type": "actions", "elements": [button("Yes", "yes"), button("No", "no", value="1")]}
    message = Message("C1", "1.0", bot_id="B1", blocks=[row])
    yes, no = of(message)

    assert [screen.buttons.number(each) for each in (yes, no, yes)] == [1, 2, 1]
    assert screen.buttons.numbered(2) == no
    assert screen.buttons.numbered(3) is None
    message.blocks = [{"type": "section", "text": text("done")}]
    assert not no.is_there
