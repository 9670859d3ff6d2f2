"""The service catalogue: `service`, `service KEY`, `runbook`, `runbook NAME`."""

from __future__ import annotations

from bot.incident.errors import NotHere
from bot.incident.guides import service_of
from bot.incident.guides_errors import NoCatalogue, NotARunbook, NotAService
from bot.incident.incident import Incident
from bot.incident.service import Guide, Service, guides_typed, service_typed
from bot.incident.text import folded
from bot.language import Tongue
from bot.response.edit import edit
from bot.response.permission import require_member
from bot.slack import targets
from bot.slack.askers import Asker
from bot.slack.grammar import guides as grammar
from bot.slack.tools import Tools
from bot.slack.views import guides as view
from bot.slack.views.answer import Answer
from bot.slack.views.scene import Scene

NONE = frozenset({"none", "no", "aucun", "-"})


async def service(tools: Tools, asker: Asker, rest: str) -> None:
    """Bare: what is known of it. With a key or name: says that it is the affected one."""

    async def act() -> Scene:
        incident, request, said = await targets.request_for(tools, asker, "service", rest)
        if not tools.desk.policy().services:
            raise NoCatalogue()
        if said:
            wanted = {"service": _key(tools, said)}
            incident = (await edit(tools.desk, request, wanted)).incident
        return await tools.full_scene(incident, Tongue())

    def show(scene: Scene, tongue: Tongue) -> Answer:
        found = service_of(scene.policy, scene.incident)
        return view.service(scene.told_in(tongue), found)

    await tools.boundary.commit(asker, "service", act, show)


async def runbook(tools: Tools, asker: Asker, rest: str) -> None:
    """Those of the incident's service; by name, those of any service, wherever one stands."""
    number, said = targets.without_reference(rest)

    async def act() -> Scene | list[tuple[Service, Guide]]:
        if not tools.desk.policy().services:
            raise NoCatalogue()
        if said:
            return await _named(tools, asker, number, said)
        incident = await targets.incident_meant(tools, asker, "runbook", number)
        return await tools.full_scene(incident, Tongue())

    def show(found: Scene | list[tuple[Service, Guide]], tongue: Tongue) -> Answer:
        if isinstance(found, Scene):
            service = service_of(found.policy, found.incident)
            return view.runbooks(found.told_in(tongue), service)
        return view.named(tongue, found, tools.desk.clock.now().date())

    await tools.boundary.commit(asker, "runbook", act, show)


async def _named(
    tools: Tools, asker: Asker, number: int | None, said: str
) -> list[tuple[Service, Guide]]:
    """The affected service's own come first: others count only when it has none of that name."""
    incident = await _incident(tools, asker, number)
    services = tools.desk.policy().services
    own = service_of(tools.desk.policy(), incident) if incident else None
    found = guides_typed([own], said) if own else []
    found = found or guides_typed(services, said)
    if not found:
        raise NotARunbook(said)
    return found


async def _incident(tools: Tools, asker: Asker, number: int | None) -> Incident | None:
    """None outside of an incident's channel, where members of the workspace may ask as well."""
    try:
        return await targets.incident_meant(tools, asker, "runbook", number)
    except NotHere:
        await require_member(tools.desk, asker.user)
        return None


def _key(tools: Tools, said: str) -> str:
    if folded(said) in NONE:
        return ""
    services = tools.desk.policy().services
    found = service_typed(services, said)
    if found is None:
        raise NotAService(said, [one.key for one in services])
    return found.key


VERBS = {grammar.SERVICE: service, grammar.RUNBOOK: runbook}
