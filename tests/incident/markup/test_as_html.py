"""What people wrote, as HTML."""

from __future__ import annotations

import pytest

from bot.incident.markup.as_html import to_html
from bot.incident.markup.mrkdwn import read_mrkdwn
from bot.incident.markup.names import KnownNames
from bot.incident.markup.tree import Document, Emoji, Inline, Listing, Paragraph, Text

NAMES = KnownNames({"U1": "Ana <b>"}, {"C1": "ops"}, {"S1": "sre"})
REL = 'rel="noopener noreferrer"'


@pytest.mark.parametrize(
    ("mrkdwn", "html"),
    [
        ("*a _b_* ~c~", "<strong>a </strong><strong><em>b</em></strong> <s>c</s>"),
        ("`a &lt;b&gt;`", "<code>a &lt;b&gt;</code>"),
        ("<@U1|x>", '<span class="mention">@Ana &lt;b&gt;</span>'),
        ("<@U2|x>", '<span class="mention">@x</span>'),
        ("<@U2>", '<span class="mention">@U2</span>'),
        ("<#C1>", '<span class="mention">#ops</span>'),
        ("<!subteam^S1|@old>", '<span class="mention">@sre</span>'),
        ("<!subteam^S2|@old>", '<span class="mention">@old</span>'),
        ("<!here>", '<span class="mention">@here</span>'),
        ("<!date^1767233040^{date} at {time}|x>", "2026-01-01 02:04 UTC"),
        ("<!date^1767233040^from {date}, on|x>", "from 2026-01-01 02:04 UTC, on"),
        ("<!date^999999999999^{date}|x>", "x"),
        ("<!date^-62135596800|x>", "0001-01-01 00:00 UTC"),
        ("<https://x?a=1&amp;b=2|y>", f'<a href="https://x?a=1&amp;b=2" {REL}>y</a>'),
        ("<https://x/'>", f'<a href="https://x/&#x27;" {REL}>https://x/&#x27;</a>'),
        ("<mailto:a@b.c>", f'<a href="mailto:a@b.c" {REL}>a@b.c</a>'),
        ('<https://x" onclick="y|z>', "z (https://x&quot; onclick=&quot;y)"),
        ("<javascript:alert(1)|y>", "y (javascript:alert(1))"),
        ("<data:text/html,x>", "data:text/html,x"),
        ("<ftp://x|y>", "y (ftp://x)"),
        ("<script>", "&lt;script&gt;"),
        ("a\nb", "a<br>\nb"),
        ("a\n\nb", "a</p>\n<p>b"),
        ("  a", "\u00a0\u00a0a"),
        ("a\x00\u202eb\ud800", "ab\ufffd"),
    ],
)
def test_a_paragraph(mrkdwn: str, html: str) -> None:
    assert to_html(read_mrkdwn(mrkdwn), NAMES) == f"<p>{html}</p>"


@pytest.mark.parametrize(
    ("mrkdwn", "html"),
    [
        ("", ""),
        (" \n", ""),
        ("```a\n&lt;b&gt; <@U1>```", "<pre><code>a\n&lt;b&gt; @Ana &lt;b&gt;</code></pre>"),
        ("&gt; a", "<blockquote><p>a</p></blockquote>"),
        (
            "• a\n    ◦ b\n• c\n1. d",
            "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul><ol><li>d</li></ol>",
        ),
        ("1. a\n    ◦ b\n2. c", "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"),
        ("3. a\n4. b\n7. c", '<ol><li value="3">a</li><li>b</li><li value="7">c</li></ol>'),
    ],
)
def test_blocks(mrkdwn: str, html: str) -> None:
    assert to_html(read_mrkdwn(mrkdwn), NAMES) == html


def test_a_list_that_starts_deep_or_skips_a_level_is_still_whole() -> None:
    items: tuple[tuple[Inline, ...], ...] = ((Text("a"),),)
    lists = [Listing(False, items, indent) for indent in (3, 5, 4, 10**9)]

    assert to_html(Document(tuple(lists))) == (
        "<ul><li>a<ul><li>a</li><li>a<ul><li>a</li></ul></li></ul></li></ul>"
    )


def test_an_emoji_is_its_character_or_its_name() -> None:
    emoji = Paragraph((Emoji("tada", "🎉"), Emoji("parrot")))

    assert to_html(Document((emoji,))) == "<p>🎉:parrot:</p>"
