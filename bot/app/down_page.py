"""What to do without the bot: the lines that whoever meets a bot without a database reads."""

from __future__ import annotations

from collections.abc import Callable

from bot.incident.policy import Policy
from bot.language import Tongue
from bot.outlets.templates import Templates
from bot.slack.views.blocks import Mrkdwn


def down_page(templates: Templates, policy_now: Callable[[], Policy]) -> Callable[[Tongue], Mrkdwn]:
    def first_lines(tongue: Tongue) -> Mrkdwn:
        policy = policy_now()
        page = str(policy.without_the_bot) if policy.without_the_bot else None
        text = templates.render(
            tongue.locale,
            "when-the-bot-is-down",
            incidents_channel=f"#{policy.incidents_channel.lstrip('#')}",
            page=page,
        )
        return Mrkdwn(text)

    return first_lines
