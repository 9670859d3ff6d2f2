"""The post-mortem as somebody reads it in Slack: its sections, or one of them, page by page."""

from __future__ import annotations

from collections.abc import Iterator

from bot.incident.postmortem.document import Document, Told
from bot.incident.postmortem.parts import Row
from bot.incident.postmortem.sections import name_of
from bot.incident.text import shortened
from bot.language import Tongue
from bot.slack.views import blocks
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import Block, Mrkdwn, Part, tell
from bot.slack.views.postmortem_card import lines
from bot.slack.views.scene import Scene

PER_PAGE = 15
ROW_LIMIT = 300


def overview(scene: Scene, document: Document) -> Answer:
    """The sections, a line each. While the incident is open it says that this is no draft yet."""
    tongue, reference = scene.tongue, scene.incident.reference
    said = list(lines(scene))
    if not scene.incident.postmortem.is_drafted:
        said = [
            tell(
                tongue,
                "*{reference}*: the post-mortem is drafted at resolve. This is on record so far.",
                reference=reference,
            )
        ]
    said += [_in_short(tongue, told) for told in document.told if not told.is_empty]
    shown = [told.section for told in document.told if told.part.rows][:5]
    rows = [(name_of(tongue, one), f"postmortem {reference} {one.value}") for one in shown]
    return Answer(blocks.joined(said), (blocks.runs(*rows),))


def _in_short(tongue: Tongue, told: Told) -> Mrkdwn:
    name = name_of(tongue, told.section)
    if told.markers:
        left = len(told.markers)
        return tell(tongue, "• {section}: to do {left}", section=name, left=left)
    return tell(tongue, "• {section}", section=name)


def section(scene: Scene, document: Document, told: Told, page: int) -> Answer:
    tongue = scene.tongue
    found = list(_lines(document.tongue, told))
    pages = max(1, -(-len(found) // PER_PAGE))
    page = min(page, pages)
    head = tell(
        tongue,
        "*{reference}* post-mortem, *{section}*",
        reference=scene.incident.reference,
        section=name_of(document.tongue, told.section),
    )
    shown = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    return Answer(blocks.joined([head, *shown]), tuple(_foot(scene, told, page, pages)))


def _lines(tongue: Tongue, told: Told) -> Iterator[Mrkdwn]:
    """The facts, said to be made by the bot or taken over; then words; then what is missing."""
    if told.taken is not None:
        yield tell(tongue, "_Edited by hand._")
        yield from (blocks.escape(shortened(line, ROW_LIMIT)) for line in told.taken.lines)
        yield from _since(tongue, told)
    elif told.part.rows:
        yield tell(tongue, "_Generated from the record, please check._")
        yield from (_row(tongue, row) for row in told.part.rows)
    if told.words is not None:
        yield from (blocks.escape(line) for line in told.words.words.split("\n"))
    yield from (tell(tongue, "*{marker}*", marker=one.said(tongue)) for one in told.markers)


def _since(tongue: Tongue, told: Told) -> Iterator[Mrkdwn]:
    if told.taken is None:
        return
    if told.taken.differences:
        yield tell(tongue, "_On record since then:_")
        yield from (_row(tongue, row) for row in told.taken.differences)
    if told.taken.gone:
        yield tell(tongue, "_No longer on record: {count}_", count=told.taken.gone)


def _row(tongue: Tongue, row: Row) -> Mrkdwn:
    cells = " · ".join(" ".join(cell.split()) for cell in row.cells if cell)
    said = blocks.escape(shortened(cells, ROW_LIMIT))
    if row.at is not None:
        said = tell(tongue, "{at} {said}", at=blocks.moment(row.at), said=Part(said))
    if not row.link:
        return Mrkdwn(f"• {said}")
    label = tongue.say(row.shows)
    return Mrkdwn(f"• {said} {blocks.link(row.link, label)}")


def _foot(scene: Scene, told: Told, page: int, pages: int) -> Iterator[Block]:
    tongue, line = scene.tongue, f"postmortem {scene.incident.reference}"
    turns = [
        (label, f"{line} {told.section.value} page {to}")
        for label, to in ((tongue.say("Back"), page - 1), (tongue.say("Next"), page + 1))
        if 1 <= to <= pages
    ]
    yield blocks.runs(*turns, (tongue.say("All sections"), line))
