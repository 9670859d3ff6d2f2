"""The ways of a page to those it calls, wired."""

from __future__ import annotations

from bot.app.identity import Identity
from bot.app.surroundings import Surroundings
from bot.outlets.http import Http
from bot.outlets.page_webhook import PageWebhook
from bot.outlets.pagerduty import PagerDuty
from bot.response.calling import Switchboard
from bot.response.firing import Firing
from bot.slack.echo import Echoes
from bot.slack.effects import post
from bot.slack.effects.drawing import PageKinds
from bot.slack.effects.post import Place


def page_kinds(
    around: Surroundings, who: Identity, switchboard: Switchboard, to_one: Place, echoes: Echoes
) -> PageKinds:
    """None takes longer than a call to Slack may."""
    http, secret = Http(around.outside, around.retry.timeout), around.policy.secret
    return PageKinds(
        firing=Firing(switchboard, around.policy),
        direct=post.Message(around.gateway, to_one, echoes.expect),
        pagerduty=PagerDuty(http, secret, around.settings.pagerduty_events_url, who.site),
        webhook=PageWebhook(http, secret, around.policy, who.site),
    )
