"""What a team may write of the ways to its audiences, and of the server that takes its e-mail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    HttpUrl,
    StringConstraints,
    model_validator,
)

from bot.incident.audience import (
    STATUSPAGE_API,
    Announcement,
    Component,
    Destination,
    Email,
    IncidentRoom,
    MailServer,
    SlackChannel,
    SlackUser,
    StatuspagePage,
    Webhook,
)
from bot.incident.ids import UserId
from bot.settings.team_values import UserIdText, Words

MOST_PLACES = 20
PLACES = ("room", "announcement", "channel", "user", "email", "statuspage", "webhook")
_NEEDS = {"statuspage": "key_from", "webhook": "secret_from"}
_BELONGS = {
    **dict.fromkeys(("key_from", "components", "notify", "api"), "statuspage"),
    "secret_from": "webhook",
}
_STRICT = ConfigDict(extra="forbid", strict=True, frozen=True)
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]{2,60}")
_HERE = frozenset({"localhost", "127.0.0.1", "::1", "[::1]"})


def _address(text: str) -> str:
    if len(text) > 254 or not _ADDRESS.fullmatch(text):
        raise ValueError("An address alone, without a name or brackets.")
    return text


def _variable(name: str) -> str:
    if not _VARIABLE.fullmatch(name):
        raise ValueError("The name of a variable stands here, and the secret is its value.")
    return name


def open_address(url: HttpUrl) -> HttpUrl:
    if url.username or url.password:
        raise ValueError("A password is not written into an address.")
    return url


def _api(url: HttpUrl) -> HttpUrl:
    if not str(open_address(url)).endswith("/v1/"):
        raise ValueError("It must end in /v1/")
    if url.scheme != "https" and not is_here(url.host or ""):
        raise ValueError("The key would be read on its way: it must begin with https://")
    return url


def is_here(host: str) -> bool:
    """On this machine, where nobody listens on the way."""
    return host in _HERE


def _addresses(given: object) -> object:
    return [given] if isinstance(given, str) else given


def as_place(given: object) -> object:
    """`announcement` and `room` need nothing beside them."""
    return {given: True} if isinstance(given, str) else given


Address = Annotated[str, AfterValidator(_address)]
VariableName = Annotated[str, AfterValidator(_variable)]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{4,40}$")]
Label = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
Domain = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,8}$")
]
Host = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.:_-]{1,253}$")]


class TeamComponent(BaseModel):
    """A part of a status page."""

    model_config = _STRICT

    id: Code = Field(
        description="a component's id, as the page's API has it", examples=["8kbf7d35c070"]
    )
    for_services: list[Words] = Field(
        [], description="keys of services, as a list", examples=["[checkout]"]
    )


class TeamPlace(BaseModel):
    """One destination: exactly one of the first keys says what it is."""

    model_config = _STRICT

    room: Literal[True] | None = Field(None, description="true", examples=["true"])
    announcement: Literal[True] | None = Field(None, description="true", examples=["true"])
    channel: Words | None = Field(
        None, description="a channel's name without the #, or its ID", examples=["status"]
    )
    user: UserIdText | None = Field(
        None, description="a person's member ID", examples=["U012AB3CD"]
    )
    email: Annotated[list[Address], BeforeValidator(_addresses)] | None = Field(
        None,
        min_length=1,
        max_length=MOST_PLACES,
        description="an address, or up to 20 as a list",
        examples=["[status@example.com]"],
    )
    statuspage: Code | None = Field(
        None, description="the page's id, as its API has it", examples=["kctbh9vrtdwd"]
    )
    webhook: Annotated[HttpUrl, AfterValidator(open_address)] | None = Field(
        None,
        description="an http or https address without a password",
        examples=["https://hooks.example.com/incidents"],
    )
    key_from: VariableName | None = Field(
        None,
        description="the name of the environment variable that holds the page's API key",
        examples=["STATUSPAGE_KEY"],
    )
    components: list[TeamComponent] = Field(
        [],
        max_length=MOST_PLACES,
        description="a list of components with their id",
        examples=["[{id: 8kbf7d35c070}]"],
    )
    notify: bool = Field(
        True, description="true or false: the page tells its subscribers", examples=["true"]
    )
    api: Annotated[HttpUrl, AfterValidator(_api)] = Field(
        HttpUrl(STATUSPAGE_API),
        description="the address of the API, ending in /v1/",
        examples=["https://api.statuspage.io/v1/"],
    )
    secret_from: VariableName | None = Field(
        None,
        description="the name of the environment variable that holds the signing secret",
        examples=["WEBHOOK_SECRET"],
    )
    label: Label | None = Field(
        None,
        description="lower-case letters, digits, - and _: what tells it from others of its kind",
        examples=["partners"],
    )

    @model_validator(mode="after")
    def _is_one(self) -> TeamPlace:
        kinds = [name for name in PLACES if getattr(self, name) is not None]
        if len(kinds) != 1:
            raise ValueError(f"Exactly one of these says what it is: {', '.join(PLACES)}.")
        for name, kind in _BELONGS.items():
            if name in self.model_fields_set and kind not in kinds:
                raise ValueError(f"{name} belongs to {kind}.")
        for kind, name in _NEEDS.items():
            if kind in kinds and getattr(self, name) is None:
                raise ValueError(f"{kind} needs {name}.")
        return self

    def places(self) -> Iterator[Destination]:
        name = self.label or ""
        if self.room:
            yield IncidentRoom(name=name)
        if self.announcement:
            yield Announcement(name=name)
        if self.channel:
            channel = self.channel.removeprefix("#")
            yield SlackChannel(name=name or channel, channel=channel)
        if self.user:
            yield SlackUser(name=self.user, user=UserId(self.user))
        for address in self.email or ():
            yield Email(name=address, address=address)
        if self.statuspage and self.key_from:
            yield self._page(name, self.statuspage, self.key_from)
        if self.webhook and self.secret_from:
            yield Webhook(name=name, url=self.webhook, secret_from=self.secret_from)

    def _page(self, name: str, page: str, key_from: str) -> StatuspagePage:
        return StatuspagePage(
            name=name,
            page=page,
            key_from=key_from,
            components=tuple(
                Component(id=one.id, services=tuple(one.for_services)) for one in self.components
            ),
            notify=self.notify,
            api=self.api,
        )


class TeamMail(BaseModel):
    """The server that takes e-mail."""

    model_config = _STRICT

    host: Host = Field(description="the server's name or address", examples=["smtp.example.com"])
    port: int = Field(587, ge=1, le=65535, description="a number from 1 to 65535", examples=["587"])
    security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="starttls, tls (from the first byte on) or none", examples=["tls"]
    )
    sender: Address = Field(
        description="the address that e-mail comes from", examples=["incidents@example.com"]
    )
    sender_name: Words | None = Field(
        None, description="the name before it", examples=["Example incidents"]
    )
    username: Words | None = Field(
        None, description="who signs in there, if anybody has to", examples=["incident-bot"]
    )
    password_from: VariableName | None = Field(
        None,
        description="the name of the environment variable that holds the password",
        examples=["SMTP_PASSWORD"],
    )

    @model_validator(mode="after")
    def _signs_in_safely(self) -> TeamMail:
        if (self.username is None) != (self.password_from is None):
            raise ValueError("username and password_from belong together.")
        if self.username and self.security == "none" and not is_here(self.host):
            raise ValueError("The password would be read on its way: take starttls or tls.")
        return self

    def server(self) -> MailServer:
        said = self.model_dump(exclude_none=True)
        return MailServer.model_validate(said)
