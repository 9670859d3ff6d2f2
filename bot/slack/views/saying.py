"""A way in which the bot says something of its own accord."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from bot.slack.views.scene import Scene


class Way(Enum):
    ROOM = auto()
    """A message in the incident's channel; it follows its content, so it can be answered."""
    DIRECT = auto()
    """A direct message."""
    WHISPER = auto()
    """Seen in the channel by one person only, and only while they look: said at most twice."""


@dataclass(frozen=True, slots=True)
class Saying:
    way: Way
    draw: Callable[[Scene, Mapping[str, str]], dict[str, Any]]
    """From the scene and what the promise or nudge holds: `text` and `blocks` of a message."""
