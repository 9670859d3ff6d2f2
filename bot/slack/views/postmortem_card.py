"""The draft's card in the channel: how far it is, what is missing, and whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.incident.postmortem.markers import completeness, markers
from bot.incident.postmortem.state import PostmortemStatus
from bot.language import N_, Tongue
from bot.slack.views import blocks
from bot.slack.views.blocks import Block, Mrkdwn, tell
from bot.slack.views.review_card import review_buttons, review_lines
from bot.slack.views.scene import Scene

STATUS = {
    PostmortemStatus.DRAFT: N_("draft"),
    PostmortemStatus.IN_REVIEW: N_("in review"),
    PostmortemStatus.REVIEWED: N_("reviewed"),
    PostmortemStatus.PUBLISHED: N_("published"),
    PostmortemStatus.WAIVED: N_("waived"),
}


def card(scene: Scene) -> dict[str, Any]:
    """One message, edited in place as the draft grows."""
    said = blocks.joined(list(lines(scene)))
    acts = [*buttons(scene), *review_buttons(scene)]
    return {"text": said, "blocks": [*blocks.sections(said), *acts]}


def published(scene: Scene) -> dict[str, Any]:
    """To those in the channel, once; a private incident's are its only readers."""
    tongue, incident = scene.tongue, scene.incident
    parts = {"reference": incident.reference, "title": incident.title}
    said = tell(tongue, ":memo: The post-mortem of *{reference}* is published: {title}", **parts)
    return {"text": said, "blocks": [blocks.section(said), *buttons(scene)]}


def lines(scene: Scene) -> Iterator[Mrkdwn]:
    tongue, incident, state = scene.tongue, scene.incident, scene.incident.postmortem
    yield tell(
        tongue,
        "*Post-mortem of {reference}*: {title} · {status}",
        reference=incident.reference,
        title=incident.title,
        status=status_name(tongue, state.status or PostmortemStatus.DRAFT),
    )
    yield tell(
        tongue,
        "Written from the record of this channel, please check. Sections: {done} of {asked},"
        " still to do: {left}",
        **_counts(scene),
    )
    owner = scene.name_of(state.owner) if state.owner else tongue.say("nobody yet")
    if state.due_at is None:
        yield tell(tongue, "Owner: {owner}", owner=owner)
    else:
        at = blocks.moment(state.due_at)
        yield tell(tongue, "Owner: {owner} · in review by {at}", owner=owner, at=at)
    yield from review_lines(scene)


def buttons(scene: Scene) -> list[Block]:
    """Each stands for a typed line, and is as good."""
    reference, tongue = scene.incident.reference, scene.tongue
    return [
        blocks.runs(
            (tongue.say("Show the draft"), f"postmortem {reference}"),
            (tongue.say("As a file"), f"export {reference}"),
            block_id="postmortem",
        )
    ]


def status_name(tongue: Tongue, status: PostmortemStatus) -> str:
    return tongue.say(STATUS[status])


def _counts(scene: Scene) -> dict[str, int]:
    incident, tasks = scene.incident, scene.tasks
    done, asked = completeness(incident, tasks)
    return {"done": done, "asked": asked, "left": len(markers(incident, tasks))}
