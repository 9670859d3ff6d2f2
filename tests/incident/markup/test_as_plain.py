"""What people wrote, as plain text."""

from __future__ import annotations

import pytest

from bot.incident.markup.as_plain import to_plain
from bot.incident.markup.mrkdwn import read_mrkdwn
from bot.incident.markup.names import NO_NAMES, KnownNames
from bot.incident.markup.tree import Document, LineBreak, Listing, Paragraph, Text, UserMention


@pytest.mark.parametrize(
    ("mrkdwn", "plain"),
    [
        ("*a* _b_ ~c~ `d`", "a b c d"),
        ("<@U1> <#C1|ops> <!subteam^S1> <!here>", "@Ana #ops @S1 @here"),
        ("<https://x|y> <https://x>", "y (https://x) https://x"),
        ("<https://X.example/|x.example> <mailto:a@b.c|a@b.c>", "x.example a@b.c"),
        ("<javascript:x|y>", "y (javascript:x)"),
        ("<!date^1767233040^{date}|x>", "2026-01-01 02:04 UTC"),
        ("&lt;@U1&gt; &amp;amp;", "<@U1> &amp;"),
        ("&gt; a\n&gt; b", "> a\n> b"),
        ("• a\n    ◦ b\n3. c", "• a\n    ◦ b\n3. c"),
        ("a\n```\n  b\n```\n\nc", "a\n  b\n\nc"),
        ("a\tb\x00\u2066c\u2028d", "a\tbc\nd"),
    ],
)
def test_mrkdwn_as_plain_text(mrkdwn: str, plain: str) -> None:
    assert to_plain(read_mrkdwn(mrkdwn), KnownNames({"U1": "Ana"})) == plain


def test_an_item_goes_on_below_its_first_letter() -> None:
    items = ((Text("a"), LineBreak(), Text("b")),)

    assert to_plain(Document((Listing(True, items, 1),))) == "    1. a\n       b"


@pytest.mark.parametrize("name", ["ana", "@ana"])
def test_a_name_has_one_sign_before_it(name: str) -> None:
    document = Document((Paragraph((UserMention("U1", "label"),)),))

    assert to_plain(document, KnownNames({"U1": name})) == "@ana"
    assert to_plain(document, NO_NAMES) == "@label"
