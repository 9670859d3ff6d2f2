"""What somebody may want to look at again in an update: said to them alone, and in nobody's way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.incident.audience import Audience
from bot.incident.masking import Masker
from bot.incident.update_warnings import WORDS, cautions
from bot.incident.update_words import UpdateMoment
from bot.incident.updates import Letter
from bot.slack.views.blocks import Mrkdwn, tell
from bot.slack.views.scene import Scene


def cautioned(
    scene: Scene, letter: Letter, audiences: Sequence[Audience], moments: Iterable[UpdateMoment]
) -> Iterator[Mrkdwn]:
    policy = scene.policy
    found = cautions(
        letter.texts,
        impact=scene.incident.impact,
        audiences=audiences,
        moments=tuple(moments),
        masker=Masker(policy.mask_patterns),
        internal_domains=policy.internal_domains,
    )
    for caution in found:
        said = tell(scene.tongue, WORDS[caution.kind], quote=caution.quote)
        yield Mrkdwn(f":eyes: {said}")
