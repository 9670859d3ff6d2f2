"""The ways of an update to its readers, wired: in Slack and elsewhere."""

from __future__ import annotations

from collections.abc import Mapping

from bot.app.surroundings import Surroundings
from bot.outlets.http import Http
from bot.outlets.mail import Mail
from bot.outlets.page_check import PageCheck
from bot.outlets.smtp import Smtp
from bot.outlets.statuspage import OnStatuspage
from bot.outlets.webhook import SignedWebhook
from bot.response.effects import Kind
from bot.response.update_guard import Guard
from bot.slack.echo import Echoes
from bot.slack.effects.update_post import UpdatePost
from bot.slack.incidents_channel import IncidentsChannel


def update_kinds(
    around: Surroundings, incidents_channel: IncidentsChannel, echoes: Echoes
) -> Mapping[str, Kind]:
    """By the kinds of destinations. None takes longer than a call to Slack may."""
    guard = Guard(around.policy, around.policy.secret)
    http = Http(around.outside, around.retry.timeout)

    def in_slack() -> Kind:
        return UpdatePost(around.gateway, guard, incidents_channel, echoes.expect)

    elsewhere = in_slack()
    return {
        "room": in_slack(),
        "announcement": elsewhere,
        "channel": elsewhere,
        "user": elsewhere,
        "email": Mail(guard, Smtp(around.retry.timeout)),
        "statuspage": OnStatuspage(guard, http),
        "pagecheck": PageCheck(guard, http),
        "webhook": SignedWebhook(guard, http),
    }
