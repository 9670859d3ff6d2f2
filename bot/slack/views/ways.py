"""The words for how an incident is to end, on buttons and in sentences."""

from __future__ import annotations

from datetime import datetime

from bot.incident.decision import Way, is_known
from bot.incident.text import shortened
from bot.language import N_, Tongue
from bot.slack.views import blocks
from bot.slack.views.blocks import Mrkdwn, tell

QUOTED = 150
_WAY = {
    Way.FIX_FORWARD: N_("Fix forward"),
    Way.ROLL_BACK: N_("Roll back"),
    Way.SWITCH_OFF: N_("Switch the flag off"),
    Way.DEGRADE: N_("Degrade"),
    Way.WAIT: N_("Wait"),
}


def way_name(tongue: Tongue, way: str) -> str:
    """A decision in somebody's own words is said in those."""
    return tongue.say(_WAY[Way(way)]) if is_known(way) else way


def way_said(
    tongue: Tongue, way: str, note: str = "", until: datetime | None = None, limit: int = QUOTED
) -> Mrkdwn:
    """With its note, or until when, if there is either."""
    name = shortened(way_name(tongue, way), limit)
    if until is not None:
        return tell(tongue, "{way} until {at}", way=name, at=blocks.moment(until))
    if note:
        return tell(tongue, "{way} ({note})", way=name, note=shortened(note, limit))
    return blocks.escape(name)
