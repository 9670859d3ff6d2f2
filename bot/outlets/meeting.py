"""A meeting as a file for calendars (RFC 5545)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

NAME = "-//incident-bot//post-mortem//EN"


def meeting_file(meeting: Mapping[str, Any]) -> bytes:
    """The same meeting gives the same bytes; a later `sequence` replaces an earlier one, and takes
    it out of the calendar where it is called off.
    """
    from icalendar import Calendar, Event  # most starts of the bot write no file

    at = datetime.fromisoformat(meeting["at"])
    calendar, event = Calendar(), Event()
    calendar.add("prodid", NAME)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if meeting["off"] else "PUBLISH")
    event.add("uid", meeting["uid"])
    event.add("sequence", meeting["sequence"])
    event.add("dtstamp", at)
    event.add("dtstart", at)
    event.add("dtend", at + timedelta(minutes=meeting["minutes"]))
    event.add("status", "CANCELLED" if meeting["off"] else "CONFIRMED")
    event.add("summary", meeting["summary"])
    event.add("description", meeting["agenda"])
    calendar.add_component(event)
    return bytes(calendar.to_ical())
