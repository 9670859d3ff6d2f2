"""What the author of a secret is told, once, and seen by nobody else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.language import Tongue
from bot.response.record import MASKED
from bot.slack.views import blocks
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import tell
from bot.slack.views.saying import Saying, Way
from bot.slack.views.scene import Scene


def masked(tongue: Tongue, kinds: Iterable[str]) -> Answer:
    """For what was typed and stands nowhere but with the bot."""
    said = tell(
        tongue,
        "What you typed seems to hold a secret ({kinds}). I have masked it in everything I keep."
        " Have the secret replaced: others may have kept it on its way.",
        kinds=", ".join(sorted(kinds)),
    )
    return Answer(said)


def whispered(scene: Scene, detail: Mapping[str, str]) -> dict[str, Any]:
    at = datetime.fromtimestamp(int(detail["at"]), UTC)
    said = tell(
        scene.tongue,
        "Your message of {at} seems to hold a secret ({kinds}). I have masked it in everything I"
        " keep; here it still stands. Delete or edit the message, and have the secret replaced.",
        at=blocks.moment(at),
        kinds=detail["kinds"],
    )
    return Answer(said).message()


SAYINGS: Mapping[str, Saying] = {MASKED: Saying(Way.WHISPER, whispered)}
