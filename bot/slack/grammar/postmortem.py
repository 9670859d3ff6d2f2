"""The post-mortem: what stands in it so far."""

from __future__ import annotations

from bot.language import N_
from bot.slack.grammar.verb import Verb

POSTMORTEM = Verb(
    "postmortem",
    "postmortem [SECTION|STEP]",
    N_(
        "The post-mortem's draft: its sections, what is still to do; with a section, all of it."
        " Steps: `write SECTION`, `owner @who`, `schedule TIME`, `review @who`, `approve`,"
        " `publish`, `draft`, `revisions`, `restore N`, `comments`."
    ),
    "postmortem schedule tomorrow 14:00",
    ("pm", "retro", "post-mortem", "retex"),
    r"(inc-?\d+ ?)?[\w' -]{0,40}",
    people=True,
)
VERBS = (POSTMORTEM,)
