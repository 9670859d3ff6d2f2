"""Ask and answer: typed, by *Ask* on the announcement, and by *Answer* under the question."""

from __future__ import annotations

import re

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.incident.changes import QuestionAnswered
from bot.incident.errors import FormRefused, NothingSaid
from bot.incident.incident import Incident
from bot.language import Tongue
from bot.response.ask import addressee, answer, ask, open_question
from bot.response.change import Changed, Request
from bot.slack import open_form, targets
from bot.slack.askers import Asker
from bot.slack.grammar import looking as grammar
from bot.slack.tools import Tools
from bot.slack.views import ask as views
from bot.slack.views.answer import Answer
from bot.slack.views.incident_form import submitted as read_form
from bot.slack.views.scene import Facts

_NUMBERED = re.compile(r"#?(?P<number>\d{1,4})[.:,)]?(?:\s+(?P<text>.*))?$", re.DOTALL)
Outcome = tuple[Changed, Facts]


async def typed(tools: Tools, asker: Asker, rest: str) -> None:
    number, text = targets.without_reference(rest)
    if not text:
        await open_form.offer(
            tools,
            asker,
            views.PUT,
            lambda: targets.incident_meant(tools, asker, "ask", number),
        )
        return

    async def act() -> Outcome:
        incident, request, text = await targets.request_for(tools, asker, "ask", rest)
        changed = await ask(tools.desk, request, text)
        return changed, await tools.facts(incident)

    await tools.boundary.commit(asker, "ask", act, lambda done, t: _asked(tools, asker, done, t))


async def ask_button(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.button_asker(args)
    id = asker.value
    await open_form.offer(
        tools, asker, views.PUT, lambda: targets.incident_of_button(tools, asker, id)
    )


async def ask_submitted(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.form_asker(args)
    form, tongue = read_form(asker.view), tools.boundary.tongue_of(asker.user)
    text = form.values[views.TEXT]
    if not text:
        raise FormRefused(**{views.TEXT: tongue.say("What would you like to know?")})

    async def act() -> Outcome:
        incident = await targets.incident_of_button(tools, asker, form.incident)
        changed = await ask(tools.desk, Request(form.incident, asker.user, asker.key), text)
        return changed, await tools.facts(incident)

    await tools.boundary.commit(asker, "ask", act, lambda done, t: _asked(tools, asker, done, t))


async def answer_typed(tools: Tools, asker: Asker, rest: str) -> None:
    async def act() -> Changed:
        _, request, line = await targets.request_for(tools, asker, "answer", rest)
        found = _NUMBERED.match(line)
        number, text = (found["number"], found["text"]) if found else ("", line)
        if not text:
            raise NothingSaid("answer 1 No, only new payments")
        return await answer(tools.desk, request, number, text)

    await tools.boundary.commit(asker, "answer", act, lambda c, t: _answered(tools, c, t))


async def answer_button(tools: Tools, args: AsyncArgs) -> None:
    """The form shows the question; one that was answered meanwhile says so at once."""
    asker = tools.button_asker(args)
    id, _, number = asker.value.partition(" ")
    shown: dict[str, str] = {"number": number}

    async def meant() -> Incident:
        incident = await targets.incident_of_button(tools, asker, id)
        shown["question"] = await open_question(tools.desk, incident, number)
        return incident

    await open_form.offer(tools, asker, views.GIVE, meant, shown)


async def answer_submitted(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.form_asker(args)
    form, tongue = read_form(asker.view), tools.boundary.tongue_of(asker.user)
    [(name, text)] = form.values.items()
    if not text:
        raise FormRefused(**{name: tongue.say("What is the answer?")})
    number = name.removeprefix(f"{views.ANSWER}.")

    async def act() -> Changed:
        await targets.incident_of_button(tools, asker, form.incident)
        return await answer(tools.desk, Request(form.incident, asker.user, asker.key), number, text)

    await tools.boundary.commit(asker, "answer", act, lambda c, t: _answered(tools, c, t))


def _asked(tools: Tools, asker: Asker, done: Outcome, tongue: Tongue) -> Answer:
    changed, facts = done
    scene = tools.scene(changed.incident, tongue).knowing(facts)
    return views.passed_on(scene, addressee(changed.incident, asker.user))


def _answered(tools: Tools, changed: Changed, tongue: Tongue) -> Answer:
    numbers = [fact.id for fact in changed.facts if isinstance(fact, QuestionAnswered)]
    return views.answered(tools.scene(changed.incident, tongue), ", ".join(numbers))


VERBS = {grammar.ASK: typed, grammar.ANSWER: answer_typed}
BUTTONS = {f"open.{views.PUT.name}": ask_button, f"open.{views.GIVE.name}": answer_button}
FORMS = {views.PUT.name: ask_submitted, views.GIVE.name: answer_submitted}
