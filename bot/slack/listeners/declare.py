"""Declare: in one line, by the form, and by answering the questions that come before."""

from __future__ import annotations

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.incident.question import Declaration, QuestionId
from bot.language import Tongue
from bot.response.answer import Joined, answer
from bot.response.declare import Asked, Opened, Outcome, declare
from bot.response.outcomes import NotDone
from bot.response.permission import require_member
from bot.slack.askers import Asker
from bot.slack.declaration_line import Line
from bot.slack.tools import Tools
from bot.slack.views import forms, help, opened, questions
from bot.slack.views.answer import Answer


async def typed(tools: Tools, asker: Asker, rest: str) -> None:
    """Severity and title: at once. Otherwise the form, prefilled with what was said."""
    line = tools.line(rest)
    if line.severity is None or not line.title:
        await offer_form(tools, asker, rest)
        return
    declaration = Declaration(
        key=asker.key,
        title=line.title,
        severity=line.severity.key,
        by=asker.user,
        origin=asker.origin,
        private=line.private,
        one_line=True,
    )

    def show(outcome: Outcome, tongue: Tongue) -> Answer:
        return shown(tools, outcome, tongue, line)

    await tools.boundary.commit(asker, "declare", lambda: declare(tools.desk, declaration), show)


async def offer_form(tools: Tools, asker: Asker, rest: str) -> None:
    tongue = tools.boundary.tongue_of(asker.user)
    if asker.trigger is None:
        await asker.ack(help.open_form(tongue, rest), tongue)
        return
    await asker.ack(None, tongue)
    tools.boundary.after_ack(asker, _open_form(tools, asker, rest))


async def _open_form(tools: Tools, asker: Asker, rest: str) -> Answer | None:
    await require_member(tools.desk, asker.user)
    tongue = tools.boundary.tongue_of(asker.user)
    view = forms.declare_form(tongue, tools.desk.policy(), tools.line(rest))
    try:
        await tools.gateway.call("views.open", trigger_id=asker.trigger, view=view)
    except NotDone:
        return help.form_failed(tongue, rest)
    return None


async def open_form_button(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.button_asker(args)
    await offer_form(tools, asker, asker.value)


async def shortcut(tools: Tools, args: AsyncArgs) -> None:
    """From anywhere in Slack: the empty form."""
    await offer_form(tools, tools.shortcut_asker(args), "")


async def submitted(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.form_asker(args)
    tongue = tools.boundary.tongue_of(asker.user)
    declaration = forms.read_declare_form(asker.view, asker.user, tongue)

    def show(outcome: Outcome, tongue: Tongue) -> Answer:
        return shown(tools, outcome, tongue)

    await tools.boundary.commit(asker, "declare", lambda: declare(tools.desk, declaration), show)


async def answered(tools: Tools, args: AsyncArgs) -> None:
    """A button under a question: *Private*, *Join it*, *Declare another* …"""
    asker = tools.button_asker(args)
    choice = questions.choice_of(asker.action["action_id"])
    question = QuestionId(asker.value)

    def show(outcome: Outcome | Joined, tongue: Tongue) -> Answer:
        if isinstance(outcome, Joined):
            return opened.joined_room(tools.scene(outcome.incident, tongue))
        return shown(tools, outcome, tongue)

    await tools.boundary.commit(
        asker, "answer", lambda: answer(tools.desk, question, choice, asker.user), show
    )


def shown(tools: Tools, outcome: Outcome, tongue: Tongue, line: Line | None = None) -> Answer:
    notes = [opened.p0_note(tongue)] if line and line.from_p0 else []
    match outcome:
        case Opened(incident):
            return opened.opened(tools.scene(incident, tongue), *notes)
        case Asked(question, about):
            return questions.asked(tongue, tools.desk.policy(), question, about).noting(*notes)
