"""The moments: `started 13:50`, `mitigated`, `resolved -5m`, `times`, and the form for all."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.incident.incident import Incident
from bot.incident.moments import EDITABLE, Moment
from bot.incident.text import folded
from bot.incident.when import TypedTime, leading_time, whole_time
from bot.incident.when_errors import NeverWas, WasTwice
from bot.language import Tongue
from bot.response.change import Changed, Request
from bot.response.times import mitigated_now, set_moments
from bot.slack import open_form, targets
from bot.slack.askers import Asker
from bot.slack.grammar import Verb
from bot.slack.grammar import ends as grammar
from bot.slack.resolving import refuse_future, resolve, resolve_with
from bot.slack.tools import Tools
from bot.slack.typed_times import Doubtful, zone_of
from bot.slack.views import times as views
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import tell
from bot.slack.views.incident_form import submitted as read_form

UNKNOWN = frozenset({"unknown", "inconnu", "?"})
Done = tuple[Changed, TypedTime | None]
Handler = Callable[[Tools, Asker, str], Awaitable[None]]


async def times(tools: Tools, asker: Asker, rest: str) -> None:
    async def act() -> Incident:
        number, _ = targets.without_reference(rest)
        return await targets.incident_meant(tools, asker, "times", number)

    def show(incident: Incident, tongue: Tongue) -> Answer:
        return views.times(tools.scene(incident, tongue))

    await tools.boundary.commit(asker, "times", act, show)


async def started(tools: Tools, asker: Asker, rest: str) -> None:
    await _at_or_form(tools, asker, Moment.STARTED, rest)


async def detected(tools: Tools, asker: Asker, rest: str) -> None:
    await _at_or_form(tools, asker, Moment.DETECTED, rest)


async def acknowledged(tools: Tools, asker: Asker, rest: str) -> None:
    """Bare: just now."""
    number, text = targets.without_reference(rest)
    reference = f"INC-{number} " if number is not None else ""
    await _back_date(tools, asker, Moment.ACKNOWLEDGED, rest if text else f"{reference}-0m")


async def mitigated(tools: Tools, asker: Asker, rest: str) -> None:
    """With a time: when. Bare or with words: the status, and the words are its reason."""
    text = targets.without_reference(rest)[1]
    if _is_time(text):
        await _back_date(tools, asker, Moment.MITIGATED, rest)
        return

    async def act() -> Done:
        _, request, reason = await targets.request_for(tools, asker, "mitigated", rest)
        return await mitigated_now(tools.desk, request, reason), None

    await tools.boundary.commit(asker, "mitigated", act, _shown(tools, Moment.MITIGATED))


async def resolved(tools: Tools, asker: Asker, rest: str) -> None:
    """With a time: when. Otherwise it is `resolve`, with a time before the words if one stands."""
    number, text = targets.without_reference(rest)
    if not _is_time(text):
        await resolve(tools, asker, rest)
        return
    read = await _leading(tools, asker, text)
    if read is None or not read.rest:
        await _back_date(tools, asker, Moment.RESOLVED, rest)
        return
    reference = f"INC-{number} " if number is not None else ""
    await resolve_with(tools, asker, f"{reference}{read.rest}", read.at)


async def form_button(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.button_asker(args)
    id = asker.value
    await open_form.offer(
        tools, asker, views.TIMES, lambda: targets.incident_of_button(tools, asker, id)
    )


async def submitted(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.form_asker(args)
    form, tongue = read_form(asker.view), tools.boundary.tongue_of(asker.user)
    given: dict[Moment, datetime | None] = {
        m: views.moment_of(form.values, m) for m in EDITABLE if f"moment.{m}" in form.changed
    }
    refuse_future(tools, tongue, {m: at for m, at in given.items() if at})

    async def act() -> Changed:
        request = Request(form.incident, asker.user, asker.key)
        return await set_moments(tools.desk, request, given, seen=form.seen)

    def show(changed: Changed, tongue: Tongue) -> Answer:
        return views.times(tools.scene(changed.incident, tongue))

    await open_form.commit_form(tools, asker, views.TIMES, form.typed, act, show, form.incident)


async def _at_or_form(tools: Tools, asker: Asker, moment: Moment, rest: str) -> None:
    number, text = targets.without_reference(rest)
    if text:
        await _back_date(tools, asker, moment, rest)
        return
    await open_form.offer(
        tools,
        asker,
        views.TIMES,
        lambda: targets.incident_meant(tools, asker, moment.value, number),
    )


async def _back_date(tools: Tools, asker: Asker, moment: Moment, rest: str) -> None:
    async def act() -> Done | Doubtful:
        incident, request, text = await targets.request_for(tools, asker, moment.value, rest)
        if folded(text) in UNKNOWN:
            return await set_moments(tools.desk, request, {moment: None}), None
        zone = await zone_of(tools, asker)
        try:
            read = whole_time(text, tools.desk.clock.now(), zone)
        except (WasTwice, NeverWas) as doubt:
            return Doubtful(incident, doubt)
        return await set_moments(tools.desk, request, {moment: read.at}), read

    await tools.boundary.commit(asker, moment.value, act, _shown(tools, moment))


def _shown(tools: Tools, moment: Moment) -> Callable[[Done | Doubtful, Tongue], Answer]:
    def show(outcome: Done | Doubtful, tongue: Tongue) -> Answer:
        if isinstance(outcome, Doubtful):
            said = tell(tongue, outcome.why.message, **outcome.why.parts)
            line = f"{moment.value} {outcome.incident.reference}"
            return views.which(tongue, said, line, outcome.why.options)
        changed, read = outcome
        return views.understood(tools.scene(changed.incident, tongue), changed.facts, read)

    return show


async def _leading(tools: Tools, asker: Asker, text: str) -> TypedTime | None:
    """None also for what cannot be meant: whoever sets the moment says why."""
    zone = await zone_of(tools, asker)
    try:
        return leading_time(text, tools.desk.clock.now(), zone)
    except (WasTwice, NeverWas):
        return None


def _is_time(text: str) -> bool:
    """Whatever begins like one: half a time is refused, and not taken for words."""
    words = folded(text)
    begins = ("-", "il y a ", "yesterday", "today", "hier", "aujourd")
    return bool(words) and (words[0].isdigit() or words.startswith(begins) or words in UNKNOWN)


VERBS: dict[Verb, Handler] = {
    grammar.TIMES: times,
    grammar.STARTED: started,
    grammar.DETECTED: detected,
    grammar.ACKNOWLEDGED: acknowledged,
    grammar.MITIGATED: mitigated,
    grammar.RESOLVED: resolved,
}
BUTTONS = {f"open.{views.TIMES.name}": form_button}
FORMS = {views.TIMES.name: submitted}
