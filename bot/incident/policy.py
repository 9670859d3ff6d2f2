"""What a team decided about its incidents; configuration builds it, rules read it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from pydantic import BaseModel, ConfigDict, Field, HttpUrl

from bot.incident.alert_mapping import AlertMapping
from bot.incident.alert_rules import AlertRules
from bot.incident.audience import SHIPPED_AUDIENCES, Audience, MailServer
from bot.incident.channel_name import DEFAULT_PATTERN
from bot.incident.checklist import Item
from bot.incident.entry import EntryKind
from bot.incident.escalation import Escalation
from bot.incident.kept_file import MEGABYTE, KeepFiles
from bot.incident.on_call import OnCallPolicy
from bot.incident.postmortem.policy import PostmortemPolicy
from bot.incident.review_policy import ReviewPolicy
from bot.incident.roles import SHIPPED_ROLES, Role
from bot.incident.service import Service
from bot.incident.severities import Severities
from bot.incident.shipped_checklists import SHIPPED_CHECKLISTS
from bot.incident.wording import Wording
from bot.incident.working_hours import WorkingHours

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


SHIPPED_MARKS: Mapping[str, EntryKind] = {
    "pushpin": EntryKind.NOTE,
    "scales": EntryKind.DECISION,
    "parking": EntryKind.PARKED,
    "rotating_light": EntryKind.NOTE,
}


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
    working_hours: WorkingHours = Field(default_factory=WorkingHours)
    """Of each person's own zone; what can wait is said within them."""
    action_mark: str = "dart"
    """The reaction that makes an action item of a message."""
    declare_mark: str = "rotating_light"
    """The reaction by which people ask whether a message outside of incidents is one."""
    marks: Mapping[str, EntryKind] = Field(default_factory=lambda: dict(SHIPPED_MARKS))
    """The reactions that make a key entry of a message, and its kind."""
    archive_after: timedelta | None = timedelta(days=14)
    """How long after its end an incident's channel is archived; None: never."""
    archive_merged_after: timedelta | None = timedelta(hours=24)
    roles: tuple[Role, ...] = SHIPPED_ROLES
    """Those that are in use here, in the order in which they are shown."""
    services: tuple[Service, ...] = ()
    on_call: OnCallPolicy = Field(default_factory=OnCallPolicy)
    escalation: Escalation = Field(default_factory=Escalation)
    late_update_contact: str = "manager"
    """The contact who hears, beside whoever is in command, that an update is very late."""
    audiences: tuple[Audience, ...] = SHIPPED_AUDIENCES
    """Also those that are switched off."""
    mail: MailServer | None = None
    internal_domains: tuple[str, ...] = ()
    """Of the team's own network: names in them are pointed out before an update goes out."""
    checklists: tuple[Item, ...] = SHIPPED_CHECKLISTS
    mask_patterns: tuple[str, ...] = ()
    """What the team wants masked in copies of messages, besides what is known to be a secret."""
    keep_deleted: bool = False
    """Whether the record keeps the words of messages that were deleted; it never shows them."""
    adopt_shared: bool = False
    """Whether a channel shared with another organisation may become an incident's."""
    alerts: AlertRules = Field(default_factory=AlertRules)
    alert_senders: tuple[AlertMapping, ...] = ()
    """Senders of the team's own, besides those that the bot knows."""
    keep_files: KeepFiles = KeepFiles.NONE
    """Which files posted in an incident's channel are copied; a copy goes with its message."""
    keep_files_limit: int = 10 * MEGABYTE
    """Bytes; what is larger is only named."""
    review: ReviewPolicy = Field(default_factory=ReviewPolicy)
    wording: Wording = Field(default_factory=Wording)
    """What is pointed out to whoever writes it into a post-mortem."""
    postmortem: PostmortemPolicy = Field(default_factory=PostmortemPolicy)
    guests_may_act: bool = True
    """Guests and foreign people, inside incident channels they were invited to."""

    def audience(self, key: str) -> Audience | None:
        return next((audience for audience in self.audiences if audience.key == key), None)

    @property
    def pages_people(self) -> bool:
        """Nothing but the production deployment wakes anybody."""
        return not self.prefix
