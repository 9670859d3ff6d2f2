"""What every listener has at hand."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.incident.incident import Incident
from bot.language import Tongue
from bot.response.findings import Finding
from bot.response.ports import Desk
from bot.slack.askers import ButtonAsker, CommandAsker, FormAsker
from bot.slack.boundary import Boundary
from bot.slack.declaration_line import Line, read_line
from bot.slack.gateway import Gateway
from bot.slack.replies import Replies
from bot.slack.shortcuts import ShortcutAsker
from bot.slack.views.scene import Scene


@dataclass(frozen=True, kw_only=True, slots=True)
class Tools:
    desk: Desk
    boundary: Boundary
    gateway: Gateway
    replies: Replies
    checkup: Callable[[], Awaitable[Sequence[Finding]]]
    bot_user: str

    def scene(self, incident: Incident, tongue: Tongue) -> Scene:
        return Scene(incident, self.desk.policy(), tongue, incident.channel)

    def line(self, typed: str) -> Line:
        return read_line(typed, self.desk.policy().severities)

    def command_asker(self, args: AsyncArgs) -> CommandAsker:
        return CommandAsker(args, self.replies)

    def button_asker(self, args: AsyncArgs) -> ButtonAsker:
        return ButtonAsker(args, self.replies, self.gateway)

    def shortcut_asker(self, args: AsyncArgs) -> ShortcutAsker:
        return ShortcutAsker(args, self.gateway)

    def form_asker(self, args: AsyncArgs) -> FormAsker:
        return FormAsker(args, self.gateway)
