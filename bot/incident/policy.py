"""What a team decided about its incidents; configuration builds it, rules read it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, HttpUrl

from bot.incident.channel_name import DEFAULT_PATTERN
from bot.incident.severities import Severities

PRIVATE_WORDS = (
    "breach",
    "data breach",
    "data leak",
    "leaked",
    "ransomware",
    "extortion",
    "intrusion",
    "compromised",
    "stolen credentials",
    "insider",
    "fuite de données",
    "violation de données",
    "rançongiciel",
    "piratage",
    "compromission",
    "identifiants volés",
)


class Link(BaseModel):
    """A bookmark of every incident channel, and a line of its card."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str = Field(min_length=1, max_length=100)
    url: HttpUrl
    emoji: str | None = None


class Policy(BaseModel):
    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    severities: Severities = Field(default_factory=Severities)
    incidents_channel: str = "incidents"
    locale: str = "en"
    zone: str = "Etc/UTC"
    command: str = "/incident"
    channel_pattern: str = DEFAULT_PATTERN
    prefix: str = ""
    """Before channel names and posts, when this is not the production deployment."""
    private_words: tuple[str, ...] = PRIVATE_WORDS
    links: tuple[Link, ...] = ()
    without_the_bot: HttpUrl | None = None
    """Where the team keeps the page for the day on which the bot is down."""
    guests_may_act: bool = True
    """Guests and foreign people, inside incident channels they were invited to."""
