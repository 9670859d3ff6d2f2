"""Join: the button on an announcement."""

from __future__ import annotations

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.incident.ids import IncidentId
from bot.incident.incident import Incident
from bot.language import Tongue
from bot.response.join import join
from bot.slack.tools import Tools
from bot.slack.views import opened
from bot.slack.views.answer import Answer


async def pressed(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.button_asker(args)
    incident = IncidentId(asker.value)

    def show(outcome: tuple[Incident, bool], tongue: Tongue) -> Answer:
        joined, is_new = outcome
        scene = tools.scene(joined, tongue)
        return opened.joined_room(scene) if is_new else opened.in_already(scene)

    await tools.boundary.commit(asker, "join", lambda: join(tools.desk, incident, asker.user), show)
