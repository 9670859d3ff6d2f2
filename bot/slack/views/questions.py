"""The questions asked before an incident is declared, each with its buttons."""

from __future__ import annotations

from bot.incident.incident import TITLE_LIMIT, Incident
from bot.incident.policy import Policy
from bot.incident.question import PATIENCE, Choice, Question, QuestionKind
from bot.incident.text import shortened
from bot.language import Tongue
from bot.slack.views import blocks
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import Block, Mrkdwn, tell

PREFIX = "question."
TICKET_LINK = "ticket.link"
SECONDS = int(PATIENCE.total_seconds())


def action_id(choice: Choice) -> str:
    return PREFIX + choice.value


def choice_of(action_id: str) -> Choice:
    return Choice(action_id.removeprefix(PREFIX))


def asked(tongue: Tongue, policy: Policy, question: Question, about: Incident | None) -> Answer:
    match question.kind:
        case QuestionKind.SOUNDS_PRIVATE:
            return _sounds_private(tongue, question)
        case QuestionKind.ALIKE:
            return _alike(tongue, question, about)
        case QuestionKind.REPEATED:
            return _repeated(tongue, question, about)
        case QuestionKind.TICKET:
            return _ticket(tongue, policy, question)


def _sounds_private(tongue: Tongue, question: Question) -> Answer:
    text = tell(
        tongue,
        "“{title}” may not be for everybody. Nothing is posted yet. Who may see it?"
        " Without an answer in {seconds} s it is declared *private*.",
        title=shortened(question.declaration.title, TITLE_LIMIT),
        seconds=SECONDS,
    )
    return _with(
        text,
        _choice(question, Choice.PRIVATE, tongue.say("Private"), style="primary"),
        _choice(question, Choice.PUBLIC, tongue.say("Public")),
    )


def _alike(tongue: Tongue, question: Question, about: Incident | None) -> Answer:
    text = tell(
        tongue,
        "*{reference}* is open and sounds alike: {title}. {room}\n"
        "Without an answer in {seconds} s yours is declared separately.",
        reference=about.reference if about else "?",
        title=about.title if about else "?",
        room=blocks.room(about.channel) if about and about.channel else "",
        seconds=SECONDS,
    )
    return _with(
        text,
        _choice(question, Choice.JOIN, tongue.say("Join it"), style="primary"),
        _choice(question, Choice.SEPARATE, tongue.say("Declare a separate one")),
    )


def _repeated(tongue: Tongue, question: Question, about: Incident | None) -> Answer:
    text = tell(
        tongue,
        "You declared that just now: *{reference}* {title}. {room}",
        reference=about.reference if about else "?",
        title=about.title if about else "?",
        room=blocks.room(about.channel) if about and about.channel else "",
    )
    return _with(text, _choice(question, Choice.SEPARATE, tongue.say("Declare another")))


def _ticket(tongue: Tongue, policy: Policy, question: Question) -> Answer:
    severity = policy.severities[question.declaration.severity]
    text = tell(
        tongue,
        "A ticket may do for {severity}. Without an answer in {seconds} s a room is opened.",
        severity=severity.named(tongue.locale),
        seconds=SECONDS,
    )
    url = severity.ticket_url or ""
    return _with(
        text,
        blocks.button(tongue.say("Open a ticket"), TICKET_LINK, question.id, url=url),
        _choice(question, Choice.SEPARATE, tongue.say("Open a room")),
    )


def _choice(question: Question, choice: Choice, label: str, style: str = "") -> Block:
    return blocks.button(label, action_id(choice), question.id, style=style)


def _with(text: Mrkdwn, *elements: Block) -> Answer:
    return Answer(text, (blocks.buttons(*elements),))
