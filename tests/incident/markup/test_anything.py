"""What holds for every text and every tree, however broken."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.incident.markup.as_html import to_html
from bot.incident.markup.as_markdown import to_markdown
from bot.incident.markup.as_plain import to_plain
from bot.incident.markup.message import read_message
from bot.incident.markup.mrkdwn import read_mrkdwn
from bot.incident.markup.tree import Document, Emoji, Link, Listing, Paragraph, Style, Text
from tests.incident.markup.anything import TOKENS, blocks, documents, mrkdwn
from tests.incident.markup.reading import Shown

SHAPES = ["p", "br", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol"]
ALLOWED: dict[str, set[str]] = {
    **{tag: set() for tag in SHAPES},
    "li": {"value"},
    "a": {"href", "rel"},
    "span": {"class"},
}
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
MENTIONS = [token for token in TOKENS if re.fullmatch("<[@#!].*>", token)]
MARKDOWN = MarkdownIt("commonmark").enable(["strikethrough", "table"])

anything = documents | mrkdwn.map(read_mrkdwn) | st.builds(read_message, mrkdwn, blocks)


@settings(deadline=None)
@given(anything)
def test_html_is_whole_and_of_the_allowed_elements_only(document: Document) -> None:
    shown = Shown(to_html(document))

    assert shown.oddities == []
    assert [(tag, told) for tag, told in shown.tags if not ALLOWED[tag] >= told.keys()] == []
    links = [told for tag, told in shown.tags if tag == "a"]
    assert all(re.match("(?i)https?://|mailto:", told["href"] or "") for told in links)
    assert all(told["rel"] == "noopener noreferrer" for told in links)


@settings(deadline=None)
@given(anything)
def test_no_way_of_telling_holds_a_character_that_acts_unseen(document: Document) -> None:
    for told in (to_html(document), to_markdown(document), to_plain(document)):
        assert UNSEEN.search(told) is None


@settings(deadline=None)
@given(anything)
@example(Document((Paragraph((Text("a", Style(bold=True)), Text("b", Style(italic=True)))),)))
@example(Document((Paragraph((Text("x"), Text("(y)", Style(strike=True)), Text("z"))),)))
@example(Document((Paragraph((Text("\u202e"), Link("https://x", "\u202e"))),)))
@example(Document((Paragraph((Text("\u202e"),)),)))
@example(Document((Paragraph((Text("a&"), Emoji("", "amp;"))),)))
@example(Document((Listing(True, ((Text("a"),),)), Listing(True, ((Text("b"),),), offset=6))))
@example(Document((Listing(False, ((Text("a"),),)), Listing(True, ((),), 1, 6))))
def test_markdown_reads_as_html_does(document: Document) -> None:
    """Nothing in a text acts in Markdown, and all that is to act does, but for emphasis."""
    html = Shown(to_html(document))
    markdown = Shown(MARKDOWN.render(to_markdown(document)))

    assert [part for part in markdown.seen if part] == [part for part in html.seen if part]
    told = {tag for tag, _ in markdown.tags} - {tag for tag, _ in html.tags}
    assert told <= {"code", "p"}


@settings(deadline=None)
@given(anything)
@example(Document((Paragraph((Text("*a* **b** ~~c~~"),)),)))
def test_markdown_emphasises_nothing_that_html_does_not(document: Document) -> None:
    html = Shown(to_html(document)).emphasised
    markdown = Shown(MARKDOWN.render(to_markdown(document))).emphasised

    for tag, words in markdown.items():
        left = iter(html[tag])
        assert all(sign in left for sign in words)


@settings(deadline=None)
@given(anything)
def test_html_holds_no_token(document: Document) -> None:
    assert re.search("<[@!#]", to_html(document)) is None


@settings(deadline=None)
@given(mrkdwn)
def test_no_whole_token_stays_one(text: str) -> None:
    document = read_mrkdwn(text)

    for told in (to_markdown(document), to_plain(document)):
        assert [token for token in MENTIONS if token in told] == []


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="*_~`\ufe0e")))
@example("1. a\n3. b\n• c\n    ◦ d\n  e\n\n- f")
@example("a &amp; b &lt;@U1&gt; <@U1> <!here> <https://x|y>")
def test_plain_text_that_slack_escaped_comes_back(text: str) -> None:
    text = re.sub("[\u2028\u2029\u202a-\u202e\u2066-\u2069]|(?m:^>+)", "", text)
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    assert to_plain(read_mrkdwn(escaped)) == text


@pytest.mark.parametrize("token", TOKENS)
def test_depth_is_bounded(token: str) -> None:
    nested: object = {"type": "text", "text": token}
    for _ in range(2000):
        nested = {"type": "rich_text_section", "elements": [nested]}
    document = read_message(token * 2000, [{"type": "rich_text", "elements": [nested]}])

    assert Shown(to_html(document)).oddities == []
    assert document == read_mrkdwn(token * 2000) or not token.strip()
    assert len(to_markdown(document)) < 200_000
