"""Roles: `take`, `assign`, `ic`, `drop`, `roles`, and the form for all of them."""

from __future__ import annotations

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.incident.errors import FormRefused, NotInside
from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.role_errors import CannotHold, RoleHeld, VisitorOutside
from bot.incident.roles import Role, role_named
from bot.incident.tenures import Tenure, tenures
from bot.incident.text import folded
from bot.language import Tongue
from bot.response import roles as verbs
from bot.response.change import Changed, Request
from bot.slack import open_form, targets
from bot.slack.askers import Asker
from bot.slack.grammar import roles as grammar
from bot.slack.role_answers import Drawn, commit, done, drawn
from bot.slack.role_line import person_meant, read_role_line, role_meant, with_me
from bot.slack.tools import Tools
from bot.slack.views import role_form
from bot.slack.views import roles as views
from bot.slack.views.incident_form import submitted as read_form

_MINE = frozenset({"mine", "my", "my role", "mes", "mien", "miens", "mes roles"})


async def take(tools: Tools, asker: Asker, rest: str) -> None:
    """Bare: what could be taken. Held by somebody: asked first, unless it is said with a `!`."""

    async def act() -> Drawn:
        incident, request, text = await targets.request_for(tools, asker, "take", rest)
        line = read_role_line(text)
        if not line.word:
            return await drawn(tools, incident, views.empty)
        role = role_meant(line.word, tools.desk.policy().roles, "take ic")
        of = line.people[0] if line.people else None
        try:
            changed = await verbs.take(tools.desk, request, role, over=line.at_once, of=of)
        except RoleHeld as found:
            return await _held(tools, incident, found)
        return await done(tools, asker, changed)

    await commit(tools, asker, "take", act)


async def assign(tools: Tools, asker: Asker, rest: str) -> None:
    """Bare: the form. A role alone: who holds it. With somebody: theirs, at once."""
    number, said = targets.without_reference(rest)
    if not said:
        await open_form.offer(
            tools,
            asker,
            role_form.FORM,
            lambda: targets.incident_meant(tools, asker, "assign", number),
        )
        return

    async def act() -> Drawn:
        line = read_role_line(with_me(said, asker.user))
        role = role_meant(line.word, tools.desk.policy().roles, "assign ic @ben")
        user = person_meant(line, "assign ic") if line.people else None
        return await _one(tools, asker, "assign", number, role, user)

    await commit(tools, asker, "assign", act)


async def ic(tools: Tools, asker: Asker, rest: str) -> None:
    """Bare: who is in command. With somebody: they are."""
    number, said = targets.without_reference(rest)

    async def act() -> Drawn:
        line = read_role_line(with_me(said, asker.user))
        user = person_meant(line, "ic") if said else None
        return await _one(tools, asker, "ic", number, Role.IC, user)

    await commit(tools, asker, "ic", act)


async def drop(tools: Tools, asker: Asker, rest: str) -> None:
    async def act() -> Drawn:
        _, request, text = await targets.request_for(tools, asker, "drop", rest)
        line = read_role_line(text)
        role = role_named(line.word) if line.word else None
        if line.word and role is None:
            role = role_meant(line.word, tools.desk.policy().roles, "drop scribe")
        return await done(tools, asker, await verbs.drop(tools.desk, request, role))

    await commit(tools, asker, "drop", act)


async def roles(tools: Tools, asker: Asker, rest: str) -> None:
    async def act() -> Drawn:
        incident, _, text = await targets.request_for(tools, asker, "roles", rest)
        if folded(text) in _MINE:
            return await _mine(tools, incident, asker.user)
        return await _everyone(tools, incident)

    await commit(tools, asker, "roles", act)


async def form_button(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.button_asker(args)
    id = asker.value
    await open_form.offer(
        tools, asker, role_form.FORM, lambda: targets.incident_of_button(tools, asker, id)
    )


async def submitted(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.form_asker(args)
    form = read_form(asker.view)
    wanted = {
        Role(name.removeprefix(role_form.PREFIX)): UserId(user) if user else None
        for name, user in form.changed.items()
    }

    async def act() -> Changed:
        request = Request(form.incident, asker.user, asker.key)
        await _require_able(tools, request, wanted)
        return await verbs.arrange(tools.desk, request, wanted, form.seen)

    def show(changed: Changed, tongue: Tongue) -> None:
        """The card shows it; the form closes."""

    await open_form.commit_form(tools, asker, role_form.FORM, form.own, act, show, form.incident)


async def _one(
    tools: Tools, asker: Asker, verb: str, number: int | None, role: Role, user: UserId | None
) -> Drawn:
    incident = await targets.incident_meant(tools, asker, verb, number)
    if not user:
        return await drawn(tools, incident, lambda scene: views.one(scene, role))
    request = Request(incident.id, asker.user, asker.key)
    return await done(tools, asker, await verbs.assign(tools.desk, request, role, user))


async def _held(tools: Tools, incident: Incident, found: RoleHeld) -> Drawn:
    return await drawn(tools, incident, lambda scene: views.held(scene, found))


async def _mine(tools: Tools, incident: Incident, user: UserId) -> Drawn:
    return await drawn(tools, incident, lambda scene: views.mine(scene, user))


async def _everyone(tools: Tools, incident: Incident) -> Drawn:
    async with tools.desk.ledger.look() as work:
        history = tenures(await work.timeline.of(incident.id))
    names = await _names(tools, history)
    return await drawn(tools, incident, lambda scene: views.everyone(scene.naming(names), history))


async def _names(tools: Tools, history: list[Tenure]) -> dict[UserId, str]:
    users = {tenure.user for tenure in history}
    return {user: await verbs.name_of(tools.desk, user) for user in users}


async def _require_able(tools: Tools, request: Request, wanted: dict[Role, UserId | None]) -> None:
    """What is wrong with somebody is said under the field that names them."""
    tongue = tools.boundary.tongue_of(request.by)
    for role, user in wanted.items():
        try:
            if user is not None:
                await verbs.require_able(tools.desk, request, user)
        except (CannotHold, VisitorOutside, NotInside) as refused:
            said = tongue.say(refused.message, **refused.parts)
            raise FormRefused(**{f"{role_form.PREFIX}{role.value}": said}) from refused


VERBS = {
    grammar.TAKE: take,
    grammar.ASSIGN: assign,
    grammar.IC: ic,
    grammar.DROP: drop,
    grammar.ROLES: roles,
}
BUTTONS = {f"open.{role_form.FORM.name}": form_button}
FORMS = {role_form.FORM.name: submitted}
