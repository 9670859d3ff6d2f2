"""What people wrote, as Markdown."""

from __future__ import annotations

import pytest

from bot.incident.markup.as_markdown import to_markdown
from bot.incident.markup.mrkdwn import read_mrkdwn
from bot.incident.markup.names import KnownNames
from bot.incident.markup.tree import (
    CODE,
    Document,
    Inline,
    Link,
    Listing,
    Paragraph,
    Preformatted,
    Style,
    Text,
    UserMention,
)

BOLD, ITALIC, STRIKE = Style(bold=True), Style(italic=True), Style(strike=True)


@pytest.mark.parametrize(
    ("mrkdwn", "markdown"),
    [
        ("*a _b_* ~c~", "**a** ***b*** ~~c~~"),
        ("*~_a_~*", "~~***a***~~"),
        ("snake_case _x", r"snake_case \_x"),
        ("**a** 2 * 3", r"\*\*a\*\* 2 \* 3"),
        ("[a](https://x) ![b](c)", r"\[a\](https://x) !\[b\](c)"),
        ("&lt;b&gt; a -&gt; b", r"\<b> a -> b"),
        ("AT&amp;T &amp;lt; a &amp; b", r"AT\&T \&lt; a & b"),
        ("a\\b | `", r"a\\b \| \`"),
        ("# a\n#ops", "\\# a\\\n#ops"),
        ("- a\n-1\n+ b\n+1", "\\- a\\\n-1\\\n\\+ b\\\n+1"),
        ("a\n---\n===", "a\\\n\\---\\\n\\==="),
        ("a\n1) b\n1.5 c", "a\\\n1\\) b\\\n1.5 c"),
        ("~/a b ~", r"\~/a b \~"),
        ("a\n:-:", "a\\\n\\:-:"),
        ("a\n\n\nb", "a\n\nb"),
        ("    a", "\u00a0\u00a0\u00a0\u00a0a"),
        ("`a``b`", "`ab`"),
        ("<@U1> <@U2|bob> <#C1> <!here>", "`@Ana` `@bob` `#C1` `@here`"),
        ("*on call: <@U1>*", "**on call:** `@Ana`"),
        ("<https://x>", "<https://x>"),
        ("<https://x?a&amp;b|R&amp;D [x]>", r"[R\&D \[x\]](https://x?a&b)"),
        ("<https://x?a&amp;copy;>", r"[https://x?a\&copy;](https://x?a&amp;copy;)"),
        ("<https://x/(y)|z>!<https://x|z>", r"[z](https://x/%28y%29)\![z](https://x)"),
        ("<javascript:x|y>", "y (javascript:x)"),
        ("<!date^1767233040^{date}|x>", "2026-01-01 02:04 UTC"),
        ("```a\n&lt;b&gt; *c* \\```", "```\na\n<b> *c* \\\n```"),
        ("&gt; a\n&gt; b\nc", "> a\\\n> b\n\nc"),
        ("• a\n    ◦ b\n• c", "- a\n  - b\n- c"),
        ("9. a\n10. b\n    ◦ c", "9. a\n10. b\n    - c"),
        ("1. a\n7. b", "1. a\n\n7) b"),
    ],
)
def test_mrkdwn_as_markdown(mrkdwn: str, markdown: str) -> None:
    assert to_markdown(read_mrkdwn(mrkdwn), KnownNames({"U1": "Ana"})) == markdown


@pytest.mark.parametrize(
    ("inlines", "markdown"),
    [
        ([Text("a"), Text("b", BOLD), Text("c")], "a**b**c"),
        ([Text("a"), Text(" b ", BOLD), Text("c")], "a **b** c"),
        ([Text(" ", BOLD), Text("b")], "\u00a0b"),
        ([Text("a"), Text("(b)", BOLD), Text("c")], "a(b)c"),
        ([Text("a", BOLD), Text("b", ITALIC)], "**a**b"),
        ([Text("a", BOLD), Text("b", STRIKE)], "**a**~~b~~"),
        ([Text("a`b", CODE), UserMention("U1"), Text("`", CODE)], "`` a`b@U1` ``"),
        ([Text("a"), Text("b", BOLD | STRIKE), Text("c")], "abc"),
        ([Text("> a")], "\\> a"),
        ([Text(" a ", CODE)], "`  a  `"),
        ([Link("https://x", "y\nz", BOLD)], "**[y z](https://x)**"),
        ([UserMention("U1", "`@here`\n# x")], "``@`@here` # x``"),
    ],
)
def test_emphasis_is_seen_or_left_out(inlines: list[Inline], markdown: str) -> None:
    assert to_markdown(Document((Paragraph(tuple(inlines)),))) == markdown


def test_code_is_kept_as_it_is_in_a_fence_that_is_long_enough() -> None:
    code = Preformatted((Text("````\n  <!-- a -->\n```"),))

    assert to_markdown(Document((code,))) == "`````\n````\n  <!-- a -->\n```\n`````"


def test_an_item_without_a_text_makes_no_heading_of_the_one_before() -> None:
    lists = (Listing(False, ((Text("a"),),)), Listing(False, ((),), 1))

    assert to_markdown(Document(lists)) == "- a\n  - \u00a0"


@pytest.mark.parametrize(("offset", "number"), [(-5, 1), (10**12, 999_999_999)])
def test_no_number_is_larger_than_markdown_knows(offset: int, number: int) -> None:
    lists = (Listing(True, ((Text("a"),),), offset=offset),)

    assert to_markdown(Document(lists)) == f"{number}. a"
