"""The ends and the ways back: `resolve`, `cancel`, `close`, `reopen`, `keep`, and their forms."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.incident.ends import CANCELLED_BECAUSE
from bot.incident.ends_errors import ReasonNeeded, WaiverNeeded
from bot.incident.errors import FormRefused, IncidentError
from bot.incident.incident import Incident
from bot.incident.moments import Moment
from bot.incident.text import folded
from bot.incident.timeline import Fact
from bot.language import LOCALES, N_, Tongue
from bot.response import ends as verbs
from bot.response.change import Changed, Request
from bot.response.ports import Desk
from bot.slack import open_form, targets
from bot.slack.askers import Asker
from bot.slack.grammar import ends as grammar
from bot.slack.resolving import offer_form, refuse_future, resolve
from bot.slack.tools import Tools
from bot.slack.views import ends as views
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import tell
from bot.slack.views.incident_form import IncidentForm
from bot.slack.views.incident_form import submitted as read_form
from bot.slack.views.names import reason_said
from bot.slack.views.resolving import LATER, RESOLVE, YES
from bot.slack.views.scene import Scene
from bot.slack.views.times import moment_of

Verb = Callable[[Desk, Request, str], Awaitable[Changed]]
Shown = Callable[[Scene, Sequence[Fact]], Answer]
Asked = tuple[Incident, IncidentError]
NOTHING_DONE = N_("Say what was done, for example: Rolled back to the release of Monday")
NO_REASON = N_("Say why, for example: Covered by the review of INC-7")
_REASONS = {
    folded(reason_said(Tongue(locale), reason)): reason
    for reason in CANCELLED_BECAUSE
    for locale in LOCALES
}


async def cancel(tools: Tools, asker: Asker, rest: str) -> None:
    async def act() -> Changed:
        _, request, text = await targets.request_for(tools, asker, "cancel", rest)
        return await verbs.cancel(tools.desk, request, _REASONS.get(folded(text), text))

    await tools.boundary.commit(asker, "cancel", act, _shown(tools, views.cancelled))


async def close(tools: Tools, asker: Asker, rest: str) -> None:
    await _or_ask(tools, asker, "close", rest, verbs.close, views.closed, views.CLOSE)


async def reopen(tools: Tools, asker: Asker, rest: str) -> None:
    await _or_ask(tools, asker, "reopen", rest, verbs.reopen, views.reopened, views.REOPEN)


async def keep(tools: Tools, asker: Asker, rest: str) -> None:
    async def act() -> Changed:
        _, request, _ = await targets.request_for(tools, asker, "keep", rest)
        return await verbs.keep(tools.desk, request)

    await tools.boundary.commit(asker, "keep", act, _shown(tools, lambda s, _: views.kept(s)))


async def resolve_button(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.button_asker(args)
    id = asker.value
    await offer_form(tools, asker, lambda: targets.incident_of_button(tools, asker, id))


async def close_button(tools: Tools, args: AsyncArgs) -> None:
    await _open(tools, args, views.CLOSE)


async def reopen_button(tools: Tools, args: AsyncArgs) -> None:
    await _open(tools, args, views.REOPEN)


async def resolve_submitted(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.form_asker(args)
    form, tongue = read_form(asker.view), tools.boundary.tongue_of(asker.user)
    if not form.values["resolution"]:
        raise FormRefused(resolution=tongue.say(NOTHING_DONE))
    given = {m: moment_of(form.values, m) for m in (Moment.RESOLVED, Moment.MITIGATED)}
    times = {moment: at for moment, at in given.items() if at}
    refuse_future(tools, tongue, times)

    async def act() -> Changed:
        return await verbs.resolve(
            tools.desk,
            Request(form.incident, asker.user, asker.key),
            form.values["resolution"],
            lasting=form.values["lasting"],
            times=times,
            seen=form.seen,
            later=form.values.get(LATER) == YES,
        )

    show = _shown(tools, views.resolved)
    await open_form.commit_form(tools, asker, RESOLVE, form.typed, act, show, form.incident)


async def close_submitted(tools: Tools, args: AsyncArgs) -> None:
    await _submitted(tools, args, views.CLOSE, verbs.close, views.closed)


async def reopen_submitted(tools: Tools, args: AsyncArgs) -> None:
    await _submitted(tools, args, views.REOPEN, verbs.reopen, views.reopened)


async def _submitted(
    tools: Tools, args: AsyncArgs, form_: IncidentForm, verb: Verb, shown: Shown
) -> None:
    asker = tools.form_asker(args)
    form, tongue = read_form(asker.view), tools.boundary.tongue_of(asker.user)
    reason = form.values["reason"]
    if not reason:
        raise FormRefused(reason=tongue.say(NO_REASON))

    async def act() -> Changed:
        return await verb(tools.desk, Request(form.incident, asker.user, asker.key), reason)

    await tools.boundary.commit(asker, form_.name, act, _shown(tools, shown))


async def _or_ask(
    tools: Tools,
    asker: Asker,
    name: str,
    rest: str,
    verb: Verb,
    shown: Shown,
    form: IncidentForm,
) -> None:
    """At once; where a reason is needed and was not typed, the form is one press away."""

    async def act() -> Changed | Asked:
        incident, request, text = await targets.request_for(tools, asker, name, rest)
        try:
            return await verb(tools.desk, request, text)
        except (WaiverNeeded, ReasonNeeded) as needed:
            return incident, needed

    def show(outcome: Changed | Asked, tongue: Tongue) -> Answer:
        if isinstance(outcome, Changed):
            return _shown(tools, shown)(outcome, tongue)
        incident, needed = outcome
        said = tell(tongue, needed.message, **needed.parts)
        return views.asking(tools.scene(incident, tongue), said, form)

    await tools.boundary.commit(asker, name, act, show)


async def _open(tools: Tools, args: AsyncArgs, form: IncidentForm) -> None:
    asker = tools.button_asker(args)
    id = asker.value
    await open_form.offer(tools, asker, form, lambda: targets.incident_of_button(tools, asker, id))


def _shown(tools: Tools, view: Shown) -> Callable[[Changed, Tongue], Answer]:
    return lambda changed, tongue: view(tools.scene(changed.incident, tongue), changed.facts)


VERBS = {
    grammar.RESOLVE: resolve,
    grammar.CANCEL: cancel,
    grammar.CLOSE: close,
    grammar.REOPEN: reopen,
    grammar.KEEP: keep,
}
BUTTONS = {
    f"open.{RESOLVE.name}": resolve_button,
    f"open.{views.CLOSE.name}": close_button,
    f"open.{views.REOPEN.name}": reopen_button,
}
FORMS = {
    RESOLVE.name: resolve_submitted,
    views.CLOSE.name: close_submitted,
    views.REOPEN.name: reopen_submitted,
}
