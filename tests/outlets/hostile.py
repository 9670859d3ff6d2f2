"""An update of which every typed word tries to be more than a word."""

from __future__ import annotations

from bot.incident.roles import Role
from bot.incident.update_words import HeldRole, UpdateFacts
from bot.outlets.update_check import MUCH

EVIL = (
    "{{ 7*7 }} {% raw %} <script>alert(1)</script> </p></body> \"'>"
    " <!channel> <!here> <@U0EVIL|ana> <#C0EVIL> <https://evil.example|bank> @channel *b* `c`"
    " &amp; &lt;!channel&gt; \r\nBcc: eve@example.com\r\n\r\n\x00\x1b[31m\u202egnp.exe\ud800"
)
LONG = "<&>\U0001f600 é" * 6_000

HOSTILE = MUCH.model_copy(
    update={
        **dict.fromkeys(("title", "impact", "cause", "done", "workaround", "next_steps"), EVIL),
        **dict.fromkeys(("risk", "decision", "lasting", "cancelled_as", "merged_into"), EVIL),
        **dict.fromkeys(("changed", "conditions", "actions", "needs"), (EVIL,) * 3),
        "text": EVIL,
        "severity": "<!channel>",
        "severity_before": "<script>",
        "roles": (HeldRole(role=Role.IC, name=EVIL),),
    }
)


def endless() -> UpdateFacts:
    """40,000 characters in each field, of which many grow when they are escaped."""
    words = {
        name: LONG if isinstance(value, str) else (LONG,) * 40
        for name, value in HOSTILE
        if name in {"title", "impact", "text", "cause", "done", "workaround", "next_steps", "risk"}
        or name in {"decision", "lasting", "changed", "conditions", "actions", "needs"}
    }
    return HOSTILE.model_copy(update=words)
