"""What a team may write into its config file, key by key; the policy is made from it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.incident.channel_name import DEFAULT_PATTERN
from bot.incident.policy import PRIVATE_WORDS, SHIPPED_MARKS
from bot.incident.roles import SHIPPED_ROLES, Role
from bot.settings.mask_patterns import MOST_PATTERNS, MaskPattern
from bot.settings.team_alerts import TeamAlerts
from bot.settings.team_audiences import MOST_AUDIENCES, AudienceKey, TeamAudience
from bot.settings.team_duty import DutyKeys
from bot.settings.team_guides import MOST_SERVICES, OwnChecklists, ServiceKey, TeamService
from bot.settings.team_levels import ChangedLevels, Levels
from bot.settings.team_link import TeamLink
from bot.settings.team_on_call import ScheduleKey
from bot.settings.team_places import Domain, TeamMail
from bot.settings.team_review import ReviewKeys
from bot.settings.team_values import (
    ChannelName,
    ChannelPattern,
    Duration,
    Locale,
    Marks,
    Reaction,
    RoleNames,
    TimesOfDay,
    WebAddress,
    Words,
    Zone,
)

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_ROLES = ", ".join(role.value for role in Role)


class TeamFile(DutyKeys, ReviewKeys, BaseSettings):
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
    working_hours: TimesOfDay = Field(
        "09:00-18:00",
        description="two times of one day in quotation marks, beginning and end",
        examples=["08:30-17:30"],
    )
    working_days: list[Weekday] = Field(
        ["mon", "tue", "wed", "thu", "fri"],
        min_length=1,
        description="days as a list: mon, tue, wed, thu, fri, sat, sun",
        examples=["[sun, mon, tue, wed, thu]"],
    )
    action_mark: Reaction = Field("dart", description="the name of an emoji", examples=["memo"])
    declare_mark: Reaction = Field(
        "rotating_light", description="the name of an emoji", examples=["sos"]
    )
    marks: Marks = Field(
        dict(SHIPPED_MARKS),
        description="reactions that make key entries, each with a kind, in place of the shipped",
        examples=["{pushpin: note, scales: decision}"],
    )
    services: dict[ServiceKey, TeamService] = Field(
        {},
        max_length=MOST_SERVICES,
        description="up to 99 services by key: a lower-case letter, then letters, digits, - or _",
        examples=["{checkout: {name: Checkout}}"],
    )
    audiences: dict[AudienceKey, TeamAudience] = Field(
        {},
        max_length=MOST_AUDIENCES,
        description="up to 20 audiences by key: a lower-case letter, then letters, digits, - or _",
        examples=["{internal: {destinations: [announcement, {channel: status}]}}"],
    )
    internal_domains: list[Domain] = Field(
        [],
        max_length=20,
        description="up to 20 domains as a list, without a dot or * before them",
        examples=["[corp.example.com]"],
    )
    mail: TeamMail | None = Field(
        None,
        description="the server that takes e-mail, with host and sender",
        examples=["{host: smtp.example.com, sender: incidents@example.com}"],
    )
    checklists: OwnChecklists = Field(
        OwnChecklists(),
        description="by phase, a list of items in place of the shipped ones",
        examples=["{monitor: [{text: Queue drained}]}"],
    )
    roles: RoleNames = Field(
        list(SHIPPED_ROLES),
        description=f"roles that are in use, ic among them, as a list of {_ROLES}",
        examples=["[ic, deputy, scribe, comms, tech]"],
    )
    archive_after: Duration = Field(
        "14d",
        validate_default=True,
        description="a time such as 12h or 14d, or null for never",
        examples=["30d"],
    )
    archive_merged_after: Duration = Field(
        "24h",
        validate_default=True,
        description="a time such as 12h or 14d, or null for never",
        examples=["2d"],
    )
    mask_patterns: list[MaskPattern] = Field(
        [],
        max_length=MOST_PATTERNS,
        description="up to 20 regular expressions as a list, each up to 200 characters and quick",
        examples=["['ACME-[0-9a-f]{32}']"],
    )
    deleted_messages: Literal["erase", "keep"] = Field(
        "erase",
        description="erase or keep: what the record does with the words of deleted messages",
        examples=["keep"],
    )
    adopt_shared: bool = Field(
        False,
        description="true or false: channels shared with other organisations can be adopted",
        examples=["true"],
    )
    alerts: TeamAlerts = Field(
        TeamAlerts(),
        description="watch, rules, silences, severities, patience and senders",
        examples=["{watch: [alerts]}"],
    )
    keep_files: Literal["none", "images"] = Field(
        "none",
        description="none or images: which files of an incident's channel are copied",
        examples=["images"],
    )
    keep_files_limit_mb: int = Field(
        10,
        ge=1,
        le=100,
        description="a whole number from 1 to 100: megabytes of the largest file that is copied",
        examples=["25"],
    )
    late_update_contact: ScheduleKey = Field(
        "manager", description="the key of one of `contacts`", examples=["manager"]
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
