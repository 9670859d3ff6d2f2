"""Handover: offered by a line or the form, answered by a line or a button."""

from __future__ import annotations

from collections.abc import Mapping

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.incident.changes import HandoverOffered
from bot.incident.errors import FormRefused, IncidentError, NotInside
from bot.incident.ids import UserId
from bot.incident.role_errors import (
    CannotHold,
    NoRoleHeld,
    RoleTheirs,
    RoleYours,
    VisitorOutside,
)
from bot.incident.roles import Role, role_named
from bot.response import handover as verbs
from bot.response.change import Changed, Request
from bot.slack import open_form, targets
from bot.slack.askers import Asker, FormAsker
from bot.slack.grammar import roles as grammar
from bot.slack.role_answers import Drawn, commit, done, drawn
from bot.slack.role_line import (
    Reply,
    is_all,
    person_meant,
    read_role_line,
    reply_in,
    role_meant,
    with_me,
)
from bot.slack.tools import Tools
from bot.slack.views import handover as views
from bot.slack.views import handover_form
from bot.slack.views.incident_form import Submitted
from bot.slack.views.incident_form import submitted as read_form

ANSWERS = {
    Reply.ACCEPT: verbs.accept,
    Reply.DECLINE: verbs.decline,
    Reply.WITHDRAW: verbs.withdraw,
}
EXAMPLE = "handover ic"
FIELDS: Mapping[type[IncidentError], str] = {
    NoRoleHeld: handover_form.ROLES,
    CannotHold: handover_form.TO,
    VisitorOutside: handover_form.TO,
    NotInside: handover_form.TO,
    RoleYours: handover_form.TO,
    RoleTheirs: handover_form.TO,
}
"""Under which field of the form a mistake is said."""


async def typed(tools: Tools, asker: Asker, rest: str) -> None:
    """Bare, or with the role alone: the form."""
    number, said = targets.without_reference(rest)
    said = with_me(said, asker.user)
    line = read_role_line(said)
    if reply := reply_in(said):
        await _answer(tools, asker, rest, reply)
    elif not line.people:
        await _form(tools, asker, number, line.word)
    else:
        await commit(tools, asker, "handover", lambda: _offer(tools, asker, number, said))


async def form_button(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.button_asker(args)
    id = asker.value
    await open_form.offer(
        tools, asker, handover_form.FORM, lambda: targets.incident_of_button(tools, asker, id)
    )


async def submitted(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.form_asker(args)
    form = read_form(asker.view)
    await commit(tools, asker, "handover", lambda: _by_form(tools, asker, form))


async def _by_form(tools: Tools, asker: FormAsker, form: Submitted) -> Drawn:
    chosen = form.values[handover_form.ROLES]
    roles = [] if chosen == handover_form.ALL else [Role(chosen)]
    to, note = UserId(form.values[handover_form.TO]), form.values.get(handover_form.NOTE, "")
    request = Request(form.incident, asker.user, asker.key)
    try:
        changed = await verbs.offer(tools.desk, request, roles, to, note)
    except tuple(FIELDS) as refused:
        said = tools.boundary.tongue_of(asker.user).say(refused.message, **refused.parts)
        raise FormRefused(**{FIELDS[type(refused)]: said}) from refused
    return await _offered(tools, changed)


async def _form(tools: Tools, asker: Asker, number: int | None, word: str) -> None:
    role = role_named(word)
    await open_form.offer(
        tools,
        asker,
        handover_form.FORM,
        lambda: targets.incident_meant(tools, asker, "handover", number),
        {handover_form.ROLES: role.value} if role else None,
    )


async def _offer(tools: Tools, asker: Asker, number: int | None, said: str) -> Drawn:
    incident = await targets.incident_meant(tools, asker, "handover", number)
    line = read_role_line(said)
    on = tools.desk.policy().roles
    roles = [] if is_all(line.word) else [role_meant(line.word, on, f"{EXAMPLE} @ben")]
    request = Request(incident.id, asker.user, asker.key)
    to = person_meant(line, EXAMPLE)
    return await _offered(tools, await verbs.offer(tools.desk, request, roles, to, line.after))


async def _offered(tools: Tools, changed: Changed) -> Drawn:
    [offer] = [fact for fact in changed.facts if isinstance(fact, HandoverOffered)]
    return await drawn(tools, changed.incident, lambda scene: views.offered(scene, offer))


async def _answer(tools: Tools, asker: Asker, rest: str, reply: Reply) -> None:
    async def act() -> Drawn:
        _, request, _ = await targets.request_for(tools, asker, "handover", rest)
        return await done(tools, asker, await ANSWERS[reply](tools.desk, request))

    await commit(tools, asker, "handover", act)


VERBS = {grammar.HANDOVER: typed}
BUTTONS = {f"open.{handover_form.FORM.name}": form_button}
FORMS = {handover_form.FORM.name: submitted}
