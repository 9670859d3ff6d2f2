"""Audiences: who is told of an incident, in which language and zone, and where it reaches them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, HttpUrl

from bot.incident.ids import UserId
from bot.language import N_

STATUSPAGE_API = "https://api.statuspage.io/v1/"


class AudienceKind(StrEnum):
    """What people need to hear: each kind has templates of its own."""

    RESPONDERS = "responders"
    INTERNAL = "internal"
    SUPPORT = "support"
    EXECUTIVES = "executives"
    CUSTOMERS = "customers"
    PUBLIC = "public"


OUTSIDE = frozenset({AudienceKind.CUSTOMERS, AudienceKind.PUBLIC})
"""They hear nothing of severities, people and causes that were not cleared for them."""

AUDIENCE_NAMES: Mapping[AudienceKind, str] = {
    AudienceKind.RESPONDERS: N_("responders"),
    AudienceKind.INTERNAL: N_("internal"),
    AudienceKind.SUPPORT: N_("support"),
    AudienceKind.EXECUTIVES: N_("executives"),
    AudienceKind.CUSTOMERS: N_("customers"),
    AudienceKind.PUBLIC: N_("public"),
}


class _Place(BaseModel):
    """`name` tells two places of one kind apart, and stays the same when an address changes."""

    model_config = ConfigDict(frozen=True)

    kind: str
    name: str = ""

    @property
    def key(self) -> str:
        """Stable, and unique within an audience."""
        return f"{self.kind}:{self.name}" if self.name else self.kind


class IncidentRoom(_Place):
    """The incident's own channel."""

    kind: Literal["room"] = "room"


class Announcement(_Place):
    """The thread of the announcement; where nothing was announced, the incidents channel."""

    kind: Literal["announcement"] = "announcement"


class SlackChannel(_Place):
    kind: Literal["channel"] = "channel"
    channel: str
    """A name without the #, or an id."""


class SlackUser(_Place):
    kind: Literal["user"] = "user"
    user: UserId


class Email(_Place):
    """One address: each reader is told apart from the others, and sees none of them."""

    kind: Literal["email"] = "email"
    address: str


class Component(BaseModel):
    """A part of a status page."""

    model_config = ConfigDict(frozen=True)

    id: str
    services: tuple[str, ...] = ()
    """Affected when the incident is of one of these; of any when there are none."""


class StatuspagePage(_Place):
    kind: Literal["statuspage"] = "statuspage"
    page: str
    key_from: str
    """The environment variable that holds the API key."""
    components: tuple[Component, ...] = ()
    notify: bool = True
    """Whether the page tells its subscribers."""
    api: HttpUrl = HttpUrl(STATUSPAGE_API)


class Webhook(_Place):
    kind: Literal["webhook"] = "webhook"
    url: HttpUrl
    secret_from: str
    """The environment variable that holds the signing secret."""


Destination = Annotated[
    IncidentRoom | Announcement | SlackChannel | SlackUser | Email | StatuspagePage | Webhook,
    Field(discriminator="kind"),
]


class Audience(BaseModel):
    """A named group of stakeholders. `auto`: a holding update goes out to it by itself."""

    model_config = ConfigDict(frozen=True)

    key: str
    kind: AudienceKind
    name: Mapping[str, str] = Field(default_factory=dict)
    on: bool = True
    locale: str | None = None
    """None: the team's, as with the zone."""
    zone: str | None = None
    destinations: tuple[Destination, ...] = ()
    auto: bool = False
    approval: bool = False
    """Whether the incident commander approves each update before it goes out."""

    @property
    def outside(self) -> bool:
        return self.kind in OUTSIDE

    def destination(self, key: str) -> Destination | None:
        return next((place for place in self.destinations if place.key == key), None)


class MailServer(BaseModel):
    """Where e-mail is handed over."""

    model_config = ConfigDict(frozen=True)

    host: str
    port: int = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    sender: str
    """An address."""
    sender_name: str = ""
    username: str = ""
    password_from: str = ""
    """The environment variable that holds the password."""


SHIPPED_AUDIENCES: tuple[Audience, ...] = (
    Audience(key="responders", kind=AudienceKind.RESPONDERS, destinations=(IncidentRoom(),)),
    Audience(key="internal", kind=AudienceKind.INTERNAL, destinations=(Announcement(),), auto=True),
    Audience(key="support", kind=AudienceKind.SUPPORT),
    Audience(key="executives", kind=AudienceKind.EXECUTIVES),
    Audience(key="customers", kind=AudienceKind.CUSTOMERS, approval=True),
    Audience(key="public", kind=AudienceKind.PUBLIC, on=False, approval=True),
)
