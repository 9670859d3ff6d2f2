"""Check: what is missing in the set-up; and *Repair*."""

from __future__ import annotations

from collections.abc import Sequence

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.incident.ids import IncidentId
from bot.language import Tongue
from bot.response.findings import Finding
from bot.response.permission import require_member, require_welcome
from bot.response.repair import repair
from bot.slack.askers import Asker
from bot.slack.tools import Tools
from bot.slack.views import checkup
from bot.slack.views.answer import Answer


async def check(tools: Tools, asker: Asker, rest: str) -> None:
    """Slack is asked several things, so the ack does not wait for it."""
    tongue = tools.boundary.tongue_of(asker.user)
    await asker.ack(checkup.looking(tongue), tongue)
    tools.boundary.after_ack(asker, _found(tools, asker))


async def repair_button(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.button_asker(args)
    incident = IncidentId(asker.value)

    async def act() -> list[str]:
        await require_welcome(tools.desk, asker.user, incident)
        return await repair(tools.desk, incident, by=asker.user)

    def show(repaired: Sequence[str], tongue: Tongue) -> Answer:
        return checkup.repairing(tongue, len(repaired))

    await tools.boundary.commit(asker, "repair", act, show)


async def _found(tools: Tools, asker: Asker) -> Answer:
    await require_member(tools.desk, asker.user)
    findings: Sequence[Finding] = await tools.checkup()
    return checkup.findings(tools.boundary.tongue_of(asker.user), findings)
