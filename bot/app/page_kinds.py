"""The ways of a page to those it calls, wired."""

from __future__ import annotations

from bot.app.identity import Identity
from bot.app.surroundings import Surroundings
from bot.outlets.http import Http
from bot.outlets.page_webhook import PageWebhook
from bot.outlets.pagerduty import PagerDuty
from bot.response.calling import Switchboard
from bot.response.effects import Kind
from bot.response.firing import Firing
from bot.slack.effects.drawing import PageKinds


def page_kinds(
    around: Surroundings, who: Identity, switchboard: Switchboard, direct: Kind
) -> PageKinds:
    """None takes longer than a call to Slack may."""
    http, secret = Http(around.outside, around.retry.timeout), around.policy.secret
    return PageKinds(
        firing=Firing(switchboard, around.policy),
        direct=direct,
        pagerduty=PagerDuty(http, secret, around.settings.pagerduty_events_url, who.site),
        webhook=PageWebhook(http, secret, around.policy, who.site),
    )
