"""Opening a form about an incident, from a button, a typed line or a mention."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

from bot.incident.errors import FormRefused, IncidentError, StaleForm
from bot.incident.ids import IncidentId
from bot.incident.incident import Incident
from bot.language import Tongue
from bot.response.change import Changed
from bot.response.outcomes import NotDone
from bot.slack.askers import Asker, FormAsker
from bot.slack.tools import Tools
from bot.slack.views import blocks
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import tell
from bot.slack.views.incident_form import IncidentForm, drawn_again

Typed = Mapping[str, str]
T = TypeVar("T")


async def offer(
    tools: Tools,
    asker: Asker,
    form: IncidentForm,
    meant: Callable[[], Awaitable[Incident]],
    typed: Typed | None = None,
) -> None:
    """Open it after the ack; where no form can be opened by itself, a button that opens it."""
    if asker.trigger is None:
        await tools.boundary.commit(asker, form.name, meant, _button(form))
        return
    tongue = tools.boundary.tongue_of(asker.user)
    await asker.ack(None, tongue)
    tools.boundary.after_ack(asker, _open(tools, asker, form, meant, typed))


async def _open(
    tools: Tools,
    asker: Asker,
    form: IncidentForm,
    meant: Callable[[], Awaitable[Incident]],
    typed: Typed | None,
) -> Answer | None:
    incident = await meant()
    tongue = tools.boundary.tongue_of(asker.user)
    scene = await tools.full_scene(incident, tongue)
    try:
        await tools.gateway.call(
            "views.open", trigger_id=asker.trigger, view=form.view(scene, typed)
        )
    except NotDone:
        return _button(form)(incident, tongue)
    return None


def _button(form: IncidentForm) -> Callable[[Incident, Tongue], Answer]:
    def show(incident: Incident, tongue: Tongue) -> Answer:
        said = tell(
            tongue, "*{reference}*: the form opens by this button.", reference=incident.reference
        )
        opens = blocks.opens(tongue.say("Open the form"), form.name, incident.id, style="primary")
        return Answer(said, (blocks.buttons(opens),))

    return show


async def commit_form(
    tools: Tools,
    asker: FormAsker,
    form: IncidentForm,
    typed: Typed,
    act: Callable[[], Awaitable[Changed]],
    show: Callable[[Changed, Tongue], Answer | None],
    incident: IncidentId,
) -> None:
    """Carry out what a form asks for; whoever was second sees what has changed meanwhile."""

    async def tried() -> Changed | tuple[Incident, StaleForm]:
        try:
            return await act()
        except StaleForm as stale:
            async with tools.desk.ledger.look() as work:
                return await work.incidents.get(incident), stale

    def told(outcome: Changed | tuple[Incident, StaleForm], tongue: Tongue) -> Answer | None:
        if isinstance(outcome, Changed):
            return show(outcome, tongue)
        now, stale = outcome
        return drawn_again(form, tools.scene(now, tongue), typed, stale.fields)

    await tools.boundary.commit(asker, form.name, tried, told)


def beside(
    tongue: Tongue, act: Callable[[], Awaitable[T]], **fields: tuple[type[IncidentError], ...]
) -> Callable[[], Awaitable[T]]:
    """The same act; these refusals of it are said under the fields they are about."""

    async def acting() -> T:
        try:
            return await act()
        except IncidentError as refused:
            said = tongue.say(refused.message, **refused.parts)
            found = {name: said for name, kinds in fields.items() if isinstance(refused, kinds)}
            if not found:
                raise
            raise FormRefused(**found) from refused

    return acting
