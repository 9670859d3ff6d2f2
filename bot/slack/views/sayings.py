"""Everything the bot says of its own accord, by name: how it is drawn, and who hears it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.slack.views import (
    adopted,
    alerts,
    ask,
    catchup,
    decision,
    ends,
    masked,
    merge,
    review_sayings,
    role_sayings,
    task_sayings,
    update_sayings,
)
from bot.slack.views.saying import Saying, Way

__all__ = ["SAYINGS", "Saying", "Way"]

SAYINGS: Mapping[str, Saying] = {
    **ends.SAYINGS,
    **merge.SAYINGS,
    **task_sayings.SAYINGS,
    **ask.SAYINGS,
    **catchup.SAYINGS,
    **decision.SAYINGS,
    **role_sayings.SAYINGS,
    **review_sayings.SAYINGS,
    **masked.SAYINGS,
    **adopted.SAYINGS,
    **alerts.SAYINGS,
    **update_sayings.SAYINGS,
}
