"""What an imported incident brings along of other incidents and of alerts.

It stands apart from what this bot knows itself: a number may be another incident's here, and an
alert with the same key is not the one that fired there.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from bot.incident.kept_alert import KeptAlert
from bot.incident.repeats import Earlier


class Brought(BaseModel):
    model_config = ConfigDict(frozen=True)

    earlier: Earlier = Earlier()
    alerts: tuple[KeptAlert, ...] = ()
    """Those that it took, as they were known."""
