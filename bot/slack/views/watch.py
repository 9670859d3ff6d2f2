"""That a channel is watched for alerts, as whoever asked for it sees it."""

from __future__ import annotations

from bot.incident.watch import Watch
from bot.language import Tongue
from bot.slack.views import blocks
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import tell


def switched(tongue: Tongue, watch: Watch) -> Answer:
    if not watch.on:
        said = tell(tongue, "Alerts that are posted in this channel are no longer read.")
        return Answer(said)
    said = tell(tongue, "From now on I read the alerts that other bots post in this channel.")
    return Answer(said, (blocks.runs((tongue.say("End it"), "watch off")),))


def not_let_in(tongue: Tongue, bot: str) -> Answer:
    """A private channel is entered by invitation only."""
    said = tell(
        tongue,
        "I cannot enter this channel by myself. Type `/invite` and {bot} here; then I read its"
        " alerts.",
        bot=blocks.user(bot),
    )
    return Answer(said)
