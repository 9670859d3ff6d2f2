"""The names by which people, channels, messages and incidents are known."""

from __future__ import annotations

from typing import NewType

IncidentId = NewType("IncidentId", str)
"""A UUID. People know an incident by its reference (`INC-42`)."""

UserId = NewType("UserId", str)
GroupId = NewType("GroupId", str)
ChannelId = NewType("ChannelId", str)
MessageTs = NewType("MessageTs", str)
"""Unique in one channel only; a string, for Slack's digits do not survive a float."""

SuggestionId = NewType("SuggestionId", str)
"""A UUID. People see the card, and never this."""
