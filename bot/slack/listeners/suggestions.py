"""The card of a suggestion: its buttons and forms; and the same from a message's menu."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.incident.errors import FormRefused
from bot.incident.ids import IncidentId, SuggestionId
from bot.incident.masking import masker_of
from bot.incident.question import Declaration
from bot.incident.suggestion import SuggestionState
from bot.incident.suggestion_errors import NoneToLink
from bot.language import Tongue
from bot.response import take_up
from bot.response.permission import require_member
from bot.response.suggest import current, titled
from bot.response.take_up import About, Decided, OfMessage, incidents_to_link
from bot.slack.askers import Asker
from bot.slack.declaration_line import Line
from bot.slack.effects.read_message import said_in, source_of
from bot.slack.tools import Tools
from bot.slack.views import forms, opened
from bot.slack.views import suggestion as views
from bot.slack.views.answer import Answer
from bot.slack.views.suggestion_forms import (
    DECLARE_FORM,
    LINK_FORM,
    Kept,
    about_of,
    chosen_incident,
    link_form,
)
from bot.slack.views.suggestion_scene import SuggestionScene

DECLARE_FROM_MESSAGE, LINK_TO_INCIDENT = "declare_from_message", "link_to_incident"


@dataclass(frozen=True, slots=True)
class _Done:
    decided: Decided
    scene: SuggestionScene


async def declare_button(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.button_asker(args)
    id, _, severity = asker.value.partition(" ")
    await _declare(tools, asker, SuggestionId(id), _pressed(asker, severity))


async def dismiss_button(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.button_asker(args)
    await _dismiss(tools, asker, SuggestionId(asker.value))


async def near_button(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.button_asker(args)
    id, _, incident = asker.value.partition(" ")
    await _link(tools, asker, SuggestionId(id), IncidentId(incident))


async def edit_button(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.button_asker(args)
    await _offer(tools, asker, _edit(tools, asker, SuggestionId(asker.value)))


async def link_button(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.button_asker(args)
    await _offer(tools, asker, _choose(tools, asker, SuggestionId(asker.value)))


async def decide_choice(tools: Tools, args: AsyncArgs) -> None:
    """Of a card that is folded to one line."""
    asker = tools.button_asker(args)
    what, id, *more = asker.value.split(" ")
    suggestion = SuggestionId(id)
    match what:
        case "declare":
            await _declare(tools, asker, suggestion, _pressed(asker, more[0]))
        case "edit":
            await _offer(tools, asker, _edit(tools, asker, suggestion))
        case "link":
            await _offer(tools, asker, _choose(tools, asker, suggestion))
        case _:
            await _dismiss(tools, asker, suggestion)


async def declare_shortcut(tools: Tools, args: AsyncArgs) -> None:
    asker, about = tools.shortcut_asker(args), _message(tools, args)
    await _offer(tools, asker, _edit(tools, asker, about))


async def link_shortcut(tools: Tools, args: AsyncArgs) -> None:
    asker, about = tools.shortcut_asker(args), _message(tools, args)
    await _offer(tools, asker, _choose(tools, asker, about))


async def declared_by_form(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.form_asker(args)
    about, tongue = about_of(asker.view), tools.boundary.tongue_of(asker.user)
    declaration = forms.read_declare_form(asker.view, asker.user, tongue)
    await _declare(tools, asker, about, declaration)


async def linked_by_form(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.form_asker(args)
    about, incident = about_of(asker.view), chosen_incident(asker.view)
    tongue = tools.boundary.tongue_of(asker.user)
    if not incident:
        raise FormRefused(incident=tongue.say("Choose the incident it belongs to."))
    await _link(tools, asker, about, incident)


def _pressed(asker: Asker, severity: str) -> Declaration:
    return Declaration(
        key=asker.key, title="", severity=severity, by=asker.user, origin=asker.origin
    )


async def _declare(tools: Tools, asker: Asker, about: About, declaration: Declaration) -> None:
    async def act() -> _Done:
        decided = await take_up.declare_suggested(tools.desk, about, declaration, site=tools.site)
        return await _seen(tools, decided)

    await tools.boundary.commit(asker, "declare", act, _shown(tools))


async def _link(tools: Tools, asker: Asker, about: About, to: IncidentId) -> None:
    async def act() -> _Done:
        decided = await take_up.link_suggested(tools.desk, about, to, asker.user, site=tools.site)
        return await _seen(tools, decided)

    await tools.boundary.commit(asker, "link", act, _shown(tools))


async def _dismiss(tools: Tools, asker: Asker, id: SuggestionId) -> None:
    async def act() -> _Done:
        return await _seen(tools, await take_up.dismiss(tools.desk, id, asker.user))

    await tools.boundary.commit(asker, "dismiss", act, _shown(tools))


async def _offer(tools: Tools, asker: Asker, opening: Awaitable[Answer | None]) -> None:
    await asker.ack(None, tools.boundary.tongue_of(asker.user))
    tools.boundary.after_ack(asker, opening)


async def _edit(tools: Tools, asker: Asker, about: About) -> Answer | None:
    """The declare form, filled with what is known."""
    await require_member(tools.desk, asker.user)
    tongue, policy = tools.boundary.tongue_of(asker.user), tools.desk.policy()
    found = await _waiting(tools, asker, about)
    if isinstance(found, Answer):
        return found
    title, severity = found
    line = Line(title=title, severity=policy.severities.get(severity or ""))
    kept = Kept.of(about).model_dump_json()
    view = forms.declare_form(tongue, policy, line, name=DECLARE_FORM, about=kept)
    await tools.gateway.call("views.open", trigger_id=asker.trigger, view=view)
    return None


async def _choose(tools: Tools, asker: Asker, about: About) -> Answer | None:
    incidents = await incidents_to_link(tools.desk, asker.user)
    found = await _waiting(tools, asker, about)
    if isinstance(found, Answer):
        return found
    if not incidents:
        raise NoneToLink()
    tongue = tools.boundary.tongue_of(asker.user)
    view = link_form(tongue, about, incidents, found[0])
    await tools.gateway.call("views.open", trigger_id=asker.trigger, view=view)
    return None


async def _waiting(tools: Tools, asker: Asker, about: About) -> Answer | tuple[str, str | None]:
    """What it is called, and its severity; or what was decided about it already."""
    severity: str | None = None
    if isinstance(about, OfMessage):
        decided = await take_up.decided_about(tools.desk, about, asker.user)
        title = about.said
    else:
        async with tools.desk.ledger.look() as work:
            suggestion = await current(work, about)
        decided = await take_up.decision_on(tools.desk, suggestion, asker.user)
        title, severity = suggestion.title, suggestion.severity
    if decided is None:
        return title, severity
    tongue = tools.boundary.tongue_of(asker.user)
    return _shown(tools)(await _seen(tools, decided), tongue)


def _message(tools: Tools, args: AsyncArgs) -> OfMessage:
    message, channel = args.body["message"], args.body["channel"]["id"]
    source = source_of(channel, message)
    said = masker_of(tools.desk.policy().mask_patterns).mask(said_in(message)).text
    return OfMessage(source, titled(said, source))


async def _seen(tools: Tools, decided: Decided) -> _Done:
    suggestion = decided.suggestion
    by = suggestion.decided_by
    names = await tools.names([by] if by else [])
    policy, now = tools.desk.policy(), tools.desk.clock.now()
    tongue = Tongue(policy.locale, policy.command)
    return _Done(
        decided,
        SuggestionScene(
            suggestion,
            policy,
            tongue,
            now,
            site=tools.site,
            incident=decided.incident,
            names=names,
        ),
    )


def _shown(tools: Tools) -> Callable[[_Done, Tongue], Answer]:
    def show(done: _Done, tongue: Tongue) -> Answer:
        decided = done.decided
        state = decided.suggestion.state
        if decided.first and decided.incident and state is SuggestionState.DECLARED:
            return opened.opened(tools.scene(decided.incident, tongue))
        return views.told(done.scene, tongue)

    return show


SHORTCUTS = {DECLARE_FROM_MESSAGE: declare_shortcut, LINK_TO_INCIDENT: link_shortcut}
FORMS = {LINK_FORM: linked_by_form, DECLARE_FORM: declared_by_form}
BUTTONS = {
    **dict.fromkeys(views.DECLARES, declare_button),
    views.EDIT: edit_button,
    views.LINK: link_button,
    views.DISMISS: dismiss_button,
    views.NEAR: near_button,
    views.DECIDE: decide_choice,
}
