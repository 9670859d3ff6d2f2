"""Questions put to an incident: the line in its channel, the forms, and the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.incident.ids import UserId
from bot.incident.text import shortened
from bot.language import N_
from bot.response.ask import LIMIT
from bot.slack.views import blocks, inputs
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import Block, Mrkdwn, tell
from bot.slack.views.incident_form import IncidentForm, Typed
from bot.slack.views.listing import in_sections
from bot.slack.views.saying import Saying, Way
from bot.slack.views.scene import Scene

TEXT = "question_text"
ANSWER = "answer_text"


def line(scene: Scene, detail: Mapping[str, str]) -> dict[str, Any]:
    """In the room: who asks what, and once it is answered, what was said."""
    tongue = scene.tongue
    asked = tell(
        tongue,
        ":grey_question: *Question {number}* of {name}: {text}",
        number=detail["question"],
        name=scene.name_of(UserId(detail["by"])),
        text=detail["text"],
    )
    return _answered(scene, asked, detail) if "answer" in detail else _open(scene, asked, detail)


def _open(scene: Scene, asked: Mrkdwn, detail: Mapping[str, str]) -> dict[str, Any]:
    tongue = scene.tongue
    if calls := detail.get("calls"):
        asked = tell(tongue, "{user} {asked}", user=blocks.user(calls), asked=blocks.Part(asked))
    value = f"{scene.incident.id} {detail['question']}"
    button = blocks.opens(tongue.say("Answer"), GIVE.name, value)
    text = shortened(asked, blocks.SECTION_LIMIT)
    return {"text": text, "blocks": [blocks.section(asked, accessory=button)]}


def _answered(scene: Scene, asked: Mrkdwn, detail: Mapping[str, str]) -> dict[str, Any]:
    name = scene.name_of(UserId(detail["answered"]))
    text = detail["answer"]
    said = tell(scene.tongue, "{name} answered: {text}", name=name, text=text)
    return in_sections([asked, said]).message()


def told(scene: Scene, detail: Mapping[str, str]) -> dict[str, Any]:
    """To whoever asked."""
    tongue = scene.tongue
    asked = tell(
        tongue,
        "*{reference}* You asked: {question}",
        reference=scene.incident.reference,
        question=detail["question"],
    )
    name = scene.name_of(UserId(detail["by"]))
    said = tell(tongue, "{name} answers: {text}", name=name, text=detail["text"])
    return in_sections([asked, said]).message()


def passed_on(scene: Scene, to: UserId | None) -> Answer:
    tongue, reference = scene.tongue, scene.incident.reference
    if to is None:
        said = tell(
            tongue,
            "Your question is in the channel of *{reference}*. The answer comes by direct message.",
            reference=reference,
        )
    else:
        said = tell(
            tongue,
            "Your question went to {name}, who answers for *{reference}*."
            " The answer comes by direct message.",
            name=scene.name_of(to),
            reference=reference,
        )
    return Answer(said)


def answered(scene: Scene, number: str) -> Answer:
    return Answer(
        tell(
            scene.tongue,
            "*{reference}*: question {number} is answered.",
            reference=scene.incident.reference,
            number=number,
        )
    )


def _draw_question(scene: Scene, typed: Typed) -> Sequence[Block]:
    label, before = scene.tongue.say("Your question"), typed.get(TEXT, "")
    return [inputs.text(TEXT, label, before, limit=LIMIT, multiline=True)]


def _draw_answer(scene: Scene, typed: Typed) -> Sequence[Block]:
    """`typed` says which question it is; the input's name carries it on."""
    number, asked = typed["number"], typed["question"]
    label = scene.tongue.say("Your answer")
    quoted = blocks.section(tell(scene.tongue, "> {question}", question=_one_line(asked)))
    return [quoted, inputs.text(f"{ANSWER}.{number}", label, limit=LIMIT, multiline=True)]


def _one_line(text: str) -> str:
    return " ".join(text.split())


PUT = IncidentForm("ask", N_("Ask a question"), N_("Ask"), _draw_question)
GIVE = IncidentForm("answer", N_("Answer the question"), N_("Answer"), _draw_answer)
SAYINGS: Mapping[str, Saying] = {
    "question": Saying(Way.ROOM, line),
    "answer": Saying(Way.DIRECT, told),
}
