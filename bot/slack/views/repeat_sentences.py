"""A sentence a fact, for the facts of repeats."""

from __future__ import annotations

from bot.incident.repeat_facts import RepeatConfirmed, RepeatDenied
from bot.incident.timeline import Fact
from bot.language import Tongue
from bot.slack.views.blocks import Mrkdwn, tell


def of_repeats(tongue: Tongue, fact: Fact) -> Mrkdwn:
    match fact:
        case RepeatConfirmed(number=number):
            return tell(tongue, "A repeat of INC-{number}", number=number)
        case RepeatDenied(number=number):
            return tell(tongue, "No repeat of INC-{number}", number=number)
    return Mrkdwn("")
