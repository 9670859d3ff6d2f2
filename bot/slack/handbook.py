"""docs/commands.md, made from the grammar: `python -m bot.slack.handbook > docs/commands.md`."""

from __future__ import annotations

import sys

from bot.language import Tongue
from bot.slack.grammar import GRAMMAR, Verb

_HEAD = """# Commands

<!-- Made by `python -m bot.slack.handbook > docs/commands.md`; a test holds it against the code. -->

The same words work after `/incident` and after a mention of the bot, also in threads, where Slack
has no slash commands: `@incident declare sev1 Checkout is failing`. Accents and capitals do not
matter. Answers are seen by whoever asked, in the language of their Slack.

`/incident` alone shows a menu. Text that starts with no verb opens the declare form with that text
as its title. A verb that is a letter or two off is answered with the nearest one as a button.
The command's name is a setting (`COMMAND`).

A mention that starts with no verb is answered once with `help` and a button for the form.

Guests and people of other organisations can read `help`; in a room they were invited to they can
look at its incident and press *Repair* (setting `guests_may_act`). Deactivated accounts can do
nothing.
"""

_TAIL = """
## Severity, private, questions

The severity stands first or last: `sev1`, `SEV 1`, `sev-1`, `s1`, `p1`; at the start also `1`,
`critical`, `major`, `minor`, `low`, `critique`, `majeur`, `mineur`, `cosmétique`. `critical` and
`major` as the last word count too and stay in the title. `p1` means sev1; where `p0` is your
highest, set `priorities: from_zero`.

`private` (or `security`, `privé`, `sécurité`), before or after the severity or as the last word,
makes it private from the first call: a private channel, no announcement, in nobody else's lists.

Before a one-line declaration becomes an incident, the bot may ask:

| when | the choice | no answer in 60 s |
|---|---|---|
| the same person declared the same title within 2 minutes | *Declare another* | nothing: the first one stands |
| the title holds a word such as "data leak" (setting `private_words`) | *Private* · *Public* | declared, private |
| an open incident of the last 30 minutes shares two words of the title | *Join it* · *Declare a separate one* | declared; both cards name the other |
| the severity has a `ticket_url` | *Open a ticket* · *Open a room* | a room is opened |

## Adopting a channel

`adopt` makes the channel in which it is typed the incident's; see [the record](record.md). Whether
the incident is private follows from the channel. Where the title sounds private and everybody reads
the channel, it is asked about first, and nothing is done without an answer.

## Elsewhere in Slack

- The global shortcut *Declare incident* opens the form from anywhere.
- *Join* on an announcement lets you into the room.
- *Repair* in a room tries again what Slack has refused.
"""


def commands_page() -> str:
    rows = "\n".join(_row(verb) for verb in GRAMMAR)
    table = f"\n| type | does | also | for example |\n|---|---|---|---|\n{rows}\n"
    return _HEAD + table + _TAIL


def _row(verb: Verb) -> str:
    cells = (
        _code(verb.usage),
        Tongue("en").say(verb.help).replace("|", "\\|"),
        ", ".join(_code(alias) for alias in verb.aliases),
        _code(verb.example),
    )
    return f"| {' | '.join(cells)} |"


def _code(text: str) -> str:
    return f"`{text}`".replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(commands_page())
