"""What every listener has at hand."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.language import Tongue
from bot.response.export import Formats
from bot.response.findings import Finding
from bot.response.ports import Desk
from bot.response.subject import RECENT
from bot.slack.askers import ButtonAsker, CommandAsker, FormAsker, RunAsker
from bot.slack.boundary import Boundary
from bot.slack.declaration_line import Line, read_line
from bot.slack.gateway import Gateway
from bot.slack.replies import Replies
from bot.slack.shortcuts import ShortcutAsker
from bot.slack.views.audiences import people_told
from bot.slack.views.scene import Facts, Scene, people_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Tools:
    desk: Desk
    boundary: Boundary
    gateway: Gateway
    replies: Replies
    checkup: Callable[[], Awaitable[Sequence[Finding]]]
    bot_user: str
    site: str
    """The address of the workspace."""
    formats: Formats
    """In which an incident can be exported."""

    def scene(self, incident: Incident, tongue: Tongue) -> Scene:
        return Scene(incident, self.desk.policy(), tongue, incident.channel)

    async def facts(self, incident: Incident) -> Facts:
        """What else is known of it: tasks, the latest changes, and names of the people in them."""
        async with self.desk.ledger.look() as work:
            tasks = tuple(await work.tasks.of(incident.id))
            recent = tuple(await work.entries.latest(incident.id, RECENT))
        told = people_told(self.desk.policy())
        names = await self.names([*people_of(incident, tasks, recent), *told])
        return Facts(tasks, recent, names, self.desk.clock.now())

    async def names(self, users: Iterable[UserId]) -> dict[UserId, str]:
        people = [await self.desk.directory.known(user) for user in sorted(set(users))]
        return {person.id: person.name for person in people if person}

    async def full_scene(self, incident: Incident, tongue: Tongue) -> Scene:
        return self.scene(incident, tongue).knowing(await self.facts(incident))

    def line(self, typed: str) -> Line:
        return read_line(typed, self.desk.policy().severities)

    def command_asker(self, args: AsyncArgs) -> CommandAsker:
        return CommandAsker(args, self.replies)

    def button_asker(self, args: AsyncArgs) -> ButtonAsker:
        return ButtonAsker(args, self.replies, self.gateway)

    def run_asker(self, args: AsyncArgs) -> RunAsker:
        return RunAsker(args, self.replies, self.gateway)

    def shortcut_asker(self, args: AsyncArgs) -> ShortcutAsker:
        return ShortcutAsker(args, self.gateway)

    def form_asker(self, args: AsyncArgs) -> FormAsker:
        return FormAsker(args, self.gateway)
