"""What the card shows of escalation: who was called and has not answered, and the briefing."""

from __future__ import annotations

from collections.abc import Iterator

from bot.incident.ahead import briefing_at
from bot.incident.cadence import dues
from bot.language.durations import duration
from bot.slack.views import blocks
from bot.slack.views.blocks import Block, Mrkdwn, tell
from bot.slack.views.page_words import names_of, who_named, why_paged
from bot.slack.views.scene import Scene


def pages(scene: Scene) -> Iterator[Block]:
    lines = [*_waiting(scene), *_briefing(scene)]
    if lines:
        yield blocks.context(blocks.joined(lines))


def _waiting(scene: Scene) -> Iterator[Mrkdwn]:
    for page in scene.incident.pressure.pages:
        if page.is_open:
            who = names_of(scene, page.people) or who_named(scene, page.who)
            yield tell(
                scene.tongue,
                ":rotating_light: Paged {at}, no answer yet: {who} ({why})",
                at=blocks.moment(page.at),
                who=who,
                why=why_paged(scene, page) or "-",
            )


def _briefing(scene: Scene) -> Iterator[Mrkdwn]:
    at, now = briefing_at(scene.incident, scene.policy), scene.facts.now
    after = scene.severity.briefing_after
    drafted = any(due.briefing for due in dues(scene.incident, scene.policy))
    if drafted:  # the line on updates says it
        return
    if at is not None and after is not None and now is not None and now >= at:
        span = duration(scene.tongue, after)
        yield tell(
            scene.tongue, ":mega: *Brief the executives*: not mitigated for {after}", after=span
        )
