"""What a team may write about severities, level by level."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Discriminator, Field, Tag

from bot.settings.team_rhythms import Rhythms
from bot.settings.team_values import (
    Duration,
    Emoji,
    GroupIdText,
    PerLocale,
    UserIdText,
    WebAddress,
)

BY_KEY, IN_ORDER = "<by key>", "<in order>"
_STRICT = ConfigDict(extra="forbid", strict=True, frozen=True)


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
    declarer_is_ic: bool = Field(
        True,
        description="true or false: whoever declares is in command until somebody takes it",
        examples=["false"],
    )
    respond_within: Duration = Field(
        None, description="a time such as 15m, 1h30m or 2d, or null for none", examples=["15m"]
    )
    resolve_within: Duration = Field(
        None, description="a time such as 15m, 1h30m or 2d, or null for none", examples=["4h"]
    )
    postmortem: bool = Field(
        False,
        description="true or false: closed only with a post-mortem, or a reason for having none",
        examples=["true"],
    )
    meeting_within: Duration = Field(
        None, description="a time such as 3d, or null for none", examples=["3d"]
    )
    meeting_workdays: int | None = Field(
        None,
        ge=1,
        le=60,
        description="a whole number from 1 to 60: working days, or null for none",
        examples=["5"],
    )
    actions_within: Duration = Field(
        None, description="a time such as 1d, 7d or 30d, or null for none", examples=["7d"]
    )
    updates: Rhythms = Field(
        default_factory=dict,
        description="by audience, how often it hears, or null for never by itself",
        examples=["{executives: {at_once: true, every: 1h}}"],
    )
    briefing_after: Duration = Field(
        None, description="a time such as 4h, or null for never", examples=["4h"]
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
