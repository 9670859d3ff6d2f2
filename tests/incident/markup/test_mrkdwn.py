"""Slack's mrkdwn, read: every kind of token, span, line and entity, and all that is broken."""

from __future__ import annotations

import pytest

from bot.incident.markup.mrkdwn import read_mrkdwn
from bot.incident.markup.tree import (
    CODE,
    Block,
    Broadcast,
    ChannelMention,
    Date,
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

BOLD, ITALIC, STRIKE = Style(bold=True), Style(italic=True), Style(strike=True)


def said(text: str) -> Paragraph:
    return Paragraph((Text(text),))


@pytest.mark.parametrize(
    ("token", "meant"),
    [
        ("<@U1>", UserMention("U1")),
        ("<@W1|ana>", UserMention("W1", "ana")),
        ("<#C1>", ChannelMention("C1")),
        ("<#C1|general>", ChannelMention("C1", "general")),
        ("<#C1|>", ChannelMention("C1")),
        ("<!subteam^S1>", GroupMention("S1")),
        ("<!subteam^S1|@sre>", GroupMention("S1", "@sre")),
        ("<!here>", Broadcast("here")),
        ("<!channel|@channel>", Broadcast("channel")),
        ("<!everyone>", Broadcast("everyone")),
        ("<!date^0^{date}|then>", Date(0, "{date}", "then")),
        ("<!date^9^on {date}^https://x|a &amp; b>", Date(9, "on {date}", "a & b")),
        ("<https://x>", Link("https://x")),
        ("<https://x?a=1&amp;b=2|R&amp;D|x>", Link("https://x?a=1&b=2", "R&D|x")),
        ("<mailto:a@b.c|a@b.c>", Link("mailto:a@b.c", "a@b.c")),
        ("<javascript:x|y>", Link("javascript:x", "y")),
        (":tada:", Emoji("tada")),
        (":wave::skin-tone-2:", Emoji("wave::skin-tone-2")),
    ],
)
def test_each_token_is_what_slack_means_by_it(token: str, meant: Inline) -> None:
    assert read_mrkdwn(token).blocks == (Paragraph((meant,)),)
    assert read_mrkdwn(f"a {token} *{token}*").blocks[0] == Paragraph(
        (Text("a "), meant, Text(" "), type(meant)(**{**vars(meant), "style": BOLD}))
    )


@pytest.mark.parametrize(
    ("token", "text"),
    [
        ("<@>", "@"),
        ("<@ana b|ana>", "ana"),
        ("<@ana b>", "@ana b"),
        ("<!soon>", "soon"),
        ("<!soon|later>", "later"),
        ("<!subteam^>", "subteam"),
        ("<!date^soon^{date}|then>", "then"),
        ("<!date^soon>", "soon"),
        ("<b>", "<b>"),
        ("<>", "<>"),
        ("<|x>", "<|x>"),
    ],
)
def test_a_malformed_token_falls_back_to_its_text(token: str, text: str) -> None:
    assert read_mrkdwn(token).blocks == (said(text),)


@pytest.mark.parametrize(
    ("cut", "text"),
    [("x <@U1", "x @U1"), ("<!he", "!he"), ("<https://x|y", "https://x|y"), ("1 < 2", "1 < 2")],
)
def test_a_token_that_was_cut_off_is_its_text(cut: str, text: str) -> None:
    assert read_mrkdwn(cut).blocks == (said(text),)


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("*a*", [Text("a", BOLD)]),
        ("_a_ ~b~", [Text("a", ITALIC), Text(" "), Text("b", STRIKE)]),
        ("*a _b_*", [Text("a ", BOLD), Text("b", BOLD | ITALIC)]),
        ("*_~a~_*", [Text("a", BOLD | ITALIC | STRIKE)]),
        ("(*a*).", [Text("("), Text("a", BOLD), Text(").")]),
        ("*a*b*", [Text("a*b", BOLD)]),
        ("`a *b* &amp;`", [Text("a *b* &", CODE)]),
        ("*`a`*", [Text("a", BOLD | CODE)]),
        ("*a _b* c_", [Text("a _b", BOLD), Text(" c_")]),
        ("&lt;*a*&gt;", [Text("<"), Text("a", BOLD), Text(">")]),
    ],
)
def test_spans_nest_and_end_where_words_do(line: str, parts: list[Inline]) -> None:
    assert read_mrkdwn(line).blocks == (Paragraph(tuple(parts)),)


@pytest.mark.parametrize(
    "line",
    [
        *["snake_case_name", "2 * 3 * 4", "a*b*", "*a*b", "**a**", "__init__", "* a*", "*a *"],
        *["**", "*", "~", "a~b~c", "cafe\u0301_a_", "_b_\u0301", "`", "``", "::", "10:30:45"],
        "*a\nb*",
    ],
)
def test_what_is_no_span_in_slack_stays_as_it_is(line: str) -> None:
    first, *more = line.split("\n")
    below = [part for text in more for part in (LineBreak(), Text(text))]

    assert read_mrkdwn(line).blocks == (Paragraph((Text(first), *below)),)


def test_entities_are_undone_once_and_no_others() -> None:
    text = "&amp;lt; &copy; &#60;"

    assert read_mrkdwn(text).blocks == (said("&lt; &copy; &#60;"),)
    assert read_mrkdwn(f"`{text}`").blocks == (Paragraph((Text("&lt; &copy; &#60;", CODE),)),)


def test_an_escaped_token_is_never_one() -> None:
    assert read_mrkdwn("&lt;@U1&gt; &amp;lt;!here&gt;").blocks == (said("<@U1> &lt;!here>"),)


def test_code_comes_before_tokens_and_shows_what_they_stand_for() -> None:
    [block] = read_mrkdwn("`x <https://a|b` c>").blocks
    [code] = read_mrkdwn("```\ncurl <https://a>\n&lt;@U1&gt; *b*\n```").blocks

    assert block == Paragraph((Text("x https://a|b", CODE), Text(" c>")))
    assert code == Preformatted((Text("curl "), Link("https://a"), Text("\n<@U1> *b*")))


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("", []),
        ("a\r\nb", [Paragraph((Text("a"), LineBreak(), Text("b")))]),
        ("&gt; a\n>b\nc", [Quote((Paragraph((Text("a"), LineBreak(), Text("b"))),)), said("c")]),
        ("&gt;&gt;&gt; a\n• b", [Quote((said("a"), Listing(False, ((Text("b"),),))))]),
        (">>> a ```b```", [Quote((said("a "), Preformatted((Text("b"),))))]),
        ("&gt; &gt; a", [Quote((said("> a"),))]),
        ("a```b```c", [said("a"), Preformatted((Text("b"),)), said("c")]),
        ("a\n```\nb\n```\nc", [said("a"), Preformatted((Text("b"),)), said("c")]),
        ("```a", [said("```a")]),
        ("• a\n• b", [Listing(False, ((Text("a"),), (Text("b"),)))]),
        (
            "• a\n    ◦ b",
            [Listing(False, ((Text("a"),),)), Listing(False, ((Text("b"),),), indent=1)],
        ),
        (
            "2. a\n3. b\n5. c",
            [
                Listing(True, ((Text("a"),), (Text("b"),)), offset=1),
                Listing(True, ((Text("c"),),), offset=4),
            ],
        ),
        ("- a", [said("- a")]),
        ("◦ a", [said("◦ a")]),
        ("1.a", [said("1.a")]),
    ],
)
def test_lines_are_the_blocks_they_look_like(text: str, blocks: list[Block]) -> None:
    assert list(read_mrkdwn(text).blocks) == blocks


def test_a_hidden_character_cannot_hide_a_token() -> None:
    assert read_mrkdwn("<\u202e@U1>").blocks == (Paragraph((UserMention("U1"),)),)
