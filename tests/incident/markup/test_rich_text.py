"""Slack's rich text, read: every element, and trees that no composer made."""

from __future__ import annotations

from typing import Any

import pytest

from bot.incident.markup.message import read_message
from bot.incident.markup.rich_text import read_rich_text
from bot.incident.markup.tree import (
    CODE,
    Block,
    Broadcast,
    ChannelMention,
    Date,
    Document,
    Emoji,
    GroupMention,
    Inline,
    LineBreak,
    Link,
    Listing,
    Paragraph,
    Preformatted,
    Quote,
    Style,
    Text,
    UserMention,
)

Json = dict[str, Any]


def rich(*elements: object) -> list[Json]:
    return [{"type": "rich_text", "elements": list(elements)}]


def part(kind: str, *elements: object, **more: object) -> Json:
    return {"type": f"rich_text_{kind}", "elements": list(elements), **more}


def text(words: str, **style: object) -> Json:
    return {"type": "text", "text": words, "style": style}


@pytest.mark.parametrize(
    ("element", "meant"),
    [
        (text("a & <b>"), Text("a & <b>")),
        (text("a", bold=True, code=True), Text("a", Style(bold=True, code=True))),
        (text("a", bold="yes", underline=True), Text("a")),
        ({"type": "text", "text": "a", "style": 7}, Text("a")),
        ({"type": "link", "url": "https://x"}, Link("https://x")),
        (
            {"type": "link", "url": "https://x", "text": "y", "style": {"code": True}},
            Link("https://x", "y", CODE),
        ),
        ({"type": "user", "user_id": "U1"}, UserMention("U1")),
        ({"type": "channel", "channel_id": "C1"}, ChannelMention("C1")),
        ({"type": "usergroup", "usergroup_id": "S1"}, GroupMention("S1")),
        ({"type": "broadcast", "range": "here"}, Broadcast("here")),
        (
            {"type": "date", "timestamp": 9, "format": "{date}", "fallback": "then"},
            Date(9, "{date}", "then"),
        ),
        ({"type": "emoji", "name": "wave", "unicode": "1f44b-1f3fc"}, Emoji("wave", "👋🏼")),
        ({"type": "emoji", "name": "parrot"}, Emoji("parrot")),
        ({"type": "color", "value": "#F405B3"}, Text("#F405B3")),
        ({"type": "team", "team_id": "T1"}, Text("T1")),
    ],
)
def test_each_element_is_what_slack_means_by_it(element: Json, meant: Inline) -> None:
    read = read_rich_text(rich(part("section", element)))

    assert read.document.blocks == (Paragraph((meant,)),)
    assert read.complete


@pytest.mark.parametrize("unicode", ["", "x", "d800", "202e", "110000", "0-0", 5, "1f389-"])
def test_an_emoji_whose_number_is_none_keeps_its_name(unicode: object) -> None:
    element = {"type": "emoji", "name": "a", "unicode": unicode}

    assert read_rich_text(rich(part("section", element))).document.blocks == (
        Paragraph((Emoji("a"),)),
    )


@pytest.mark.parametrize(
    ("elements", "blocks"),
    [
        ([part("section", text("a\nb\n"))], [Paragraph((Text("a"), LineBreak(), Text("b")))]),
        ([part("preformatted", text("a\nb"))], [Preformatted((Text("a\nb"),))]),
        ([part("quote", text("a"))], [Quote((Paragraph((Text("a"),)),))]),
        (
            [
                part("quote", text("a")),
                part("list", part("section", text("b")), style="bullet", border=1),
                part("preformatted", text("c"), border=1),
            ],
            [
                Quote(
                    (
                        Paragraph((Text("a"),)),
                        Listing(False, ((Text("b"),),)),
                        Preformatted((Text("c"),)),
                    )
                )
            ],
        ),
        (
            [part("list", part("section", text("a")), style="ordered", indent=2, offset=3)],
            [Listing(True, ((Text("a"),),), 2, 3)],
        ),
        (
            [part("list", part("section"), style="x", indent="1", offset=-1)],
            [Listing(False, ((),), 0, 0)],
        ),
    ],
)
def test_each_block_is_what_slack_means_by_it(elements: list[Json], blocks: list[Block]) -> None:
    read = read_rich_text(rich(*elements))

    assert list(read.document.blocks) == blocks
    assert read.complete


BROKEN: list[object] = [
    rich(part("section", text("a"), {"type": "user"})),
    rich(part("section", text("a"), {"type": "broadcast", "range": "all"})),
    rich(part("section", text("a"), None)),
    rich(part("section", text("a")), part("section", elements="a")),
    rich(part("section", text("a")), {"type": "rich_text_novelty", "elements": []}),
    rich(part("section", text("a")), 7),
    [*rich(part("section", text("a"))), {"type": "divider"}],
]


@pytest.mark.parametrize("blocks", BROKEN)
def test_a_tree_with_a_part_unreadable_gives_way_to_the_text(blocks: object) -> None:
    assert read_message("*all*", blocks).blocks == (Paragraph((Text("all", Style(bold=True)),)),)
    assert read_message(" ", blocks).blocks == (Paragraph((Text("a"),)),)


def test_a_part_of_an_unknown_kind_falls_back_to_its_own_text() -> None:
    section = part("section", {"type": "novelty", "text": "a"}, {"type": "link", "text": "b"})

    assert read_rich_text(rich(section)).document.blocks == (Paragraph((Text("a"), Text("b"))),)


def test_a_tree_that_is_whole_comes_before_the_text() -> None:
    blocks = rich(part("section", text("*a*")))

    assert read_message("*a*", blocks).blocks == (Paragraph((Text("*a*"),)),)


@pytest.mark.parametrize("blocks", [None, [], {}, "rich_text", 7, [None], rich()])
def test_without_a_tree_the_text_counts(blocks: object) -> None:
    assert read_message("a", blocks).blocks == (Paragraph((Text("a"),)),)
    assert read_message("", blocks) == Document()
