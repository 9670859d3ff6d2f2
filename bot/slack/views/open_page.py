"""What whoever tells people is told of a status page that still shows what is over."""

from __future__ import annotations

from typing import Any

from bot.slack.views import blocks
from bot.slack.views.audiences import named
from bot.slack.views.blocks import tell
from bot.slack.views.scene import Scene


def open_page(scene: Scene, audience: str) -> dict[str, Any]:
    tongue, reference = scene.tongue, scene.incident.reference
    told = tell(
        tongue,
        ":warning: {reference} is over, and the status page for {audience} still shows it as open."
        " Send its last update, or resolve it there by hand.",
        reference=reference,
        audience=named(tongue, scene.policy, [audience]),
    )
    words = tongue.say("Everything works again.")
    press = (tongue.say("Say that it is over"), f"update {reference} {audience}: {words}")
    return {"text": told, "blocks": [blocks.section(told), blocks.runs(press)]}
