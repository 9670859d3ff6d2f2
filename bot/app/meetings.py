"""Where the slack side asks for a file for calendars, and an outlet makes it."""

from __future__ import annotations

from bot.outlets.meeting import meeting_file
from bot.response.effects import Order


async def making_meeting(order: Order) -> bytes:
    return meeting_file(order.content)
