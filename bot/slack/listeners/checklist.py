"""The checklist: `checklist`, `checklist done 3`, `checklist undo 3`, and its form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.incident.guides import checklist_of, service_of
from bot.incident.guides_errors import NoSuchItem, SeenByItself
from bot.incident.incident import Incident
from bot.incident.policy import Policy
from bot.incident.service import criteria
from bot.incident.text import folded
from bot.language import Tongue
from bot.response.change import Changed, Request
from bot.response.checklist import tick
from bot.slack import open_form, targets
from bot.slack.askers import Asker
from bot.slack.grammar import guides as grammar
from bot.slack.tools import Tools
from bot.slack.views import checklist as view
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import tell
from bot.slack.views.incident_form import submitted as read_form
from bot.slack.views.scene import Scene

_TICK = frozenset({"done", "tick", "fait", "cocher"})
_UNTICK = frozenset({"undo", "untick", "decocher", "defaire"})


async def typed(tools: Tools, asker: Asker, rest: str) -> None:
    """Bare: the whole of it. With a number: ticks that one, and shows the whole again."""

    async def act() -> tuple[Scene, bool]:
        incident, request, said = await targets.request_for(tools, asker, "checklist", rest)
        changed = True
        if said:
            marks = _marks(tools.desk.policy(), incident, said)
            done = await tick(tools.desk, request, marks)
            incident, changed = done.incident, bool(done.facts)
        return await tools.full_scene(incident, Tongue()), changed

    def show(found: tuple[Scene, bool], tongue: Tongue) -> Answer:
        scene, changed = found
        so = () if changed else (tell(tongue, "That was so already; nothing has changed."),)
        return view.checklist(scene.told_in(tongue), *so)

    await tools.boundary.commit(asker, "checklist", act, show)


async def form_button(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.button_asker(args)
    id = asker.value
    await open_form.offer(
        tools, asker, view.FORM, lambda: targets.incident_of_button(tools, asker, id)
    )


async def submitted(tools: Tools, args: AsyncArgs) -> None:
    """Only what was changed in the form is written: two people at once add up."""
    asker = tools.form_asker(args)
    form = read_form(asker.view)
    marks = _changes(asker.view)

    async def act() -> Changed:
        return await tick(tools.desk, Request(form.incident, asker.user, asker.key), marks)

    def show(changed: Changed, tongue: Tongue) -> None:
        """The card shows it; the form closes."""

    await tools.boundary.commit(asker, "checklist", act, show)


def _marks(policy: Policy, incident: Incident, said: str) -> Mapping[str, bool]:
    """`done 3`, or just `3`; raises NoSuchItem for anything else."""
    first, _, second = said.partition(" ")
    verb, which = (folded(first), second.strip()) if second else ("done", first)
    if verb not in _TICK | _UNTICK:
        raise NoSuchItem(said)
    return {_key(policy, incident, which): verb in _TICK}


def _key(policy: Policy, incident: Incident, which: str) -> str:
    """By its number, as the list shows it, or its key, as buttons do."""
    found = checklist_of(policy, incident)
    for one in found:
        if which in (str(one.number), one.item.key):
            if one.seen:
                raise SeenByItself(one.number)
            return one.item.key
    reasons = enumerate(criteria(service_of(policy, incident)), start=len(found) + 1)
    for number, (key, _) in reasons:
        if which in (str(number), key):
            return key
    raise NoSuchItem(which)


def _changes(submitted_view: Mapping[str, Any]) -> dict[str, bool]:
    """Each box that is not as it was when the form was drawn."""
    marks: dict[str, bool] = {}
    for block in submitted_view["blocks"]:
        element = block.get("element") or {}
        if element.get("type") == "checkboxes":
            answer = submitted_view["state"]["values"][block["block_id"]][element["action_id"]]
            before, now = (
                _ticked(element.get("initial_options")),
                _ticked(answer["selected_options"]),
            )
            marks |= {key: key in now for key in before ^ now}
    return marks


def _ticked(options: Any) -> set[str]:
    return {str(option["value"]) for option in options or ()}


VERBS = {grammar.CHECKLIST: typed}
BUTTONS = {f"open.{view.FORM.name}": form_button}
FORMS = {view.FORM.name: submitted}
