"""The forms of a review: a section to write in, whom to ask, when to meet, and why it goes on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from bot.incident.ids import UserId
from bot.incident.postmortem.document import Told
from bot.incident.postmortem.revisions import WORDS_LIMIT
from bot.incident.postmortem.sections import QUESTIONS, Section, name_of
from bot.language import N_, Tongue
from bot.response.edit import REASON_LIMIT
from bot.slack.views import blocks, inputs
from bot.slack.views.blocks import Block, tell
from bot.slack.views.incident_form import IncidentForm, Typed
from bot.slack.views.review_card import DESPITE, REVIEW, SCHEDULE, WRITE
from bot.slack.views.scene import Scene

REVIEWERS = ("reviewer1", "reviewer2", "reviewer3")


def prefilled(told: Told, revisions: int) -> dict[str, str]:
    """What the form of a section shows, and as of how many revisions."""
    facts = "\n".join(told.taken.lines) if told.taken else told.part.text
    return {
        "section": told.section.value,
        "words": told.words.words if told.words else "",
        "facts": facts if len(facts) <= WORDS_LIMIT else "",
        "seen": str(revisions),
    }


def _write(scene: Scene, typed: Typed) -> Sequence[Block]:
    tongue, section = scene.tongue, Section(typed["section"])
    drawn: list[Block] = [
        blocks.context(tell(tongue, "*{section}*", section=name_of(tongue, section)))
    ]
    if scene.policy.postmortem.questions and section in QUESTIONS:
        asked = [tell(tongue, "• {question}", question=tongue.say(q)) for q in QUESTIONS[section]]
        drawn.append(blocks.context(blocks.joined(asked)))
    drawn.append(
        inputs.text(
            "words",
            tongue.say("What is there to say?"),
            typed.get("words", ""),
            limit=WORDS_LIMIT,
            optional=True,
            multiline=True,
        )
    )
    return [*drawn, *_facts(tongue, typed)]


def _facts(tongue: Tongue, typed: Typed) -> Iterator[Block]:
    """Lines that are left as they are stay the bot's, and follow the record."""
    if typed.get("facts"):
        yield inputs.text(
            "facts",
            tongue.say("From the record: what you change becomes yours"),
            typed["facts"],
            limit=WORDS_LIMIT,
            optional=True,
            multiline=True,
        )


def _kept(scene: Scene, typed: Typed) -> Typed:
    names = ("section", "seen", "act", "reviewers")
    return {name: typed[name] for name in names if name in typed}


def _review(scene: Scene, typed: Typed) -> Sequence[Block]:
    tongue = scene.tongue
    labels = (
        tongue.say("Who reviews it?"),
        tongue.say("And who else?"),
        tongue.say("Anybody else?"),
    )
    return [
        inputs.person(name, label, typed.get(name, ""), optional=name != REVIEWERS[0])
        for name, label in zip(REVIEWERS, labels, strict=True)
    ]


def reviewers_of(values: Mapping[str, str]) -> list[UserId]:
    return [UserId(values[name]) for name in REVIEWERS if values.get(name)]


def _schedule(scene: Scene, typed: Typed) -> Sequence[Block]:
    at = meeting_of(typed) or scene.incident.postmortem.meeting_at
    label = scene.tongue.say("When is it talked about?")
    return [inputs.moment("meeting", label, at, optional=False)]


def meeting_of(values: Mapping[str, str]) -> datetime | None:
    seconds = values.get("meeting")
    return datetime.fromtimestamp(int(seconds), UTC) if seconds else None


def _despite(scene: Scene, typed: Typed) -> Sequence[Block]:
    label = scene.tongue.say("Why does it go on as it is?")
    return [inputs.text("reason", label, typed.get("reason", ""), limit=REASON_LIMIT)]


def own_words(values: Mapping[str, str], before: Mapping[str, str]) -> str:
    """What somebody wrote in the form of a section, and the lines of facts that they rewrote."""
    theirs = {*lines_of(before["facts"])}
    rewritten = [line for line in lines_of(values.get("facts") or "") if line not in theirs]
    return "\n".join([values["words"], *rewritten])


def lines_of(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


WRITE_FORM = IncidentForm(WRITE, N_("Post-mortem"), N_("Save"), _write, _kept)
REVIEW_FORM = IncidentForm(REVIEW, N_("Ask for review"), N_("Ask"), _review)
SCHEDULE_FORM = IncidentForm(SCHEDULE, N_("Talk about it"), N_("Save"), _schedule)
DESPITE_FORM = IncidentForm(DESPITE, N_("Go on anyway"), N_("Go on"), _despite, _kept)
