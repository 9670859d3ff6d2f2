"""What a team may write into its config file, key by key; the policy is made from it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Discriminator, Field, Tag
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.incident.channel_name import DEFAULT_PATTERN
from bot.incident.policy import PRIVATE_WORDS, Link
from bot.settings.team_values import (
    ChannelName,
    ChannelPattern,
    Duration,
    Emoji,
    GroupIdText,
    Locale,
    PerLocale,
    UserIdText,
    WebAddress,
    Words,
    Zone,
)

BY_KEY, IN_ORDER = "<by key>", "<in order>"
_STRICT = ConfigDict(extra="forbid", strict=True, frozen=True)


class TeamLink(BaseModel):
    """A bookmark of every incident channel."""

    model_config = _STRICT

    title: Words = Field(
        description="what people read, up to 75 characters", examples=["Dashboards"]
    )
    url: WebAddress = Field(
        description="an http or https address", examples=["https://grafana.example.com"]
    )
    emoji: Emoji | None = Field(
        None, description="the name of an emoji", examples=["chart_with_upwards_trend"]
    )

    def link(self) -> Link:
        return Link(title=self.title, url=self.url, emoji=self.emoji)


class Level(BaseModel):
    """What a team changes about one severity; what it leaves out stays as shipped."""

    model_config = _STRICT

    name: PerLocale = Field(
        default_factory=dict,
        description="a text of up to 75 characters, or one for each language",
        examples=["{en: SEV1 critical, fr: SEV1 critique}"],
    )
    definition: PerLocale = Field(
        default_factory=dict,
        description="a text of up to 75 characters, or one for each language",
        examples=["{en: Checkout is down, fr: Le paiement est en panne}"],
    )
    emoji: Emoji = Field("", description="the name of an emoji", examples=["red_circle"])
    announced: bool = Field(
        True, description="true or false: said in the incidents channel", examples=["true"]
    )
    ticket_url: WebAddress | None = Field(
        None,
        description="the address where a ticket is opened instead of a room",
        examples=["https://tickets.example.com/new"],
    )
    invite_users: list[UserIdText] = Field(
        [], description="member IDs of people, as a list", examples=["[U012AB3CD]"]
    )
    invite_groups: list[GroupIdText] = Field(
        [], description="IDs of user groups, as a list", examples=["[S012AB3CD]"]
    )
    respond_within: Duration = Field(
        None, description="a time such as 15m, 1h30m or 2d, or null for none", examples=["15m"]
    )
    resolve_within: Duration = Field(
        None, description="a time such as 15m, 1h30m or 2d, or null for none", examples=["4h"]
    )


class ListedLevel(Level):
    """One severity of a list that replaces the shipped ones."""

    key: str = Field(
        pattern=r"^[a-z][a-z0-9_-]{0,19}$",
        description="a short name: a lower-case letter, then letters, digits, - or _",
        examples=["sev1"],
    )


class ChangedLevels(BaseModel):
    """The shipped severities, of which a team changes some."""

    model_config = _STRICT

    sev1: Level = Level()
    sev2: Level = Level()
    sev3: Level = Level()
    sev4: Level = Level()


def _distinct(levels: list[ListedLevel]) -> list[ListedLevel]:
    keys = [level.key for level in levels]
    if twice := next((key for key in keys if keys.count(key) > 1), None):
        raise ValueError(f"{twice} is there twice.")
    return levels


def _form(severities: object) -> str | None:
    if isinstance(severities, dict):
        return BY_KEY
    return IN_ORDER if isinstance(severities, list) else None


Levels = Annotated[
    Annotated[ChangedLevels, Tag(BY_KEY)]
    | Annotated[
        list[ListedLevel],
        Field(min_length=1, max_length=9),
        AfterValidator(_distinct),
        Tag(IN_ORDER),
    ],
    Discriminator(
        _form,
        custom_error_type="levels",
        custom_error_message="neither a list nor a mapping",
    ),
]


class TeamFile(BaseSettings):
    """The whole config file."""

    model_config = SettingsConfigDict(
        extra="forbid",
        strict=True,
        frozen=True,
        validate_default=False,
        case_sensitive=True,
    )

    incidents_channel: ChannelName = Field(
        "incidents",
        description="a channel's name, without the # (which begins a comment in YAML)",
        examples=["incidents"],
    )
    locale: Locale = Field("en", description="en or fr", examples=["fr"])
    zone: Zone = Field(
        "Etc/UTC", description="a time zone of the IANA list", examples=["Europe/Paris"]
    )
    severities: Levels = Field(
        ChangedLevels(),
        description="what differs from the shipped severities, by key, or a list of one to nine",
        examples=["{sev1: {invite_groups: [S012AB3CD]}}"],
    )
    priorities: Literal["from_one", "from_zero"] = Field(
        "from_one",
        description="from_one (p1 is the highest) or from_zero (p0 is)",
        examples=["from_zero"],
    )
    links: list[TeamLink] = Field(
        [],
        description="a list of links with title and url",
        examples=["[{title: Dashboards, url: https://grafana.example.com}]"],
    )
    without_the_bot: WebAddress | None = Field(
        None,
        description="the address of your page for the day on which the bot is down",
        examples=["https://wiki.example.com/without-the-bot"],
    )
    channel_pattern: ChannelPattern = Field(
        DEFAULT_PATTERN,
        description="a channel's name with {number}, and {title} and {date} where wanted",
        examples=["inc-{date}-{number}-{title}"],
    )
    private_words: list[Words] = Field(
        list(PRIVATE_WORDS),
        description="words that make a title ask for privacy, as a list in place of the shipped",
        examples=["[breach, ransomware]"],
    )
    extra_private_words: list[Words] = Field(
        [],
        description="words in addition to private_words, as a list",
        examples=["[whistleblower]"],
    )
    guests_may_act: bool = Field(
        True,
        description="true or false: guests act in the incident channels they were invited to",
        examples=["false"],
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The file alone: a variable that happens to be called LOCALE or LINKS is no policy."""
        return (init_settings,)
