"""What the bot says of updates by itself: what is owed, an end that passed, words not used."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.incident.due_updates import END_PASSED, UPDATE_OWED
from bot.response.update_sending import PASSED_OVER
from bot.slack.views import blocks, update_form
from bot.slack.views.audiences import named
from bot.slack.views.blocks import tell
from bot.slack.views.lateness import where
from bot.slack.views.saying import Saying, Way
from bot.slack.views.scene import Scene


def end_passed(scene: Scene, detail: Mapping[str, str]) -> dict[str, Any]:
    tongue = scene.tongue
    said = tell(
        tongue,
        ":alarm_clock: {audiences} were told that it is over by {at}. Tell them when it will be.",
        audiences=named(tongue, scene.policy, detail["told"].split()),
        at=blocks.moment(datetime.fromtimestamp(int(detail["at"]), UTC)),
    )
    text = blocks.joined([said, where(scene)])
    label, id = tongue.say("Write the update"), scene.incident.id
    row = blocks.buttons(blocks.opens(label, update_form.FORM.name, id))
    return {"text": text, "blocks": [*blocks.sections(text), row]}


def owed(scene: Scene, detail: Mapping[str, str]) -> dict[str, Any]:
    text = tell(
        scene.tongue,
        ":mega: *{reference}*: an update for {audiences} is due {at}",
        reference=scene.incident.reference,
        audiences=named(scene.tongue, scene.policy, detail["told"].split()),
        at=blocks.moment(datetime.fromtimestamp(int(detail["at"]), UTC)),
    )
    return {"text": text, "blocks": [blocks.section(text)]}


def passed_over(scene: Scene, detail: Mapping[str, str]) -> dict[str, Any]:
    text = tell(
        scene.tongue,
        ":warning: *{reference}*: your template `{template}` could not be used ({why}); the update"
        " went out in the shipped words. Whoever runs the bot can mend it.",
        reference=scene.incident.reference,
        template=detail["template"],
        why=detail["why"],
    )
    return {"text": text, "blocks": [blocks.section(text)]}


SAYINGS: Mapping[str, Saying] = {
    END_PASSED: Saying(Way.DIRECT, end_passed),
    UPDATE_OWED: Saying(Way.DIRECT, owed),
    PASSED_OVER: Saying(Way.DIRECT, passed_over),
}
