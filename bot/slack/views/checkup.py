"""What a check found, and what *Repair* does."""

from __future__ import annotations

from collections.abc import Sequence

from bot.language import Tongue
from bot.response.findings import Finding
from bot.slack.views import blocks
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import Mrkdwn, tell


def looking(tongue: Tongue) -> Answer:
    return Answer(tell(tongue, "Looking …"))


def findings(tongue: Tongue, found: Sequence[Finding]) -> Answer:
    problems = [finding for finding in found if not finding.ok]
    head = (
        tongue.count("*{n} problem*", "*{n} problems*", len(problems))
        if problems
        else tongue.say("*Everything is in place.*")
    )
    ordered = [*problems, *(finding for finding in found if finding.ok)]
    return Answer(blocks.joined([Mrkdwn(head), *(_line(tongue, finding) for finding in ordered)]))


def repairing(tongue: Tongue, effects: int) -> Answer:
    if not effects:
        return Answer(tell(tongue, "Nothing is left to repair."))
    said = tongue.count("Trying {n} thing again.", "Trying {n} things again.", effects)
    return Answer(Mrkdwn(said))


def _line(tongue: Tongue, finding: Finding) -> Mrkdwn:
    sign = ":white_check_mark:" if finding.ok else ":x:"
    line = f"{sign} {tell(tongue, finding.what, **finding.parts)}"
    if not finding.ok and finding.mend:
        line += f"\n      → {tell(tongue, finding.mend, **finding.parts)}"
    return Mrkdwn(line)
