"""Whatever can come out of Slack, and much that cannot."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from bot.incident.markup import tree

SIGNS = "ab1É `*_~[]()<>!&#+-=|\\.:;@/\"'\t\u00a0\u0301\u202e\u200b•—🎉"
TOKENS = [
    "<@U1|ana>",
    "<#C1|>",
    "<!subteam^S1>",
    "<!here>",
    "<!date^1767233040^{date} {time}|then>",
    "<https://x.example/a_(b)?c=1&amp;d;|label>",
    "<mailto:ana@x.example|ana>",
    "<javascript:alert(1)|click>",
    "<script>alert(1)</script>",
    "&lt;@U2&gt;",
    "&gt; ",
    "&gt;&gt;&gt;",
    "```",
    "• ",
    "    ◦ ",
    "1. ",
    "7. ",
    ":tada:",
    "<!",
    "<@U",
    '" onload="x',
    "\r\n",
    "\n",
    "\x00",
]

mrkdwn = st.lists(st.sampled_from(TOKENS) | st.text(SIGNS, max_size=6) | st.text(max_size=4)).map(
    "".join
)
_words = st.text(SIGNS, max_size=8)
_ids = st.sampled_from(["U1", "C1", "", "<@U1>"])
_urls = st.sampled_from(
    ["https://x.example/(a)*b_?c=1&lt;2", "javascript:x", "HTTP://x", "mailto:a@b.c", "https://a b"]
)
_styles = st.builds(tree.Style, *[st.booleans()] * 4) | st.just(tree.PLAIN)
_inlines = st.lists(
    st.builds(tree.Text, _words, _styles)
    | st.builds(tree.Text, _words)
    | st.builds(tree.Link, _urls, _words, _styles)
    | st.builds(tree.UserMention, _ids, _words, _styles)
    | st.builds(tree.ChannelMention, _ids, _words, _styles)
    | st.builds(tree.GroupMention, _ids, _words, _styles)
    | st.builds(tree.Date, st.integers(), _words, _words, _styles)
    | st.builds(tree.Emoji, _words, _words, _styles)
    | st.just(tree.LineBreak()),
    max_size=6,
).map(tuple)
_quotable = (
    st.builds(tree.Paragraph, _inlines)
    | st.builds(tree.Preformatted, _inlines)
    | st.builds(
        tree.Listing,
        st.booleans(),
        st.lists(_inlines, min_size=1, max_size=3).map(tuple),
        st.integers(-1, 10),
        st.sampled_from([0, 0, 1, 2, 6, 10**12, -1]),
    )
)
documents = st.builds(
    tree.Document,
    st.lists(
        _quotable | st.builds(tree.Quote, st.lists(_quotable, max_size=3).map(tuple)), max_size=5
    ).map(tuple),
)

_LAYERS = ["", "_section", "_list", "_quote", "_preformatted"]
_INLINES = ["text", "link", "user", "channel", "usergroup", "broadcast", "date", "emoji", "color"]
_KINDS = [*_INLINES, "team", "citation", *(f"rich_text{layer}" for layer in _LAYERS)]
_KEYS = ["text", "url", "user_id", "channel_id", "usergroup_id", "range", "timestamp", "name"]
_leaves = st.none() | st.booleans() | st.integers() | st.floats() | _words | st.just("1f389-d800")


def _nodes(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(inner, max_size=4) | st.fixed_dictionaries(
        {"type": st.sampled_from(_KINDS)},
        optional={
            "elements": st.lists(inner, max_size=4) | _leaves,
            "style": st.sampled_from(["ordered", "bullet"]) | inner,
            "indent": _leaves,
            "offset": _leaves,
            **{key: _leaves for key in [*_KEYS, "unicode", "value", "border"]},
        },
    )


blocks = st.recursive(_leaves, _nodes, max_leaves=30)
"""Trees of the right words in the wrong places."""
