"""Answers about the review of a post-mortem, to whoever took a step or could not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.incident.entry_following import words
from bot.incident.ids import UserId
from bot.incident.message import Message
from bot.incident.postmortem.review_errors import ReasonForGate
from bot.incident.postmortem.review_facts import (
    MeetingSet,
    PostmortemPublished,
    PostmortemReviewed,
)
from bot.incident.postmortem.revisions import Piece, Revision
from bot.incident.postmortem.sections import Section, name_of
from bot.incident.text import shortened
from bot.incident.timeline import Fact
from bot.incident.wording import SUGGESTIONS, Hit, pointed_out
from bot.language import Tongue
from bot.slack.views import blocks
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import Block, Mrkdwn, tell
from bot.slack.views.review_card import DESPITE
from bot.slack.views.review_sentences import step_said
from bot.slack.views.scene import Scene

MISSING_SHOWN = 8
PER_PAGE = 6
QUOTED = 200
COMMENTS_SHOWN = 12


def done(scene: Scene, facts: Sequence[Fact]) -> Answer:
    """What was just done, and what can be done next."""
    reference = tell(scene.tongue, "*{reference}*", reference=scene.incident.reference)
    said = [one for fact in facts if (one := step_said(scene, fact))]
    if not said:
        said = [tell(scene.tongue, "Nothing was left to do; nothing has changed.")]
    line = f"postmortem {scene.incident.reference}"
    row = blocks.runs((scene.tongue.say("Show the draft"), line), *_next(scene, facts, line))
    return Answer(blocks.joined([reference, *said]), (row,))


def _next(scene: Scene, facts: Sequence[Fact], line: str) -> Iterator[tuple[str, str]]:
    tongue = scene.tongue
    if any(isinstance(fact, PostmortemReviewed) for fact in facts):
        yield tongue.say("Publish"), f"{line} publish"
    if any(isinstance(fact, PostmortemPublished) for fact in facts):
        yield tongue.say("Close"), f"close {scene.incident.reference}"
    if any(isinstance(fact, MeetingSet) and fact.at for fact in facts):
        yield tongue.say("Call it off"), f"{line} schedule off"


def gate(scene: Scene, refused: ReasonForGate, act: str, reviewers: Sequence[str]) -> Answer:
    """What is missing, one by one; whoever knows why it goes on all the same says so."""
    tongue, reference = scene.tongue, scene.incident.reference
    lines = [tell(tongue, refused.message, **refused.parts)]
    if refused.unreviewed:
        lines.append(tell(tongue, "• It is not reviewed."))
    for marker in refused.missing[:MISSING_SHOWN]:
        section = name_of(tongue, marker.section)
        what = tongue.say(marker.what, **marker.parts)
        lines.append(tell(tongue, "• {section}: {what}", section=section, what=what))
    if more := len(refused.missing[MISSING_SHOWN:]):
        lines.append(tell(tongue, "… and {more} more", more=more))
    people = "".join(f"@{scene.name_of(UserId(one))} " for one in reviewers)
    why = tongue.say("Known from INC-7")
    example = f"{tongue.command} postmortem {reference} {act} {people}{why}"
    lines.append(tell(tongue, "To go on all the same, say why: `{example}`", example=example))
    value = ":".join((scene.incident.id, act, ",".join(reviewers)))
    opens = blocks.button(tongue.say("Say why…"), f"open.{DESPITE}", value)
    show = blocks.button(tongue.say("Show the draft"), "run.0", f"postmortem {reference}")
    return Answer(blocks.joined(lines), (blocks.buttons(show, opens),))


def written(scene: Scene, section: Section, number: int, hits: Sequence[Hit]) -> Answer:
    """After the form: that it is kept, and, to its author alone, words worth a second look."""
    tongue = scene.tongue
    parts = {"section": name_of(tongue, section), "reference": scene.incident.reference}
    if number:
        said = tell(tongue, "*{reference}*, {section}: kept as revision {n}.", n=number, **parts)
    else:
        said = tell(tongue, "*{reference}*, {section}: nothing has changed.", **parts)
    lines = [said, *_wording(tongue, hits)]
    return Answer(blocks.joined(lines))


def _wording(tongue: Tongue, hits: Sequence[Hit]) -> Iterator[Mrkdwn]:
    shown = pointed_out(hits)
    if not shown:
        return
    yield Mrkdwn("")
    yield tell(tongue, "Only you see this. Some words may read as blame or hindsight:")
    for hit in shown:
        suggestion = tongue.say(SUGGESTIONS[hit.kind])
        yield tell(tongue, "• “{phrase}”: {suggestion}", phrase=hit.phrase, suggestion=suggestion)
    more = len(hits) - len(shown)
    if more > 0:
        yield tell(tongue, "… and {more} more", more=more)


def revisions(scene: Scene, found: Sequence[Revision], page: int) -> Answer:
    """The newest first, each with its author; any of them can count again."""
    tongue, reference = scene.tongue, scene.incident.reference
    newest = sorted(found, key=lambda one: -one.number)
    pages = max(1, -(-len(newest) // PER_PAGE))
    page = min(max(page, 1), pages)
    if not newest:
        return Answer(
            tell(
                tongue,
                "Nobody has written in the post-mortem of *{reference}* yet.",
                reference=reference,
            )
        )
    count = tongue.count("{n} revision", "{n} revisions", len(newest))
    head = tell(tongue, "*{reference}*: {count}", reference=reference, count=count)
    shown: list[Block] = []
    for one in newest[(page - 1) * PER_PAGE : page * PER_PAGE]:
        restore = (tongue.say("Restore"), f"postmortem {reference} restore {one.number}")
        button = blocks.runs(restore)["elements"][0]
        shown.append(blocks.section(_revision(scene, one), button))
    line = f"postmortem {reference} revisions page"
    turns = [
        (label, f"{line} {to}")
        for label, to in ((tongue.say("Back"), page - 1), (tongue.say("More"), page + 1))
        if 1 <= to <= pages
    ]
    return Answer(head, (*shown, *([blocks.runs(*turns)] if turns else [])))


def _revision(scene: Scene, one: Revision) -> Mrkdwn:
    tongue = scene.tongue
    said = one.words or " / ".join(line.text for line in one.lines if line.text)
    if one.empty:
        said = tongue.say("(emptied)") if one.piece is Piece.WORDS else tongue.say("(given back)")
    parts = {
        "n": one.number,
        "section": name_of(tongue, one.section),
        "name": scene.name_of(one.by),
        "at": blocks.moment(one.at),
        "said": shortened(" ".join(said.split()), QUOTED),
    }
    if one.restores is not None:
        return tell(
            tongue,
            "*{n}* {section} · {name}, {at}, as in {before}: {said}",
            before=one.restores,
            **parts,
        )
    return tell(tongue, "*{n}* {section} · {name}, {at}: {said}", **parts)


def comments(scene: Scene, said: Sequence[Message], names: Mapping[str, str]) -> Answer:
    """What people wrote in the thread of the draft's card."""
    tongue, reference = scene.tongue, scene.incident.reference
    if not said:
        return Answer(
            tell(
                tongue,
                "No comment on the post-mortem of *{reference}* yet: answers in the thread of its"
                " card are comments.",
                reference=reference,
            )
        )
    lines = [tell(tongue, "Comments on the post-mortem of *{reference}*:", reference=reference)]
    for one in said[-COMMENTS_SHOWN:]:
        name = names.get(one.by or "", one.by_name)
        text = shortened(" ".join(words(one, names).split()), QUOTED)
        lines.append(tell(tongue, "• {name}: {text}", name=name, text=text))
    return Answer(blocks.joined(lines))
