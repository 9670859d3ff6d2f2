"""The timeline in Slack: newest first, a heading for each day, what kind each line is in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.incident.entry import Entry
from bot.incident.timeline import TimelineEntry
from bot.language import N_, Tongue
from bot.response.entry_ports import TimelinePage
from bot.response.timeline import PER_PAGE, permalink
from bot.slack.views import blocks, entries
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import Block, Mrkdwn, Part, tell
from bot.slack.views.scene import Scene
from bot.slack.views.sentences import sentence

ROW_LIMIT = 600
FILTERS = (
    ("", N_("Everything")),
    ("decisions", N_("Decisions")),
    ("changes", N_("Changes")),
    ("notes", N_("Notes")),
    ("hypotheses", N_("Hypotheses")),
    ("parked", N_("Parked")),
    ("hidden", N_("Hidden")),
)
"""What is typed after `timeline`, and the button that stands for it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """`line`: to what it is narrowed, as typed. `site`: where the workspace's messages are found.
    `zone`: the reader's.
    """

    line: str
    page: int
    zone: tzinfo
    site: str


def timeline(scene: Scene, found: TimelinePage, asked: Asked) -> Answer:
    pages = max(1, -(-found.total // PER_PAGE))
    more = [*_rows(scene, found.lines, asked), *_foot(scene, asked, pages)]
    return Answer(_head(scene, found, asked, pages), tuple(more))


def _head(scene: Scene, found: TimelinePage, asked: Asked, pages: int) -> Mrkdwn:
    tongue, reference = scene.tongue, scene.incident.reference
    if not found.total:
        return tell(
            tongue,
            "*{reference}*: nothing of this kind on the timeline."
            " `{command} log 14:32 errors gone` puts something there.",
            reference=reference,
        )
    count = tongue.count("{n} entry", "{n} entries", found.total)
    said = tell(tongue, "*{reference}*, timeline: {count}", reference=reference, count=count)
    if pages == 1:
        return said
    page = tell(tongue, "page {page} of {pages}", page=asked.page, pages=pages)
    return Mrkdwn(f"{said} · {page}")


def _rows(scene: Scene, lines: Sequence[TimelineEntry | Entry], asked: Asked) -> Iterator[Block]:
    day = ""
    for line in lines:
        if (now := _day(line.occurred_at, asked.zone)) != day:
            day = now
            yield blocks.section(Mrkdwn(f"*{day}*"))
        if isinstance(line, Entry):
            yield blocks.section(_entry(scene, line, asked), entries.change(scene, line))
        else:
            yield blocks.section(_fact(scene, line))


def _day(at: datetime, zone: tzinfo) -> str:
    """By the reader's calendar; Slack draws it in their words, and its fallback is this day."""
    local = at.astimezone(zone)
    noon = int(local.replace(hour=12, minute=0, second=0, microsecond=0).timestamp())
    return f"<!date^{noon}^{{date_long}}|{local:%Y-%m-%d}>"


def _entry(scene: Scene, entry: Entry, asked: Asked) -> Mrkdwn:
    tongue = scene.tongue
    return tell(
        tongue,
        "{at} {emoji} *{kind}* {text} ({name}){link}",
        at=_time(entry.occurred_at),
        emoji=Part(entries.EMOJI[entry.kind]),
        kind=entries.kind_name(tongue, entry.kind),
        text=Part(entries.words(scene, entry, ROW_LIMIT)),
        name=entries.author(scene, entry),
        link=_link(tongue, entry, asked.site),
    )


def _fact(scene: Scene, entry: TimelineEntry) -> Mrkdwn:
    said = Part(sentence(scene, entry.fact))
    shown = {"at": _time(entry.occurred_at), "kind": scene.tongue.say("change"), "text": said}
    if entry.by is None:
        return tell(scene.tongue, "{at} :wrench: *{kind}* {text}", **shown)
    name = scene.name_of(entry.by)
    return tell(scene.tongue, "{at} :wrench: *{kind}* {text} ({name})", name=name, **shown)


def _time(at: datetime) -> Part:
    return Part(f"<!date^{int(at.timestamp())}^{{time}}|{at:%H:%M} UTC>")


def _link(tongue: Tongue, entry: Entry, site: str) -> Part:
    where = permalink(site, entry)
    return Part(" " + blocks.link(where, tongue.say("message"))) if where else Part("")


def _foot(scene: Scene, asked: Asked, pages: int) -> Iterator[Block]:
    tongue, line = scene.tongue, f"timeline {scene.incident.reference}"
    steps = ((tongue.say("Newer"), asked.page - 1), (tongue.say("Older"), asked.page + 1))
    turns = [
        (label, " ".join(f"{line} {asked.line} page {page}".split()))
        for label, page in steps
        if 1 <= page <= pages
    ]
    if turns:
        yield blocks.runs(*turns)
    others = [(tongue.say(label), f"{line} {said}".strip()) for said, label in FILTERS]
    yield blocks.runs(*(one for one in others if one[1] != f"{line} {asked.line}".strip()))
