"""Severities: how bad it is, what hangs on it, and how people spell it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from pydantic import BaseModel, ConfigDict, Field

from bot.incident.rhythm import SHIPPED_RHYTHMS, Rhythm

UNSURE = "sev3"
"""What an incident is when nobody chose."""


class Severity(BaseModel):
    """One level of the matrix. `key` is what the ledger stores; the rest is policy."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str = Field(pattern=r"^[a-z][a-z0-9_-]{0,19}$")
    rank: int = Field(ge=1, le=9)
    emoji: str = ":large_blue_circle:"
    name: Mapping[str, str] = Field(default_factory=dict)
    definition: Mapping[str, str] = Field(default_factory=dict)
    announced: bool = True
    ticket_url: str | None = None
    invite_users: tuple[str, ...] = ()
    invite_groups: tuple[str, ...] = ()
    respond_within: timedelta | None = None
    resolve_within: timedelta | None = None
    declarer_is_ic: bool = True
    """Until somebody takes command; else whoever declares is asked, and each role wants a head."""
    postmortem: bool = False
    """Whether it is closed only with a post-mortem, or with the reason for having none."""
    meeting_within: timedelta | None = None
    """The post-mortem is talked about so many days after it was resolved, weekends included."""
    meeting_workdays: int | None = Field(default=None, ge=1, le=60)
    """The same, counted in days on which people work."""
    actions_within: timedelta | None = timedelta(days=30)
    """Action items are due so long after they were noted, if nobody says otherwise."""
    updates: Mapping[str, Rhythm] = Field(default_factory=dict)
    """By the key of the audience; one that is not here hears only what somebody sends it."""
    briefing_after: timedelta | None = None
    """So long without a mitigation, and the executives are due a briefing."""

    def named(self, locale: str) -> str:
        return self.name.get(locale) or self.name.get("en") or self.key.upper()

    def defined(self, locale: str) -> str:
        return self.definition.get(locale) or self.definition.get("en") or ""


def _level(key: str, rank: int, emoji: str, **more: object) -> Severity:
    own = {"key": key, "rank": rank, "emoji": emoji, "updates": SHIPPED_RHYTHMS[key]}
    return Severity.model_validate({**own, **more})


SHIPPED: tuple[Severity, ...] = (
    _level(
        "sev1",
        1,
        ":red_circle:",
        name={"en": "SEV1 critical", "fr": "SEV1 critique"},
        definition={
            "en": "Down, or more than half of the users, or revenue, or data at risk",
            "fr": "Panne totale, plus de la moitié des utilisateurs, revenus ou données",
        },
        respond_within="PT15M",
        resolve_within="PT1H",
        declarer_is_ic=False,
        postmortem=True,
        meeting_within="P3D",
        actions_within="P7D",
        briefing_after="PT4H",
    ),
    _level(
        "sev2",
        2,
        ":large_orange_circle:",
        name={"en": "SEV2 major", "fr": "SEV2 majeur"},
        definition={
            "en": "A major feature, fewer than half of the users",
            "fr": "Une fonction majeure, moins de la moitié des utilisateurs",
        },
        respond_within="PT30M",
        resolve_within="PT4H",
        declarer_is_ic=False,
        postmortem=True,
        meeting_workdays=5,
        actions_within="P7D",
    ),
    _level(
        "sev3",
        3,
        ":large_yellow_circle:",
        name={"en": "SEV3 minor", "fr": "SEV3 mineur"},
        definition={
            "en": "Minor degradation, a workaround exists",
            "fr": "Dégradation mineure, un contournement existe",
        },
        respond_within="PT2H",
        resolve_within="P1D",
    ),
    _level(
        "sev4",
        4,
        ":white_circle:",
        name={"en": "SEV4 low", "fr": "SEV4 cosmétique"},
        definition={"en": "Minimal or cosmetic", "fr": "Minime ou cosmétique"},
        announced=False,
    ),
)
